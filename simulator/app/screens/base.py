"""What all screens share: words in the person's language, also for keys and their help."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import Screen

from simulator.app.keys import translated

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from simulator.app.app import CallSimApp
    from simulator.app.services import FinishedCall, ModelLine, SoundDevices, SoundReport

ResultT = TypeVar("ResultT")


class CallSimScreen(Screen[ResultT]):
    """A screen of this app.

    The app tells the screen in front what was found out, without knowing which screen that is: what a screen has no
    use for passes it by.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (declared so by Textual)

    FOLLOWS_CALL: ClassVar[bool] = False
    """Whether the events of a call are for this screen."""

    SPEAKS_ANEW: ClassVar[bool] = False
    """Whether this screen is written anew when the language of the interface changes while it is open."""

    def show(self) -> None:
        """Show the app's callers and past calls, as they are now."""

    def show_sound(self, report: SoundReport) -> None:
        """Show how the sound is."""

    def show_devices(self, devices: SoundDevices) -> None:
        """Show the devices there are."""

    def show_models(self, models: tuple[ModelLine, ...]) -> None:
        """Show the models there are."""

    def show_level(self, level_dbfs: float) -> None:
        """Show how loud the microphone is."""

    def show_ready(self) -> None:
        """Show that all a call needs is loaded."""

    def show_parent(self, before: FinishedCall) -> None:
        """Show the call that this screen's call branched off from."""

    def spoken_anew(self) -> None:
        """Fill in what was written anew in another language."""
        self.show()

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
