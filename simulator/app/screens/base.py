"""What all screens share: they open quickly, and speak the person's language, also for keys and their help."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast

from textual import events, on
from textual.geometry import Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen

from simulator.app.keys import translated
from simulator.app.widgets.dimmed import DimmedScreen

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.binding import ActiveBinding
    from textual.widget import Widget

    from simulator.app.app import CallSimApp
    from simulator.app.services import FinishedCall, Folders, ModelLine, SoundDevices, SoundReport, SpokenAhead

ResultT = TypeVar("ResultT")

FIRST_SCREENS: Final = 2
"""The library's own, which is never seen, and the list of callers."""

NO_SIZE: Final = Size(-1, -1)
"""Stands for none: the first size is taken for granted, later ones are not."""


class QuickScreen(Screen[ResultT]):
    """A screen that is styled and laid out once when it is opened, with room for a key between the two.

    Left to itself it is styled as it is made, again as it comes to the front, and a third time when it learns how
    wide it is; then it is laid out and drawn twice, and all that without looking for a key in between.
    """

    TITLE_FIRST: ClassVar[bool] = False
    """Whether the top line is painted before the rest is made: so a key is answered however much there is to make."""

    _opened_at: Size | None = None
    """The size it was opened at, until that was told."""

    async def mount_composed_widgets(self, widgets: list[Widget]) -> None:
        """Make what stands on the screen, the top line first where that is wished.

        The first screen of all is left alone: there is nothing in front of it that a key was pressed on.
        """
        stack = self.app.screen_stack
        if self.TITLE_FIRST and len(widgets) > 1 and len(stack) > FIRST_SCREENS and stack[-1] is self:
            title, *widgets = widgets
            await self.mount(title)
            # The library leaves out what is not mounted to the end; for this one picture, the screen is.
            self._is_mounted = True
            self._refresh_layout(self.app.size)
            self._is_mounted = False
            await asyncio.sleep(0)
        await super().mount_composed_widgets(widgets)

    @on(events.Compose)
    def _know_width(self) -> None:
        """Know how wide the screen is before anything on it is styled."""
        wide = self._get_breakpoint_classes(self.app.size.width, self.HORIZONTAL_BREAKPOINTS or [])
        self.set_classes({*self.classes, *wide})

    @on(events.ScreenResume)
    async def _come_to_front(self, event: events.ScreenResume) -> None:
        """Come to the front with the styles it has; a change of colours reaches screens at the back as well."""
        event.refresh_styles = False
        await asyncio.sleep(0)
        if self._opened_at is None:
            self._opened_at = self.app.size

    @on(events.Resize)
    async def _take_size(self, event: events.Resize) -> None:
        """Take no notice of the size that it was opened at."""
        if event.size == self._opened_at:
            event.prevent_default()
        else:
            await asyncio.sleep(0)
        self._opened_at = NO_SIZE


class CallSimModal(ModalScreen[ResultT], QuickScreen[ResultT]):
    """A screen above another one; the library styles it by the first of these names."""

    def render(self) -> RenderableType:
        """Draw the screen behind it, fainter."""
        drawn = super().render()
        return DimmedScreen(drawn.screen, drawn.color) if isinstance(drawn, BackgroundScreen) else drawn


class CallSimScreen(QuickScreen[ResultT]):
    """A screen of this app.

    The app tells the screen in front what was found out, without knowing which screen that is: what a screen has no
    use for passes it by.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (declared so by Textual)

    TITLE_FIRST: ClassVar[bool] = True

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

    def show_folders(self, folders: Folders) -> None:
        """Show where things lie."""

    def show_level(self, level_dbfs: float) -> None:
        """Show how loud the microphone is."""

    def show_ready(self) -> None:
        """Show that all a call needs is loaded."""

    def show_spoken_ahead(self, ahead: SpokenAhead) -> None:
        """Show how far a caller's lines are spoken before it rings."""

    def show_before(self, before: FinishedCall) -> None:
        """Show the call that this screen's call is held against."""

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
