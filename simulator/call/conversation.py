"""The words of a call: what each side said so far, how the caller took it, what the caller says next.

Knows nothing of sound, threads or clocks; the spoken call and the typed call hold the same conversation.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from simulator.call.ports import TurnAssessor, TurnUnderstanding
from simulator.dialogue.context import turn_context
from simulator.dialogue.responding import open_call, respond, transfer
from simulator.dialogue.state import CallerReply, CallerState, Circumstances, HeardTurn
from simulator.personas.model import Persona
from simulator.scoring.assessment import HeardWord, TraineeTurn, TurnAssessment

UNDERSTANDABLE_SHARE: Final = 0.5
"""A fact counts as told once this share of its words had sounded: half a sentence is enough to ask on about, less
leaves the trainee guessing, and then the caller must be able to tell it again."""


@dataclass(frozen=True, slots=True)
class Minds:
    """Who assesses a trainee turn, and who takes it as the caller of this call takes it."""

    assessor: TurnAssessor
    understanding: TurnUnderstanding


@dataclass(frozen=True, slots=True)
class Answer:
    """A line the caller could say, not said yet."""

    state: CallerState
    reply: CallerReply
    dice: Any
    """State of the random numbers after choosing it."""


class Conversation:
    """The call as words, with the caller's state.

    Args:
        persona: who rings.
        minds: assess and understand the trainee's turns.
        seed: of every choice of the caller; the same seed and words give the same call.
    """

    def __init__(self, persona: Persona, minds: Minds, seed: int) -> None:
        self._persona = persona
        self._minds = minds
        self._rng = random.Random(seed)
        self._state: CallerState | None = None
        self._reply: CallerReply | None = None
        self._turns = 0

    @property
    def state(self) -> CallerState | None:
        """The caller as of the last line said; None before the opening."""
        return self._state

    def next_turn(self) -> int:
        """Count a turn of either side; return its number."""
        self._turns += 1
        return self._turns

    def opening(self) -> Answer:
        """Return the caller's first line."""
        return self._choose(lambda rng: open_call(self._persona, rng))

    def assess(self, text: str, words: tuple[HeardWord, ...] = ()) -> TurnAssessment:
        """Return what can be seen in a trainee turn after what was said so far.

        Raises:
            RuntimeError: the caller has not opened the call yet.
        """
        return self._minds.assessor.assess(TraineeTurn(text, words), turn_context(self._persona, self._opened()))

    def take(self, assessment: TurnAssessment, circumstances: Circumstances = Circumstances()) -> HeardTurn:
        """Return a turn as the caller takes it.

        Raises:
            RuntimeError: the caller has not opened the call yet.
        """
        return self._minds.understanding.understand(assessment, self._opened(), circumstances)

    def answer(self, heard: HeardTurn) -> Answer:
        """Return what the caller would say to a turn; nothing changes until `say`.

        Raises:
            RuntimeError: the caller has not opened the call yet.
        """
        state = self._opened()
        return self._choose(lambda rng: respond(self._persona, state, heard, rng))

    def answer_silence(self, silent_s: float) -> Answer:
        """Return what the caller would say to nobody saying anything.

        Raises:
            RuntimeError: the caller has not opened the call yet.
        """
        return self.answer(HeardTurn(TurnAssessment(text=""), circumstances=Circumstances(silent_s=silent_s)))

    def answer_transfer(self, announced: bool) -> Answer:
        """Return the caller's last words to being put through; nothing changes until `say`.

        Raises:
            RuntimeError: the caller has not opened the call yet.
        """
        state = self._opened()
        return self._choose(lambda rng: transfer(self._persona, state, announced, rng))

    def say(self, answer: Answer) -> None:
        """Take an answer as said."""
        self._state, self._reply = answer.state, answer.reply
        self._rng.setstate(answer.dice)

    def cut(self, words_spoken: str) -> tuple[str, ...]:
        """Take the last line as cut off after some words; return the facts that are therefore still to be told.

        The caller stands where the line took him or her and does not say it again in the same words; only what
        could not be understood is taken back.
        """
        if self._reply is None or self._state is None:
            return ()
        untold = tuple(
            fact
            for fact in self._reply.facts_told
            if not _understandable(self._fact_text(fact, self._reply.text), self._reply.text, words_spoken)
        )
        self._state = cut_off(self._state, words_spoken, untold)
        return untold

    def _choose(self, choice: Callable[[random.Random], tuple[CallerState, CallerReply]]) -> Answer:
        before = self._rng.getstate()
        state, reply = choice(self._rng)
        after = self._rng.getstate()
        self._rng.setstate(before)
        return Answer(state, reply, after)

    def _opened(self) -> CallerState:
        if self._state is None:
            raise RuntimeError("The caller answers before having opened the call.")
        return self._state

    def _fact_text(self, fact_id: str, line: str) -> str:
        fact = self._persona.fact(fact_id)
        if fact.short is not None and fact.short in line and fact.say not in line:
            return fact.short
        return fact.say


def cut_off(state: CallerState, words_spoken: str, untold: Sequence[str]) -> CallerState:
    """Return the caller after a line was cut off.

    Args:
        state: with the line taken as said in full.
        words_spoken: the part of the line that sounded.
        untold: ids of the facts that were cut off with the rest.
    """
    return replace(
        state,
        told=tuple(fact for fact in state.told if fact not in untold),
        used=(*state.used[:-1], words_spoken) if words_spoken else state.used[:-1],
    )


def _understandable(fact: str, line: str, words_spoken: str) -> bool:
    begins = line.find(fact)
    if begins < 0:
        begins, fact = 0, line
    needed = len(line[:begins].split()) + UNDERSTANDABLE_SHARE * len(fact.split())
    return len(words_spoken.split()) >= needed
