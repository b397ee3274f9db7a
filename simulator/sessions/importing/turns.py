"""From stretches of speech to the turns of a call: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simulator.language import Language
from simulator.plain_text import one_line
from simulator.scoring.assessment import HeardWord
from simulator.scoring.grammar import grammar
from simulator.scoring.record import Side
from simulator.scoring.text import Words
from simulator.scoring.values import STRICT, values

SAME_TURN_S: Final = 3.0
"""One side that goes on after a pause of less than this, the other silent, is still in the same turn."""

LEAST_FACT_WORDS: Final = 4
"""A shorter sentence tells nothing that a summary could give back."""
LONGEST_LINE: Final = 400
"""Of a caller's line in a persona."""
MOST_FACTS: Final = 40
"""A caller who says more repeats himself; the scorer holds a summary beside each."""


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one side said before the other did."""

    side: Side
    text: str
    start_s: float
    """From the beginning of the recording."""
    end_s: float
    words: tuple[HeardWord, ...] = ()
    interrupts: bool = False
    """True when the other side was still speaking."""


@dataclass(frozen=True, slots=True)
class ToldSentence:
    """A sentence of the caller that tells something."""

    id: str
    text: str
    turn: int
    """Index of the turn, from 0."""
    has_values: bool
    """True when it holds a number, a day, a person or a colour: what a summary must get right."""


def joined_turns(spoken: Iterable[SpokenTurn]) -> tuple[SpokenTurn, ...]:
    """Return stretches of speech as turns, in the order they began; silence and unheard speech are left out."""
    turns: list[SpokenTurn] = []
    for each in sorted((each for each in spoken if each.text.strip()), key=lambda said: (said.start_s, said.end_s)):
        last = turns[-1] if turns else None
        if last is not None and last.side is each.side and each.start_s - last.end_s < SAME_TURN_S:
            turns[-1] = replace(
                last,
                text=f"{last.text} {each.text}",
                end_s=max(last.end_s, each.end_s),
                words=(*last.words, *each.words),
            )
        else:
            talked_through = last is not None and last.side is not each.side and each.start_s < last.end_s
            turns.append(replace(each, interrupts=talked_through))
    return tuple(turns)


def told_sentences(turns: Sequence[SpokenTurn], language: Language) -> tuple[ToldSentence, ...]:
    """Return what the caller told, sentence by sentence: what a summary is held against."""
    rules = grammar(language)
    told: list[ToldSentence] = []
    for index, turn in enumerate(turns):
        if turn.side is not Side.CALLER:
            continue
        for number, sentence in enumerate(re.split(r"(?<=[.!?])\s+", one_line(turn.text)), start=1):
            forms = [token.form for token in Words.of(sentence, dutch=language is Language.DUTCH).tokens]
            if len(forms) < LEAST_FACT_WORDS or sentence.endswith("?") or len(told) >= MOST_FACTS:
                continue
            found = values(forms, rules)
            has_values = any(found.get(kind) for kind in STRICT)
            told.append(ToldSentence(f"t{index + 1}_{number}", sentence[:LONGEST_LINE].strip(), index, has_values))
    return tuple(told)
