"""A microphone frame on its way into the call: placed on its clock, recorded, measured, and counted when lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from audio.frames import AudioFrame, read_only
from simulator.call.events import CallEvent, FramesDropped
from simulator.call.meter import LevelMeter
from simulator.call.ports import CallRecorder


class Intake:
    """Takes frames in, one after another; on the `listen` thread.

    Args:
        recorder: keeps every frame.
        meter: says when the level is to be told.
        origin_s: what the microphone's clock showed when the call began.
        announce: is told of lost sound and of levels.
    """

    def __init__(
        self,
        recorder: CallRecorder,
        meter: LevelMeter,
        origin_s: Callable[[], float],
        announce: Callable[[CallEvent], None],
    ) -> None:
        self._recorder = recorder
        self._meter = meter
        self._origin_s = origin_s
        self._announce = announce

    def take(self, frame: AudioFrame, *, unheard: bool) -> AudioFrame:
        """Return the frame on the call's clock.

        Args:
            frame: as the microphone gave it.
            unheard: True when nobody may hear it: then it is silence, also in the recording.
        """
        samples = read_only(np.zeros(len(frame.samples), dtype=np.float32)) if unheard else frame.samples
        placed = replace(frame, samples=samples, start_s=frame.start_s - self._origin_s())
        if placed.dropped_samples:
            self._announce(FramesDropped(placed.start_s, placed.dropped_samples))
        self._recorder.trainee_frame(placed)
        level = self._meter.measure(placed)
        if level is not None:
            self._announce(level)
        return placed
