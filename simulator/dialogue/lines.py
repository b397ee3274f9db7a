"""Which of a persona's lines is said: variants in turn, never the same twice in a row, and never nothing.

A persona need not have lines for every occasion. Where an occasion has none, the caller speaks from where he or
she stands on the rose, or from the nearest octant that has lines.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.dialogue.concepts import plain_words
from simulator.language import Language
from simulator.leary import CENTRES_DEG, Octant, Stance
from simulator.personas.model import Fact, Persona

MISSED: Final = "{missed}"
"""Stands for the fact that a summary left out."""

PLACEHOLDERS: Final = ("{term}", MISSED)
"""What a line may hold that is filled in when it is said."""

_SENTENCE_BEGINS: Final = re.compile(r"(?:^|[.!?…]\s)[\s\"'“‘(]*$")
"""The text before a filling that opens a sentence and is therefore written with a capital."""

LEAVE_WORDS: Final = 4
"""A goodbye stands among so many last words of a line."""

LONGEST_FILLING: Final = 160
"""Characters; a longer term or gist is cut at a word, so that the line stays one breath."""

LAST_RESORT: Final[dict[Language, tuple[str, ...]]] = {
    Language.DUTCH: ("Sorry, wat zei u?", "Hoe bedoelt u dat precies?", "Kunt u dat nog een keer zeggen?"),
    Language.ENGLISH: ("Sorry, what was that?", "How do you mean, exactly?", "Could you say that again?"),
}
"""Said only when a persona has no other line left that was not just said."""


FAREWELLS: Final[dict[Language, tuple[str, ...]]] = {
    Language.DUTCH: ("Dag!", "Ja, dag!", "Tot ziens!"),
    Language.ENGLISH: ("Bye!", "Bye, then!", "Goodbye!"),
}
"""The last word of a caller who took the offer, after the trainee's closing words."""

FAREWELLS_TO_A_QUESTION: Final[dict[Language, tuple[str, ...]]] = {
    Language.DUTCH: ("Zo is het goed, dank u wel. Dag!", "Nee hoor, zo is het goed. Tot ziens!"),
    Language.ENGLISH: ("That is everything, thank you. Bye!", "No, that is all fine. Goodbye!"),
}
"""The same where those words asked whether that was all."""

THANKS_ONCE_MORE: Final[dict[Language, tuple[str, ...]]] = {
    Language.DUTCH: ("Nogmaals bedankt, hoor.", "Nou, bedankt.", "Dank u wel."),
    Language.ENGLISH: ("Thanks again.", "Thank you again.", "Thank you."),
}
"""The same from a caller who said goodbye when taking the offer: nobody takes leave twice."""

GOODBYES: Final[dict[Language, frozenset[str]]] = {
    Language.DUTCH: frozenset({"dag", "doei", "doeg", "ziens", "horens", "wederhoren"}),
    Language.ENGLISH: frozenset({"bye", "goodbye", "cheerio", "farewell"}),
}
"""Words, lower case, with which a line takes leave."""

PUT_THROUGH: Final[dict[Language, tuple[str, ...]]] = {
    Language.DUTCH: ("Goed, verbindt u mij maar door.", "Dat is goed, dan wacht ik even op uw collega."),
    Language.ENGLISH: ("All right, put me through, then.", "That is fine. I will hold for your colleague."),
}
"""Said by a caller without a line of his or her own who is put through and was told so."""

PUT_THROUGH_UNANNOUNCED: Final[dict[Language, tuple[str, ...]]] = {
    Language.DUTCH: ("Hallo? Wordt er nou zomaar doorverbonden?", "Hè? Had u dat niet even kunnen zeggen?"),
    Language.ENGLISH: ("Hello? Am I just being passed on?", "Hang on, you could at least have told me!"),
}
"""The same where nothing was said about it."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line as the persona has it and as it is said."""

    template: str
    text: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What was said before, as far as it matters for the next line."""

    picked: tuple[str, ...] = ()
    """Templates used, oldest first."""
    recent: tuple[str, ...] = ()
    """Templates of the last reply."""
    last_text: str = ""
    """The last reply as said."""


def fill(template: str, fillings: Mapping[str, str]) -> str | None:
    """Return the line with its placeholders filled, or None when a filling is missing.

    Only `{term}` and `{missed}` are placeholders; other braces are text. A filling that opens a sentence gets a
    capital.

    Args:
        template: a line of a persona.
        fillings: values by placeholder name without braces; cut at `LONGEST_FILLING` characters.
    """
    text = template
    for placeholder in PLACEHOLDERS:
        if placeholder not in text:
            continue
        value = fillings.get(placeholder.strip("{}"), "").strip()
        if not value:
            return None
        if len(value) > LONGEST_FILLING:
            value = value[:LONGEST_FILLING].rsplit(" ", 1)[0]
        before, *after = text.split(placeholder)
        text = before
        for part in after:
            text += (value[:1].upper() + value[1:] if _SENTENCE_BEGINS.search(text) else value) + part
    return text


def pick(
    candidates: Iterable[str], memory: Memory, rng: random.Random, fillings: Mapping[str, str] | None = None
) -> SpokenLine | None:
    """Return one of the least used candidates that was not part of the last reply, or None.

    Args:
        candidates: lines as the persona has them; the order decides nothing but the draw.
        memory: what was said before.
        rng: draws among equals; the same state of it draws the same.
        fillings: what stands for the placeholders.
    """
    fresh: list[SpokenLine] = []
    for template in dict.fromkeys(candidates):
        text = fill(template, fillings or {})
        if text is None or template in memory.recent or text == memory.last_text:
            continue
        fresh.append(SpokenLine(template, text))
    if not fresh:
        return None
    uses = [memory.picked.count(line.template) for line in fresh]
    least = min(uses)
    return rng.choice([line for line, count in zip(fresh, uses, strict=True) if count == least])


def octant_lines(persona: Persona, octant: Octant) -> tuple[str, ...]:
    """Return the persona's lines for an octant; may be empty."""
    lines: tuple[str, ...] = getattr(persona.lines, octant.value)
    return lines


def octants_by_nearness(position: Stance) -> tuple[Octant, ...]:
    """Return all octants, the nearest to the position first; ties by name."""

    def apart_deg(octant: Octant) -> float:
        return abs((position.angle_deg - CENTRES_DEG[octant] + 180.0) % 360.0 - 180.0)

    return tuple(sorted(Octant, key=lambda octant: (round(apart_deg(octant), 6), octant.value)))


def say_first(
    persona: Persona,
    position: Stance,
    memory: Memory,
    rng: random.Random,
    *occasions: Sequence[str],
    fillings: Mapping[str, str] | None = None,
) -> SpokenLine:
    """Return a line of the first occasion that has a fresh one; never fails and never repeats the last reply.

    Args:
        persona: whose lines they are.
        position: where the caller stands; decides the octant lines to fall back on.
        memory: what was said before.
        rng: draws among equals.
        occasions: lines by occasion, the fitting one first.
        fillings: what stands for the placeholders.
    """
    for candidates in (*occasions, *_fallbacks(persona, position)):
        line = pick(candidates, memory, rng, fillings)
        if line is not None:
            return line
    raise AssertionError("LAST_RESORT holds more lines than one reply can")  # pragma: no cover


def takes_leave(line: str, language: Language) -> bool:
    """Tell whether a line ends in a goodbye: "the whole day" in its middle is none."""
    return not GOODBYES[language].isdisjoint(plain_words(line).split()[-LEAVE_WORDS:])


def put_through_lines(persona: Persona, *, announced: bool) -> tuple[str, ...]:
    """Return what the caller can say to being put through: the persona's own lines, else those of the language."""
    if announced:
        return persona.lines.transferred or PUT_THROUGH[persona.language]
    return persona.lines.transferred_unannounced or PUT_THROUGH_UNANNOUNCED[persona.language]


def missed_filling(fact: Fact) -> dict[str, str]:
    """Return the filling of `MISSED` for a fact, in the caller's shortest words for it."""
    return {MISSED.strip("{}"): (fact.gist or fact.short or fact.say).rstrip(" .!?")}


def all_lines(persona: Persona) -> tuple[str, ...]:
    """Return every line the caller can ever say, in the file's order, without repeats; placeholders unfilled."""
    spoken: list[str] = []
    for fact in persona.facts:
        spoken.append(fact.say)
        if fact.short:
            spoken.append(fact.short)
    spoken.extend(item.say for item in persona.background)
    spoken.extend((*persona.solution.closing, *persona.solution.too_early))
    if persona.boundary is not None:
        spoken.extend((*persona.boundary.asks, *persona.boundary.on_refused, *persona.boundary.on_given))
    for occasion in type(persona.lines).model_fields:
        spoken.extend(getattr(persona.lines, occasion))
    for farewells in (FAREWELLS, FAREWELLS_TO_A_QUESTION, THANKS_ONCE_MORE):
        spoken.extend(farewells[persona.language])
    for announced in (True, False):
        spoken.extend(put_through_lines(persona, announced=announced))
    return tuple(dict.fromkeys(spoken))


def _fallbacks(persona: Persona, position: Stance) -> Iterator[Sequence[str]]:
    for octant in octants_by_nearness(position):
        yield octant_lines(persona, octant)
    yield persona.lines.on_unclear
    yield persona.lines.on_silence
    yield LAST_RESORT[persona.language]
