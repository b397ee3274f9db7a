"""An observer that lets the telephone sound: music while the caller is on hold, the engaged tone when they hung up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.call import events
from simulator.dialogue.state import Ending

if TYPE_CHECKING:
    from audio.telephone import TelephoneSpeaker
    from simulator.call.events import CallEvent


class LineSounds:
    """Follows a call and makes the telephone's own sounds.

    Args:
        telephone: where they sound.
    """

    def __init__(self, telephone: TelephoneSpeaker) -> None:
        self._telephone = telephone

    def notice(self, event: CallEvent) -> None:
        """Sound what belongs to the event; returns at once."""
        match event:
            case events.HoldStarted():
                self._telephone.start_music()
            case events.HoldEnded():
                self._telephone.stop_music()
            case events.CallEnded(ending=Ending.HUNG_UP):
                self._telephone.sound_engaged()
            case events.CallEnded():
                self._telephone.stop_music()
            case _:
                pass
