"""The microphone's level for the screen: often enough for the eye, not at every frame."""

from __future__ import annotations

from audio.frames import AudioFrame
from audio.levels import rms_dbfs
from simulator.call.events import MicrophoneLevelMeasured


class LevelMeter:
    """Measures one frame in so many.

    Args:
        interval_s: how much of the call's time passes between two measurements.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._due_s = 0.0

    def measure(self, frame: AudioFrame) -> MicrophoneLevelMeasured | None:
        """Return the frame's level when it is time for one, else None."""
        if frame.end_s < self._due_s:
            return None
        self._due_s = frame.end_s + self._interval_s
        return MicrophoneLevelMeasured(frame.end_s, rms_dbfs(frame.samples))
