"""The headset outside a call."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from simulator.app.services import SoundDevices, SoundReport

if TYPE_CHECKING:
    from audio.sound_check import EchoReport, ReadingReport, RecordingReport, SoundCheck
    from audio.speech_server import WarmTranscriber
    from simulator.app.services.sound import Level, Ready
    from simulator.cli.doors.house import House
    from simulator.cli.sound_checks import DeskSoundCheck
    from simulator.language import Language

LEVEL_EVERY_S: Final = 0.1
"""How often the level of the microphone is told."""


class HeadsetDoor:
    """Implements `simulator.app.services.SoundServices`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._check: SoundCheck | None = None
        self._recognisers: dict[Language, WarmTranscriber] = {}

    def sound_devices(self) -> SoundDevices:
        """Return the devices there are; none without a sound system."""
        from audio.devices import Direction, list_devices
        from audio.errors import DeviceError

        try:
            devices = list_devices()
        except DeviceError:
            return SoundDevices()
        return SoundDevices(
            tuple(device.name for device in devices if device.channels(Direction.IN)),
            tuple(device.name for device in devices if device.channels(Direction.OUT)),
        )

    def sound_check(self) -> SoundReport:
        """Tell whether a spoken call can be made."""
        from audio.devices import find_microphone, find_speaker
        from audio.errors import AudioError

        settings = self._house.settings
        try:
            return SoundReport(
                microphone=find_microphone(settings.microphone).name, speaker=find_speaker(settings.speaker).name
            )
        except AudioError as trouble:
            return SoundReport(trouble=str(trouble), cause=trouble)

    def listen(self, level_dbfs: Level, stop: threading.Event) -> None:
        """Measure the microphone about ten times a second until `stop` is set."""
        from audio.devices import MonotonicClock, SoundcardMicrophone, find_microphone
        from audio.levels import rms_dbfs

        microphone = SoundcardMicrophone(MonotonicClock(), find_microphone(self._house.settings.microphone))
        due_s = 0.0
        try:
            for frame in microphone.frames():
                if stop.is_set():
                    return
                if frame.start_s >= due_s:
                    due_s = frame.start_s + LEVEL_EVERY_S
                    level_dbfs(rms_dbfs(frame.samples))
        finally:
            microphone.close()

    def play_tone(self, stop: threading.Event) -> None:
        """Sound one period of the ring tone through the speaker."""
        with self._desk() as desk:
            desk.checker.play_tone(stop)

    def record_voice(self, ready: Ready, level_dbfs: Level, stop: threading.Event) -> RecordingReport:
        """Record the trainee for some seconds, play it back, and tell how it was."""
        with self._desk() as desk:
            sound, report = desk.checker.record(level_dbfs=level_dbfs, stop=stop, ready=ready)
            if not stop.is_set():
                self._remember(desk, stop, recording=report)
                desk.checker.play(sound, stop)
            return report

    def find_echo(self, stop: threading.Event) -> EchoReport:
        """Sound a sweep and look for it in the microphone."""
        with self._desk() as desk:
            report = desk.checker.find_echo(stop)
            self._remember(desk, stop, echo=report)
            return report

    def sentence(self, language: Language) -> str:
        """Return what is read aloud."""
        from audio.sound_checking import SENTENCES

        return SENTENCES[language.value]

    def hear_sentence(
        self, language: Language, ready: Ready, level_dbfs: Level, stop: threading.Event
    ) -> ReadingReport:
        """Listen to the sentence read aloud and tell what was recognised."""
        from simulator.cli.composition import make_detector, make_transcriber

        if language not in self._recognisers:
            recogniser, _ = make_transcriber(language.value, self._house.models_dir)
            recogniser.warm_up()
            self._recognisers[language] = recogniser
        with self._desk() as desk:
            report = desk.checker.read_sentence(
                self.sentence(language), make_detector(), self._recognisers[language], level_dbfs, stop, ready
            )
            self._remember(desk, stop, reading=report)
            return report

    def _desk(self) -> AbstractContextManager[DeskSoundCheck]:
        from simulator.cli.sound_checks import open_sound_check

        settings = self._house.settings
        return open_sound_check(settings.microphone, settings.speaker)

    def _remember(self, desk: DeskSoundCheck, stop: threading.Event, **found: Any) -> None:  # noqa: ANN401 (parts of a check)
        """Remember what was found for these devices, unless it was broken off: an echo makes calls half duplex."""
        from audio.sound_check import SoundCheck

        if stop.is_set():
            return
        before = self._check
        if before is None or (before.microphone, before.speaker) != (desk.microphone, desk.speaker):
            before = SoundCheck(desk.microphone, desk.speaker)
        self._check = replace(before, **found)
        # Without the echo's part the last check of these devices says more than this one.
        if self._check.echo is not None:
            desk.keep(self._check)
