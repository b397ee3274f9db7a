"""What the caller makes of a summary: which of it rings true, by what he or she knows, told or not.

The scorer holds a summary against what was told, for points. A caller holds it against what is so: nobody says "I never
said that" of something that is true. Words only: a summary that means the same in quite other words is left to the
scorer's reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from simulator.dialogue.concepts import plain_words
from simulator.dialogue.prompts import prompts
from simulator.dialogue.words import weighted_stems
from simulator.language import Language
from simulator.personas.model import Fact, Persona

FOREIGN_BELOW: Final = 0.25
"""A clause of which a smaller share of content words, by weight, is the caller's own on any subject is not so."""

CLAUSE_WEIGHT: Final = 1.2
"""Content words of at least this weight make a clause that says something; less is a phrase in passing."""

GIVEN_BACK_FROM: Final = 0.5
"""Share, by weight, of a fact's content words that a summary must hold to have given it back."""

_JOINTS: Final[dict[Language, re.Pattern[str]]] = {
    Language.DUTCH: re.compile(r"[,.;:!?]+|\b(?:en|maar|dus|want)\b"),
    Language.ENGLISH: re.compile(r"[,.;:!?]+|\b(?:and|but|so|because)\b"),
}


class Recollection:
    """What one caller knows to be so, in words."""

    def __init__(self, persona: Persona) -> None:
        self._language = persona.language
        self._facts = {fact.id: _known(fact, persona.language) for fact in persona.facts}
        self._tellings = {fact.id: _tellings(fact, persona.language) for fact in persona.facts}
        setting = " ".join((persona.name, persona.title, persona.organisation, *persona.lines.opening))
        self._setting = weighted_stems(setting, persona.language)
        self._setting_words = set(plain_words(setting).split())
        self._words = {
            fact.id: set(plain_words(" ".join((fact.say, fact.short or "", fact.gist))).split())
            for fact in persona.facts
        }

    def untrue(self, quotes: tuple[str, ...]) -> tuple[str, ...]:
        """Return those clauses of the quotes that are clearly not so.

        They are on no subject of the caller's, or hold a day, a number, a colour or a "not" that the caller knows
        nothing of. Phrases that frame a summary ("let me check", "is that right") say nothing.
        """
        clauses = [clause.strip() for quote in quotes for clause in _JOINTS[self._language].split(quote)]
        return tuple(clause for clause in clauses if clause and not self._rings_true(clause))

    def given_back(self, text: str) -> tuple[str, ...]:
        """Return the ids of the facts that a text gives back, in the persona's order."""
        said = weighted_stems(text, self._language)
        return tuple(
            fact_id
            for fact_id, tellings in self._tellings.items()
            if any(_share(telling, said) >= GIVEN_BACK_FROM for telling in tellings)
        )

    def _rings_true(self, clause: str) -> bool:
        plain = plain_words(clause)
        stems = weighted_stems(clause, self._language)
        if any(frame in plain for frame in prompts(self._language).summary_frames):
            return True
        if sum(stems.values()) < CLAUSE_WEIGHT:
            return True
        shares = {fact_id: _share(stems, {**self._setting, **known}) for fact_id, known in self._facts.items()}
        if max(shares.values()) < FOREIGN_BELOW:
            return False
        exact = set(plain.split()) & set(prompts(self._language).exact_words)
        known_words = self._setting_words.union(*self._words.values())
        return exact <= known_words


def _known(fact: Fact, language: Language) -> Mapping[str, float]:
    return weighted_stems(" ".join((fact.say, fact.short or "", fact.gist)), language)


def _tellings(fact: Fact, language: Language) -> tuple[Mapping[str, float], ...]:
    return tuple(weighted_stems(text, language) for text in (fact.gist, fact.short or "") if text)


def _share(of: Mapping[str, float], among: Mapping[str, float]) -> float:
    """Return the share, by weight, of stems that stand among others; 0 of nothing."""
    total = sum(of.values())
    return sum(weight for stem, weight in of.items() if stem in among) / total if total else 0.0
