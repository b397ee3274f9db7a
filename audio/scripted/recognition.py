"""Detectors and recognisers that understand nothing: they measure loudness, or read out what they were given."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

import numpy as np

from audio.errors import TranscriptionError
from audio.frames import AudioFrame, Transcript, Utterance, Word


class LevelDetector:
    """Takes whatever is loud for speech: enough for scripted sound in a scripted room, and for nothing else.

    Args:
        threshold_dbfs: frames whose mean level is above it count as speech.
    """

    def __init__(self, threshold_dbfs: float = -50.0) -> None:
        self._threshold = 10.0 ** (threshold_dbfs / 20.0)

    def probability(self, frame: AudioFrame) -> float:
        """Return 0.99 for a loud frame, 0.01 for a quiet one."""
        loudness = float(np.sqrt(np.mean(np.square(frame.samples, dtype=np.float64))))
        return 0.99 if loudness > self._threshold else 0.01

    def reset(self) -> None:
        """Do nothing: there is no memory."""


class ScriptedDetector:
    """Reads out probabilities that were written down beforehand; 0 when there are no more.

    Args:
        probabilities: one a frame, each in [0, 1].
    """

    def __init__(self, probabilities: Iterable[float]) -> None:
        self._script = tuple(probabilities)
        self._next = 0

    def probability(self, frame: AudioFrame) -> float:  # noqa: ARG002
        """Return the next probability of the script, whatever the frame holds."""
        index = self._next
        self._next += 1
        return self._script[index] if index < len(self._script) else 0.0

    def reset(self) -> None:
        """Begin the script again."""
        self._next = 0


class ScriptedTranscriber:
    """Reads out texts that were written down beforehand, one an utterance; empty when there are no more.

    Args:
        texts: what is 'heard', in order.
        language: what the transcripts claim as their language.
        probability: of every word.
    """

    def __init__(self, texts: Iterable[str] = (), language: str = "", probability: float = 1.0) -> None:
        self._texts: deque[str] = deque(texts)
        self._language = language
        self._probability = probability
        self._heard: list[Utterance] = []
        self._lock = threading.Lock()

    @property
    def heard(self) -> tuple[Utterance, ...]:
        """The utterances given so far, in order."""
        with self._lock:
            return tuple(self._heard)

    def expect(self, text: str) -> None:
        """Add a text behind the others; any thread."""
        with self._lock:
            self._texts.append(text)

    def transcribe(self, utterance: Utterance) -> Transcript:
        """Return the next text, its words spread evenly over the speech."""
        with self._lock:
            self._heard.append(utterance)
            text = self._texts.popleft() if self._texts else ""
        return spread_words(text, utterance, self._language, self._probability)


class FailingTranscriber:
    """A recogniser that fails on every sound.

    Args:
        message: what the error says.
    """

    def __init__(self, message: str = "The recogniser failed on this sound. Say it again.") -> None:
        self._message = message

    def transcribe(self, utterance: Utterance) -> Transcript:  # noqa: ARG002
        """Raise.

        Raises:
            TranscriptionError: always.
        """
        raise TranscriptionError(self._message)


def spread_words(text: str, utterance: Utterance, language: str = "", probability: float = 1.0) -> Transcript:
    """Return a transcript whose words are spread evenly, by their letters, over an utterance's speech."""
    tokens = text.split()
    begin_s = max(0.0, utterance.speech_start_s - utterance.start_s)
    length_s = max(0.0, utterance.speech_end_s - utterance.speech_start_s)
    letters = sum(len(token) for token in tokens)
    words: list[Word] = []
    passed = 0
    for token in tokens:
        start_s = begin_s + length_s * passed / letters
        passed += len(token)
        words.append(Word(token, start_s, begin_s + length_s * passed / letters, probability))
    return Transcript(" ".join(tokens), tuple(words), language, utterance.duration_s)
