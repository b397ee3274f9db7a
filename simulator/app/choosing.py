"""Which callers fit what was typed and chosen: pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.app.widgets.caller_cards import CallerCard
from simulator.app.wording import Wording
from simulator.language import Language
from simulator.leary import Octant

if TYPE_CHECKING:
    from simulator.personas.model import Persona


@dataclass(frozen=True, slots=True)
class Filters:
    """What a caller must be to be shown."""

    words: str = ""
    language: Language | None = None
    octant: Octant | None = None
    """Where the caller stands at the start."""
    difficulty: int | None = None
    done: bool | None = None
    """True for those called before, False for the others, None for both."""

    def searching(self, words: str) -> Filters:
        """Return these filters with other words."""
        return replace(self, words=words)

    def in_language(self, language: Language | None) -> Filters:
        """Return these filters with another language."""
        return replace(self, language=language)

    def starting(self, octant: Octant | None) -> Filters:
        """Return these filters with another stance to start from."""
        return replace(self, octant=octant)

    def at_difficulty(self, difficulty: int | None) -> Filters:
        """Return these filters with another difficulty."""
        return replace(self, difficulty=difficulty)

    def that_are_done(self, done: bool | None) -> Filters:
        """Return these filters with callers that were called before, that were not, or both."""
        return replace(self, done=done)


def fitting(
    cards: Iterable[CallerCard], filters: Filters, language: Language, suggested: str | None = None
) -> tuple[CallerCard, ...]:
    """Return the cards that fit: who is suggested, then who speaks the person's language, easy ones first.

    Args:
        cards: all there are.
        filters: what they must be.
        language: the person's own.
        suggested: the id of the caller who is suggested; None where nobody is.
    """
    wanted = _folded(filters.words).split()
    kept = [
        card
        for card in cards
        if (filters.language is None or card.persona.language is filters.language)
        and (filters.octant is None or card.persona.stance.start is filters.octant)
        and (filters.difficulty is None or card.persona.difficulty == filters.difficulty)
        and (filters.done is None or card.done is filters.done)
        and all(word in _searchable(card.persona) for word in wanted)
    ]

    def place(card: CallerCard) -> tuple[bool, bool, int, str]:
        persona = card.persona
        return persona.id != suggested, persona.language is not language, persona.difficulty, persona.id

    return tuple(sorted(kept, key=place))


@lru_cache(maxsize=512)
def _searchable(persona: Persona) -> str:
    octants = [Wording(language).say(f"octant-{persona.stance.start.value}") for language in Language]
    return _folded(" ".join((persona.title, persona.name, persona.id, persona.briefing, *octants)))


def _folded(text: str) -> str:
    """Return the text without case and accents, so that 'cafe' finds 'Café'."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
