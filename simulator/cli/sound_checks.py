"""The sound check at this desk: devices found and opened, what was found told and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import directories
from simulator.cli.output import note

if TYPE_CHECKING:
    from audio.sound_check import SoundCheck
    from audio.sound_checking import SoundChecker
    from audio.sound_memory import RememberedCheck, SoundMemory


@dataclass(frozen=True, slots=True)
class DeskSoundCheck:
    """A pair of devices, open and ready to be checked."""

    checker: SoundChecker
    microphone: str
    """The device's name."""
    speaker: str

    def keep(self, check: SoundCheck) -> None:
        """Remember what was found; a disk that does not allow it costs only the remembering."""
        with suppress(OSError):
            sound_memory().keep(check, datetime.now(UTC))


def sound_memory() -> SoundMemory:
    """Return the checks made on this computer."""
    from audio.sound_memory import SoundMemory

    return SoundMemory(directories.settings_path().with_name("sound-checks.json"))


def remembered_check(microphone: str, speaker: str) -> RememberedCheck | None:
    """Return what the last check of two devices found; None when they were never checked."""
    return sound_memory().recall(microphone, speaker)


@contextmanager
def open_sound_check(microphone: str | None, speaker: str | None) -> Iterator[DeskSoundCheck]:
    """Find both devices and open the speaker.

    Raises:
        audio.errors.DeviceError: no device is there by that name, or it cannot be opened; names what there is.
    """
    from audio.devices import MonotonicClock, SoundcardMicrophone, SoundcardSpeaker, find_microphone, find_speaker
    from audio.sound_checking import SoundChecker

    clock = MonotonicClock()
    heard_by = find_microphone(microphone)
    sounding = SoundcardSpeaker(clock, find_speaker(speaker))
    try:
        yield DeskSoundCheck(
            SoundChecker(clock, lambda: SoundcardMicrophone(clock, heard_by), sounding),
            heard_by.name,
            sounding.name,
        )
    finally:
        sounding.close()


def whole_check(microphone: str | None, speaker: str | None, language: str, models_dir: Path | None) -> SoundCheck:
    """Do every part of the check, telling the person what to do, and remember what was found.

    Raises:
        audio.errors.AudioError: a device is not to be had, went away, or the recogniser failed.
    """
    from audio.errors import ModelError
    from audio.sound_check import SoundCheck
    from audio.sound_checking import SENTENCES
    from simulator.cli.composition import make_detector, make_transcriber

    with open_sound_check(microphone, speaker) as desk:
        note("You hear the telephone ring.")
        desk.checker.play_tone()
        sound, recording = desk.checker.record(ready=lambda: note("Say something for three seconds."))
        note("This is how you sound.")
        desk.checker.play(sound)
        note("Be silent: a rising tone looks for an echo.")
        echo = desk.checker.find_echo()
        check = SoundCheck(desk.microphone, desk.speaker, recording, echo)
        try:
            transcriber, _ = make_transcriber(language, models_dir)
        except ModelError as missing:
            note(str(missing))
        else:
            transcriber.warm_up()
            sentence = SENTENCES[language]
            reading = desk.checker.read_sentence(
                sentence, make_detector(), transcriber, ready=lambda: note(f"Read aloud: {sentence}")
            )
            check = replace(check, reading=reading)
        desk.keep(check)
    return check


def in_words(check: SoundCheck) -> tuple[str, ...]:
    """Return what was measured, a line each."""
    lines = [f"Microphone '{check.microphone}', speaker '{check.speaker}'."]
    if check.recording is not None:
        recording = check.recording
        lines.append(
            f"Your voice: {recording.speech_dbfs:.0f} dBFS, peaks {recording.peak_dbfs:.0f} dBFS, noise "
            f"{recording.noise_dbfs:.0f} dBFS, clipped {100 * recording.clipped_share:.1f} %."
        )
    if check.echo is not None:
        echo = check.echo
        if echo.heard and echo.delay_ms is not None and echo.attenuation_db is not None:
            lines.append(f"Echo: {echo.delay_ms:.0f} ms late, {echo.attenuation_db:.0f} dB weaker.")
        else:
            lines.append("Echo: none heard.")
    if check.reading is not None:
        lines.append(f"Recognised: '{check.reading.heard}' ({100 * check.reading.share:.0f} % of the words).")
    return tuple(lines)
