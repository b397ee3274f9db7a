"""A trainee made of steps: does something when something happens, once each."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from simulator.call import events
from tests.simulator.call.stage import Stage


class Script:
    """An observer that does something when something happens, once each."""

    def __init__(self) -> None:
        self.steps: list[tuple[type, Callable]] = []

    def when(self, kind: type, do: Callable) -> Script:
        self.steps.append((kind, do))
        return self

    def notice(self, event: events.CallEvent) -> None:
        if self.steps and isinstance(event, self.steps[0][0]):
            _, do = self.steps.pop(0)
            do(event)


def scripted(script: Script, **parts: object) -> Stage:
    return Stage(observers=(script,), **parts)


def tone(seconds: float) -> np.ndarray:
    times = np.arange(int(seconds * 16_000)) / 16_000
    return (0.2 * np.sin(2 * np.pi * 200 * times)).astype(np.float32)


def wait_for(condition: Callable[[], object], timeout_s: float = 15.0) -> None:
    waiting = threading.Event()
    for _ in range(int(timeout_s / 0.01)):
        if condition():
            return
        waiting.wait(0.01)
    raise AssertionError("It did not happen in time.")
