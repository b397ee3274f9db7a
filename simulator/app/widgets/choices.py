"""One of a few, in a list that opens: always one is chosen, and it takes a single line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.widgets import Select

from simulator.language import Language

if TYPE_CHECKING:
    from simulator.app.wording import Wording

ChoiceT = TypeVar("ChoiceT")


def choice(id: str, options: Iterable[tuple[str, ChoiceT]], chosen: ChoiceT) -> Select[ChoiceT]:
    """Return a list of options with the chosen one showing; the options' words are plain text."""
    shown = [(Content(words), value) for words, value in options]
    return Select(shown, value=chosen, allow_blank=False, id=id, compact=True)


def language_choice(wording: Wording, chosen: Language) -> Select[Language]:
    """Return the choice of the interface's language."""
    options = [(wording.say(f"language-{language.value}"), language) for language in Language]
    return choice("interface-language", options, chosen)
