"""Which callers fit what was typed and chosen: pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from simulator.app.widgets.caller_cards import CallerCard
from simulator.app.wording import Wording
from simulator.language import Language


@dataclass(frozen=True, slots=True)
class Filters:
    """What a caller must be to be shown."""

    words: str = ""
    language: Language | None = None
    difficulty: int | None = None
    done: bool | None = None
    """True for those called before, False for the others, None for both."""

    def searching(self, words: str) -> Filters:
        """Return these filters with other words."""
        return replace(self, words=words)

    def in_language(self, language: Language | None) -> Filters:
        """Return these filters with another language."""
        return replace(self, language=language)

    def at_difficulty(self, difficulty: int | None) -> Filters:
        """Return these filters with another difficulty."""
        return replace(self, difficulty=difficulty)

    def that_are_done(self, done: bool | None) -> Filters:
        """Return these filters with callers that were called before, that were not, or both."""
        return replace(self, done=done)


def fitting(cards: Iterable[CallerCard], filters: Filters) -> tuple[CallerCard, ...]:
    """Return the cards that fit, easy ones first, in an order that does not change between starts."""
    wanted = _folded(filters.words).split()
    kept = [
        card
        for card in cards
        if (filters.language is None or card.persona.language is filters.language)
        and (filters.difficulty is None or card.persona.difficulty == filters.difficulty)
        and (filters.done is None or card.done is filters.done)
        and all(word in _searchable(card) for word in wanted)
    ]
    return tuple(sorted(kept, key=lambda card: (card.persona.difficulty, card.persona.language, card.persona.id)))


def _searchable(card: CallerCard) -> str:
    persona = card.persona
    octants = [Wording(language).say(f"octant-{persona.stance.start.value}") for language in Language]
    return _folded(" ".join((persona.title, persona.name, persona.id, persona.briefing, *octants)))


def _folded(text: str) -> str:
    """Return the text without case and accents, so that 'cafe' finds 'Café'."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
