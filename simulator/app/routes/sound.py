"""The headset outside a call: devices, the level of the microphone, and the steps of the sound check."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on

from simulator.app.messages import MicrophoneLevelArrived
from simulator.app.routes.background import BackgroundApp

if TYPE_CHECKING:
    from simulator.app.services import AppServices, SoundDevices, SoundReport

ReportT = TypeVar("ReportT")


class SoundRoutes(BackgroundApp):
    """From the headset to the screen in front."""

    def __init__(self, services: AppServices, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (whatever stands below)
        super().__init__(services, *args, **kwargs)
        self._listening: threading.Event | None = None

    def check_sound(self) -> None:
        """Ask how the sound is; the screens are told."""

        def tell(report: SoundReport) -> None:
            for screen in self.own_screens():
                screen.show_sound(report)

        self.behind(self.services.sound.sound_check, tell, "sound-check")

    def find_devices(self) -> None:
        """Ask for the devices; the settings are told."""

        def tell(devices: SoundDevices) -> None:
            if (screen := self.in_front()) is not None:
                screen.show_devices(devices)

        self.behind(self.services.sound.sound_devices, tell, "devices")

    def begin_listening(self) -> None:
        """Measure the microphone for the sound check, which says itself what is wrong with it."""
        listen = self.services.sound.listen
        self.with_headset(lambda stop: listen(self.tell_level, stop), lambda _: None, lambda _: None)

    def with_headset(
        self,
        work: Callable[[threading.Event], ReportT],
        then: Callable[[ReportT], None],
        failed: Callable[[Exception], None],
    ) -> threading.Event:
        """Do one thing with the headset, which has one user at a time; what used it before is stopped first.

        Args:
            work: is given the event that stops it.
            then: what is done with its report, unless it was stopped.
            failed: what is done with a failure, unless it was stopped.

        Returns:
            The event that stops it.
        """
        self.end_listening()
        stop = threading.Event()
        self._listening = stop

        def done(report: ReportT) -> None:
            if not stop.is_set():
                then(report)

        def trouble(failure: Exception) -> None:
            if not stop.is_set():
                failed(failure)

        self.behind(lambda: work(stop), done, "headset", trouble)
        return stop

    def tell_level(self, level_dbfs: float) -> None:
        """Tell the screen how loud the microphone is; any thread."""
        self.post_message(MicrophoneLevelArrived(level_dbfs))

    def end_listening(self) -> None:
        """Let the headset go."""
        if self._listening is not None:
            self._listening.set()
            self._listening = None

    def open_sound_check(self) -> None:
        """Show the sound check."""
        from simulator.app.screens.sound_check import SoundCheckScreen

        if not isinstance(self.screen, SoundCheckScreen):
            self.push_screen(SoundCheckScreen())

    @on(MicrophoneLevelArrived)
    def _level_arrived(self, message: MicrophoneLevelArrived) -> None:
        if (screen := self.in_front()) is not None:
            screen.show_level(message.level_dbfs)
