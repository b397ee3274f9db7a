"""What is known of the pause the trainee makes: how the turn sounds so far, what its words are, how long to wait.

Knowledge comes late and from other threads: the melody is known within a hundredth of a second, the words about half a
second after that. How the turn sounds to the model of complete turns costs a tenth of a second of both cores and hardly
counts beside words, so it is only asked where no words were made out. Each piece belongs to one pause; when the trainee
has gone on meanwhile, it is nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from audio.errors import AudioError
from audio.frames import SPEECH_RATE_HZ, Utterance, read_only
from audio.ports import TurnCompletion
from audio.prosody import prosody_over
from audio.turn_end import PauseReading, TurnEndSettings, end_silence_s, words_over
from simulator.call.bearing import listening_patience
from simulator.call.equipment import Ears
from simulator.personas.model import Persona

HEARS_SAMPLES: Final = 8 * SPEECH_RATE_HZ
"""More of a turn than its last 8 seconds is not listened to when its end is judged."""


class PauseJudge:
    """Says how long the present pause must last to end the turn; any thread.

    Args:
        completion: judges how the turn sounds; None where nothing can.
        language: 'nl' or 'en'.
        settings: the waits.
        patience: how many times as long as usual this caller waits.
        unknown_s: what is waited when nothing is known: neither sound nor words.
        complain: is given a sentence when judging failed; silence and words then decide.
    """

    def __init__(
        self,
        completion: TurnCompletion | None,
        language: str,
        settings: TurnEndSettings,
        patience: float,
        unknown_s: float,
        complain: Callable[[str], None],
    ) -> None:
        self._completion = completion
        self._language = language
        self._settings = settings
        self._patience = patience
        self._unknown_s = unknown_s
        self._complain = complain
        self._lock = threading.Lock()
        self._pause_s: float | None = None
        self._reading = PauseReading()

    @property
    def listens(self) -> bool:
        """True when something judges how a turn sounds."""
        return self._completion is not None

    @property
    def sounds_complete(self) -> float | None:
        """How complete the turn sounded in the last pause; None when that was not judged."""
        with self._lock:
            return self._reading.sounds

    def follow_melody(self, utterances: Sequence[Utterance]) -> None:
        """Judge the melody of a turn that pauses now; blocks (milliseconds), one thread at a time."""
        melody = prosody_over(_end_of(utterances))
        with self._lock:
            self._turn_to(utterances[-1].speech_end_s)
            self._reading = replace(self._reading, prosody=melody)

    def lacks_words(self, speech_end_s: float) -> bool:
        """Tell whether no words were made out of the turn that pauses since a moment, and the model may tell more."""
        with self._lock:
            known = self._pause_s == speech_end_s and (self._reading.has_words or self._reading.sounds is not None)
            return self._completion is not None and not known

    def listen(self, utterances: Sequence[Utterance]) -> None:
        """Judge the melody, and how complete a turn sounds; blocks (tenths of a second), one thread at a time."""
        self.follow_melody(utterances)
        if self._completion is None:
            return
        end = _end_of(utterances)
        try:
            sounds = self._completion.probability(end)
        except AudioError as error:
            self._completion = None
            self._complain(str(error))
            return
        with self._lock:
            self._turn_to(utterances[-1].speech_end_s)
            self._reading = replace(self._reading, sounds=sounds)

    def read(
        self,
        utterances: Sequence[Utterance],
        text: str,
        closes: float | None = None,
        last_word: float | None = None,
    ) -> None:
        """Take note of the words of a turn that pauses now.

        Args:
            utterances: the turn so far.
            text: its words.
            closes: how probable a full stop behind them is; None where the recogniser does not say.
            last_word: how probable the last of them is; None where there is none.
        """
        words = words_over(text, self._language)
        with self._lock:
            self._turn_to(utterances[-1].speech_end_s)
            self._reading = replace(self._reading, words=words, closes=closes, last_word=last_word)

    def end_silence_s(self, speech_end_s: float) -> float:
        """Return how long the pause after a moment must last to end the turn, as far as is known now."""
        with self._lock:
            if self._pause_s != speech_end_s or self._reading == PauseReading():
                return self._unknown_s * self._patience
            return end_silence_s(self._reading, self._settings) * self._patience

    def _turn_to(self, speech_end_s: float) -> None:
        if self._pause_s != speech_end_s:
            self._pause_s, self._reading = speech_end_s, PauseReading()


def judge_for(persona: Persona, ears: Ears, complain: Callable[[str], None]) -> PauseJudge:
    """Return who judges the pauses of a call with this caller, heard with these ears."""
    return PauseJudge(
        ears.completion,
        persona.language.value,
        ears.turn_end,
        listening_patience(persona.turn_taking),
        ears.endpointing.end_silence_ms / 1000.0,
        complain,
    )


def _end_of(utterances: Sequence[Utterance]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    if len(utterances) == 1:
        return utterances[0].samples
    return read_only(np.concatenate([each.samples for each in utterances])[-HEARS_SAMPLES:])
