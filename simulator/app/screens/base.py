"""What all screens share: words in the person's language, also for keys and their help."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from textual.screen import Screen

from simulator.app.keys import translated

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from simulator.app.app import CallSimApp

ResultT = TypeVar("ResultT")


class CallSimScreen(Screen[ResultT]):
    """A screen of this app."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (declared so by Textual)

    @property
    def callsim(self) -> CallSimApp:
        """The app, by its own type."""
        return cast("CallSimApp", self.app)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, labelled in the person's language."""
        return translated(super().active_bindings, self.callsim.wording)

    def say(self, key: str, **values: object) -> str:
        """Return a message of the interface."""
        return self.callsim.wording.say(key, **values)
