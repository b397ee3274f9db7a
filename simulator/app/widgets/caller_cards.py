"""The callers as cards in a list, and the panel that tells more about one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.app.directions import trainee_rings
from simulator.app.keys import key
from simulator.app.plain import one_line, plain
from simulator.app.widgets.scores import mean_score
from simulator.app.wording import Wording

if TYPE_CHECKING:
    from simulator.app.services import PastCall
    from simulator.personas.model import Persona

FILLED, HOLLOW = "●", "○"


@dataclass(frozen=True, slots=True)
class CallerCard:
    """A caller, and how the last call with them went."""

    persona: Persona
    last: PastCall | None = None

    @property
    def done(self) -> bool:
        """Whether this caller was called before."""
        return self.last is not None


class CallerList(OptionList):
    """Callers to choose from; Enter chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", "choose")]

    def __init__(self, wording: Wording, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._wording = wording
        self._ids: tuple[str, ...] = ()

    def show(self, cards: Sequence[CallerCard]) -> None:
        """Show these cards; the highlighted caller stays highlighted where still there."""
        before = self.highlighted_id
        self.clear_options()
        self.add_options(spaced([Option(card_content(card, self._wording), id=card.persona.id) for card in cards]))
        self._ids = tuple(card.persona.id for card in cards)
        if self._ids:
            self.highlighted = self._ids.index(before) if before in self._ids else 0

    def highlight(self, persona_id: str) -> None:
        """Highlight a caller, where in the list."""
        if persona_id in self._ids:
            self.highlighted = self._ids.index(persona_id)
            self.call_after_refresh(self.scroll_to_highlight)

    def on_resize(self) -> None:
        """Keep the highlighted caller whole in view."""
        self.call_after_refresh(self.scroll_to_highlight)

    @property
    def highlighted_id(self) -> str | None:
        """The id of the highlighted caller."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id


def spaced(options: Sequence[Option]) -> list[Option | None]:
    """Return the options with a line between each two."""
    with_lines: list[Option | None] = []
    for option in options:
        with_lines += [option, None]
    return with_lines[:-1]


def difficulty_marks(difficulty: int) -> str:
    """Return the difficulty as five marks."""
    return FILLED * difficulty + HOLLOW * (5 - difficulty)


def card_content(card: CallerCard, wording: Wording) -> Content:
    """Return a card: title, person, and what is known of the last call."""
    persona = card.persona
    value = None if card.last is None else mean_score(card.last.scores)
    last = wording.say("card-not-done") if card.last is None else wording.say("card-last-unrated")
    if value is not None:
        last = wording.say("card-last", score=value)
    return Content.assemble(
        (one_line(persona.title, 60), "bold"),
        "\n",
        one_line(persona.name, 40),
        (" · ", "$faint"),
        (wording.say(f"language-{persona.language.value}"), "$quiet"),
        (" · ", "$faint"),
        (wording.say(f"octant-{persona.stance.start.value}"), "$caller"),
        *(((" · ", "$faint"), (wording.say("card-outbound"), "$quiet")) if trainee_rings(persona) else ()),
        "\n",
        (difficulty_marks(persona.difficulty), "$accent"),
        ("  " + last, "$quiet"),
    )


def preview_content(card: CallerCard, wording: Wording) -> Content:
    """Return what the panel beside the list tells about a caller."""
    persona = card.persona
    parts: list[Content | str | tuple[str, str]] = [
        (plain(persona.title, keep_lines=False), "bold"),
        "\n\n",
        (wording.say("preview-person", name=persona.name), ""),
        "\n",
        (wording.say("preview-start", octant=wording.say(f"octant-{persona.stance.start.value}")), "$caller"),
        "\n",
        (wording.say("preview-difficulty", level=persona.difficulty), "$quiet"),
        "\n\n",
        plain(persona.briefing),
    ]
    if card.last is not None:
        parts += ["\n\n", (wording.say("preview-last", when=card.last.started_at), "$quiet")]
        for criterion, value in card.last.scores.items():
            said = wording.say("score-unrated") if value is None else str(value)
            parts += ["\n", f"{wording.say(f'criterion-{criterion.value}'):<16} ", (said, "bold")]
    return Content.assemble(*(part for part in parts if part != ("", "")))
