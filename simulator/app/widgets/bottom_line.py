"""The bottom line: the keys that do something now.

One widget however many keys there are. The library's footer makes a widget of each, and makes them all anew whenever
something else gets the focus: a tenth of what a key may take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class KeyLabel:
    """A key on the bottom line."""

    key: str
    """As the library names it."""
    shown: str
    """As people write it."""
    label: str
    tip: str
    is_enabled: bool

    @property
    def cells(self) -> int:
        """The room it takes, with a space around it and one within."""
        return cell_len(self.shown) + cell_len(self.label) + 3


def fitting_labels(labels: Sequence[KeyLabel], width: int, room_between: int) -> tuple[KeyLabel, ...]:
    """Return what fits beside each other; the last two, which are the way back and the help, stay longest.

    Args:
        labels: in their order.
        width: in cells.
        room_between: cells that are saved (below zero: added) for each.
    """
    kept = list(labels)
    while len(kept) > 1 and sum(each.cells + room_between for each in kept) > width + 1:
        del kept[-3 if len(kept) > 2 else -2]
    return tuple(kept)


class BottomLine(Widget):
    """The keys of the screen in front, in its own words; a click does what the key does.

    Args:
        compact: leave less room between them.
    """

    ALLOW_SELECT = False

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__()
        self._is_compact = compact
        self._labels: tuple[KeyLabel, ...] | None = None

    def on_mount(self) -> None:
        """Follow what the screen can do."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_unmount(self) -> None:
        """Follow it no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self._labels = None
            self.refresh()

    @property
    def labels(self) -> tuple[KeyLabel, ...]:
        """The keys that are shown, in the room there is."""
        if self._labels is None:
            found: dict[str, KeyLabel] = {}
            for active in self.screen.active_bindings.values():
                binding = active.binding
                if binding.show and binding.action not in found:
                    shown = self.app.get_key_display(binding)
                    label = KeyLabel(binding.key, shown, binding.description, active.tooltip, active.enabled)
                    found[binding.action] = label
            self._labels = tuple(found.values())
        return fitting_labels(self._labels, self.size.width, -1 if self._is_compact else 0)

    def render(self) -> Content:
        """Write the keys beside each other."""
        before, after = ("", " ") if self._is_compact else (" ", " ")
        parts: list[tuple[str, str]] = []
        for each in self.labels:
            faint = "" if each.is_enabled else " dim"
            parts.append((f"{before}{each.shown} ", f"bold $footer-key-foreground{faint}"))
            parts.append((f"{each.label}{after}", f"$footer-description-foreground{faint}"))
        return Content.assemble(*parts)

    def _at(self, x: int) -> KeyLabel | None:
        ends = 0
        for each in self.labels:
            ends += each.cells - self._is_compact
            if x < ends:
                return each
        return None

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        event.stop()
        label = self._at(event.x)
        if label is not None and label.is_enabled:
            self.app.simulate_key(label.key)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell in a sentence what the key does."""
        label = self._at(event.x)
        tip = None if label is None else Content(label.tip)
        if str(tip or "") != str(self.tooltip or ""):
            self.tooltip = tip
