"""A sound check as it is done: a tone, a recording and its playback, the sweep, and a sentence read aloud.

Works on any `Microphone` and `Speaker`; every verb blocks for as long as the sound takes, and ends early when `stop`
is set. One at a time: a device has one listener.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from audio.endpointing import EndpointState, UtteranceEnded, advance
from audio.frames import SPEECH_RATE_HZ, AudioFrame, Samples, SpeechChunk, read_only, seconds_to_samples
from audio.levels import rms_dbfs
from audio.ports import Clock, Microphone, Speaker, SpeechDetector, Transcriber
from audio.sound_check import (
    AFTER_SWEEP_S,
    RECORDING_S,
    EchoReport,
    ReadingReport,
    RecordingReport,
    assess_echo,
    assess_reading,
    assess_recording,
    sweep,
)
from audio.tones import Tone, tone

LEVEL_EVERY_S: Final = 0.1
"""How often a level is told."""

BEFORE_SWEEP_S: Final = 0.3
"""Listened before the sweep is sent: the noise it is told from, and time for the microphone to wake up."""

READING_LIMIT_S: Final = 15.0
"""A sentence that was not read by then is not waited for."""

READING_PAUSE_S: Final = 3.0
"""After so much silence nothing more of the sentence is waited for."""

POLL_S: Final = 0.05

SENTENCES: Final = {
    "en": "Good morning, you are speaking with the help desk, how can I help you?",
    "nl": "Goedemorgen, u spreekt met de helpdesk, waarmee kan ik u helpen?",
}
"""What is read aloud: no numbers and no names, so that a word is right or wrong."""

LevelTold = Callable[[float], None]
"""Is given an RMS level in dBFS about ten times a second, on the calling thread."""


class SoundChecker:
    """The parts of a sound check on one pair of devices.

    Args:
        clock: shared by both devices.
        open_microphone: gives a fresh microphone for each listening; raises `audio.errors.DeviceError`.
        speaker: already open.
    """

    def __init__(self, clock: Clock, open_microphone: Callable[[], Microphone], speaker: Speaker) -> None:
        self._clock = clock
        self._open_microphone = open_microphone
        self._speaker = speaker

    def play_tone(self, stop: threading.Event | None = None) -> None:
        """Sound one period of the ring tone.

        Raises:
            audio.errors.DeviceError: the speaker went away.
        """
        self.play(tone(Tone.RINGING), stop)

    def play(self, chunk: SpeechChunk, stop: threading.Event | None = None) -> None:
        """Sound something to its end, or until `stop` is set.

        Raises:
            audio.errors.DeviceError: the speaker went away.
        """
        stop = stop or threading.Event()
        self._speaker.play(chunk)
        while self._speaker.busy() and not stop.wait(POLL_S):
            pass
        self._speaker.abort()

    def record(
        self,
        duration_s: float = RECORDING_S,
        level_dbfs: LevelTold | None = None,
        stop: threading.Event | None = None,
        ready: Callable[[], None] | None = None,
    ) -> tuple[SpeechChunk, RecordingReport]:
        """Record the trainee; return the sound, to be given to `play`, and how it is.

        Args:
            duration_s: how long.
            level_dbfs: is told the level meanwhile.
            stop: ends it early.
            ready: is called when the microphone hears, which takes a moment after asking: now one may speak.

        Raises:
            audio.errors.DeviceError: the microphone cannot be opened, or went away.
        """
        heard: list[Samples] = []
        with self._listening(stop, ready) as frames:
            told_s = -LEVEL_EVERY_S
            for number, frame in enumerate(frames):
                heard.append(frame.samples)
                if level_dbfs is not None and frame.end_s - told_s >= LEVEL_EVERY_S:
                    told_s = frame.end_s
                    level_dbfs(rms_dbfs(frame.samples))
                if (number + 1) * len(frame.samples) >= seconds_to_samples(duration_s, SPEECH_RATE_HZ):
                    break
        samples = np.concatenate(heard) if heard else np.zeros(0, dtype=np.float32)
        return SpeechChunk(read_only(samples), SPEECH_RATE_HZ), assess_recording(samples)

    def find_echo(self, stop: threading.Event | None = None) -> EchoReport:
        """Send the sweep through the speaker and look for it in what the microphone hears; takes about 3 s.

        Raises:
            audio.errors.DeviceError: a device cannot be opened, or went away.
        """
        sent = sweep()
        heard: list[Samples] = []
        began_s, sounds_s = 0.0, None
        with self._listening(stop) as frames:
            for frame in frames:
                if not heard:
                    began_s = frame.start_s
                # What is missing is silence, so that a place in the recording stays a moment on the clock.
                missing = seconds_to_samples(frame.start_s - began_s, SPEECH_RATE_HZ) - sum(map(len, heard))
                if missing > len(frame.samples):
                    heard.append(np.zeros(missing, dtype=np.float32))
                heard.append(frame.samples)
                if sounds_s is None and frame.end_s - began_s >= BEFORE_SWEEP_S:
                    sounds_s = self._speaker.play(sent)
                if sounds_s is not None and frame.end_s >= sounds_s + sent.duration_s + AFTER_SWEEP_S:
                    break
        self._speaker.abort()
        if sounds_s is None:
            return EchoReport(False)
        return assess_echo(np.concatenate(heard), sent.samples, seconds_to_samples(sounds_s - began_s, SPEECH_RATE_HZ))

    def read_sentence(
        self,
        sentence: str,
        detector: SpeechDetector,
        transcriber: Transcriber,
        level_dbfs: LevelTold | None = None,
        stop: threading.Event | None = None,
        ready: Callable[[], None] | None = None,
    ) -> ReadingReport:
        """Listen to a sentence read aloud and say what was recognised; gives up after `READING_LIMIT_S`.

        Whoever pauses in the middle is given time: it ends when the sentence was heard, or nothing follows.

        Args:
            sentence: what is read.
            detector: tells speech from other sound.
            transcriber: the recogniser of the call.
            level_dbfs: is told the level meanwhile.
            stop: ends it early.
            ready: is called when the microphone hears.

        Raises:
            audio.errors.AudioError: the microphone went away, or the recogniser failed.
        """
        detector.reset()
        state, told_s = EndpointState(), -LEVEL_EVERY_S
        heard: list[str] = []
        report, last_s = assess_reading(sentence, ""), 0.0
        began_s = self._clock.now_s()
        with self._listening(stop, ready) as frames:
            for frame in frames:
                if level_dbfs is not None and frame.end_s - told_s >= LEVEL_EVERY_S:
                    told_s = frame.end_s
                    level_dbfs(rms_dbfs(frame.samples))
                state, events = advance(state, detector.probability(frame), frame)
                for ended in (event.utterance for event in events if isinstance(event, UtteranceEnded)):
                    heard.append(transcriber.transcribe(ended).text)
                    report, last_s = assess_reading(sentence, " ".join(filter(None, heard))), ended.speech_end_s
                finished = bool(report.heard) and (not report.findings or frame.end_s - last_s > READING_PAUSE_S)
                if finished or frame.end_s - began_s > READING_LIMIT_S:
                    break
        return report

    @contextmanager
    def _listening(
        self, stop: threading.Event | None, ready: Callable[[], None] | None = None
    ) -> Iterator[Generator[AudioFrame, None, None]]:
        microphone = self._open_microphone()

        def until_stopped() -> Generator[AudioFrame, None, None]:
            for number, frame in enumerate(microphone.frames()):
                if stop is not None and stop.is_set():
                    return
                if number == 0 and ready is not None:
                    ready()
                yield frame

        frames = until_stopped()
        try:
            yield frames
        finally:
            microphone.close()
            frames.close()
