"""When the caller gives way to a trainee who talks into a line: softer at once, silent when it is meant, and back.

A person who is talked to falters first and looks whether it was meant. So does the caller: a tenth of a second of
speech lowers the voice, going on stops it, and after a cough or an 'mhm' it comes back where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from audio.barge_in import BargeInAct, BargeInSettings, BargeInState, advance
from audio.frames import AudioFrame

LOWERED_GAIN: Final = 0.2
"""14 dB softer: clearly giving way, still to be heard."""

LOWER_RAMP_S: Final = 0.04
"""How quickly the voice is lowered: at once to the ear, but without a click."""

RESTORE_RAMP_S: Final = 0.2
"""How quickly it comes back, as a person's does who takes the word again."""


class Yielding:
    """Watches what the trainee does while a line sounds.

    Args:
        settings: what counts as an interruption for this caller.
        set_gain: makes the caller's voice softer, or as loud as it was.
        lowered: is told when the voice was lowered (True) or raised again (False).
    """

    def __init__(
        self,
        settings: BargeInSettings,
        set_gain: Callable[[float, float], None],
        lowered: Callable[[bool], None],
    ) -> None:
        self._settings = settings
        self._set_gain = set_gain
        self._lowered = lowered
        self._state: BargeInState | None = None
        self._is_low = False

    def watch(self, frame: AudioFrame, probability: float) -> bool:
        """Take a frame into account that was heard while a line sounds; return whether the caller must fall silent."""
        before = self._state or BargeInState(self._settings)
        self._state, act = advance(before, probability, len(frame.samples))
        match act:
            case BargeInAct.LOWER:
                self._is_low = True
                self._set_gain(LOWERED_GAIN, LOWER_RAMP_S)
                self._lowered(True)
            case BargeInAct.RESTORE:
                self._raise(RESTORE_RAMP_S)
            case BargeInAct.STOP:
                return True
            case None:
                pass
        return False

    def over(self) -> None:
        """Begin anew with the next line; the voice is as loud as ever again."""
        self._state = None
        if self._is_low:
            self._raise(LOWER_RAMP_S)

    def _raise(self, ramp_s: float) -> None:
        self._is_low = False
        self._set_gain(1.0, ramp_s)
        self._lowered(False)


def settings_for(barge_in_after_s: float, settings: BargeInSettings = BargeInSettings()) -> BargeInSettings:
    """Return what counts as an interruption for a caller who falls silent after so much speech."""
    stop_ms = barge_in_after_s * 1000.0
    return replace(settings, stop_after_ms=stop_ms, lower_after_ms=min(settings.lower_after_ms, stop_ms))
