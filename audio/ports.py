"""What the call needs from the world of sound: one Protocol per thing, one or two verbs each.

Adapters (devices, vad, transcription, voices) and the doubles in `scripted` implement these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from audio.frames import AudioFrame, Prosody, Samples, SpeechChunk, Transcript, Utterance


@runtime_checkable
class Clock(Protocol):
    """The call's clock: real time at a desk, the count of frames heard in a fast rehearsal."""

    def now_s(self) -> float:
        """Return the seconds since the call's clock began; never goes back; any thread."""
        ...


@runtime_checkable
class Microphone(Protocol):
    """Where the trainee's voice comes in."""

    def frames(self) -> Iterator[AudioFrame]:
        """Yield frames of 32 ms without gaps until `close`; blocks on the calling thread.

        Raises:
            audio.errors.DeviceError: the device cannot be opened, or went away.
        """
        ...

    def close(self) -> None:
        """End the sound; a running `frames` returns soon after. May be called twice, from any thread."""
        ...


@runtime_checkable
class Speaker(Protocol):
    """Where the caller's voice goes out."""

    def play(self, chunk: SpeechChunk) -> float:
        """Queue a chunk behind what is queued; return when its first sample will sound, on the call's clock.

        Does not wait for the sound. Resamples to the device's own rate.

        Raises:
            audio.errors.DeviceError: the device cannot be opened, or went away.
        """
        ...

    def busy(self) -> bool:
        """Tell whether something is sounding or waiting to sound."""
        ...

    def drain(self) -> None:
        """Block until all that is queued has sounded."""
        ...

    def abort(self) -> float:
        """Fall silent at once, forget the queue; return when the sound stopped, on the call's clock."""
        ...

    def set_gain(self, gain: float, ramp_s: float) -> None:
        """Make what sounds, and what will sound, softer or as loud as it is given; does not block.

        Args:
            gain: factor in [0, 1] on every sample from now on; 1 is as given. `abort` and what comes after do not
                change it.
            ramp_s: how long the change takes, so that it does not click.
        """
        ...

    def close(self) -> None:
        """Fall silent and let the device go. May be called twice."""
        ...


@runtime_checkable
class SpeechDetector(Protocol):
    """Tells speech from other sound, frame by frame, with memory of the frames before."""

    def probability(self, frame: AudioFrame) -> float:
        """Return the probability, in [0, 1], that the frame holds speech. Frames must come in order."""
        ...

    def reset(self) -> None:
        """Forget the frames before, as at the start of a call."""
        ...


@runtime_checkable
class TurnCompletion(Protocol):
    """Judges by its sound whether a turn is complete."""

    def probability(self, samples: Samples) -> float:
        """Return the probability, in [0, 1], that a turn which sounds like this is complete.

        Blocks (tens of milliseconds); one thread at a time.

        Args:
            samples: the turn so far with the silence after it, float32, shape (n,), at `SPEECH_RATE_HZ`; its last
                seconds count.

        Raises:
            audio.errors.ModelError: the model failed on this sound.
        """
        ...


@runtime_checkable
class Transcriber(Protocol):
    """Writes down what was said."""

    def transcribe(self, utterance: Utterance) -> Transcript:
        """Return the words of an utterance; blocks (seconds); one thread at a time.

        Raises:
            audio.errors.TranscriptionError: the recogniser failed on this sound.
        """
        ...


@runtime_checkable
class Voice(Protocol):
    """Speaks a caller's lines."""

    @property
    def name(self) -> str:
        """The voice's name in the catalogue, for example 'piper:en_US-joe-medium'."""
        ...

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a chunk a sentence; blocks while synthesising; one thread at a time.

        Raises:
            audio.errors.SynthesisError: the engine failed on this text.
        """
        ...
