"""The headset outside a call: devices, the tone, the level of the microphone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from textual import on

from simulator.app.messages import MicrophoneLevelArrived
from simulator.app.routes.background import BackgroundApp

if TYPE_CHECKING:
    from simulator.app.services import AppServices, SoundDevices, SoundReport


class SoundRoutes(BackgroundApp):
    """From the headset to the screen in front."""

    def __init__(self, services: AppServices, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (whatever stands below)
        super().__init__(services, *args, **kwargs)
        self._listening: threading.Event | None = None

    def check_sound(self) -> None:
        """Ask how the sound is; the screen in front is told."""

        def tell(report: SoundReport) -> None:
            if (screen := self.in_front()) is not None:
                screen.show_sound(report)

        self.behind(self.services.sound.sound_check, tell, "sound-check")

    def find_devices(self) -> None:
        """Ask for the devices; the settings are told."""

        def tell(devices: SoundDevices) -> None:
            if (screen := self.in_front()) is not None:
                screen.show_devices(devices)

        self.behind(self.services.sound.sound_devices, tell, "devices")

    def play_tone(self) -> None:
        """Sound a tone."""
        self.behind(self.services.sound.play_tone, lambda _: None, "tone")

    def begin_listening(self) -> None:
        """Measure the microphone for the sound check."""
        self.end_listening()
        stop = threading.Event()
        self._listening = stop

        def level(level_dbfs: float) -> None:
            self.post_message(MicrophoneLevelArrived(level_dbfs))

        self.behind(lambda: self.services.sound.listen(level, stop), lambda _: None, "listen")

    def end_listening(self) -> None:
        """Let the microphone go."""
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
