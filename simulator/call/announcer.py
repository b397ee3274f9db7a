"""Tells everyone what happened: one event at a time, in order, whichever thread it happened on."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from audio.errors import AudioError
from simulator.call.events import CallEnded, CallEvent, MicrophoneLevelMeasured, TroubleArose
from simulator.call.ports import CallObserver, KeepingError

_log = logging.getLogger(__name__)


class Announcer:
    """The order of a call's events. After `CallEnded` nothing is told any more but trouble in closing.

    Args:
        observers: are told every event; one that raises is reported once as trouble and goes on being told.
        then: is told every event after the observers; here the call decides what the event means.
        now_s: the call's clock, for the time of trouble with an observer.
        before: what was told already, of a call that was begun in another way.
    """

    def __init__(
        self,
        observers: Sequence[CallObserver],
        then: Callable[[CallEvent], None],
        now_s: Callable[[], float],
        before: Sequence[CallEvent] = (),
    ) -> None:
        self._observers = tuple(observers)
        self._then = then
        self._now_s = now_s
        self._waiting: deque[CallEvent] = deque()
        self._announced: list[CallEvent] = list(before)
        self._announcing = False
        self._ended = False
        self._reported: set[str] = set()
        self.lock = threading.RLock()
        """Held while an event is told; whoever must know that nothing happens meanwhile holds it too."""

    def announce(self, event: CallEvent) -> None:
        """Tell everyone of an event; one that happens while another is told waits until that one is told to all."""
        with self.lock:
            self._waiting.append(event)
            if self._announcing:
                return
            self._announcing = True
            try:
                while self._waiting:
                    self._tell(self._waiting.popleft())
            finally:
                self._announcing = False

    def announced(self) -> tuple[CallEvent, ...]:
        """Return what happened so far, in order, without the flood of microphone levels."""
        with self.lock:
            return tuple(self._announced)

    def _tell(self, event: CallEvent) -> None:
        if self._ended and not isinstance(event, TroubleArose):
            return
        self._ended = self._ended or isinstance(event, CallEnded)
        if not isinstance(event, MicrophoneLevelMeasured):
            self._announced.append(event)
        for observer in self._observers:
            try:
                observer.notice(event)
            except (AudioError, KeepingError) as error:
                self._report(str(error))
            except Exception as error:
                _log.exception("An observer of the call failed on %s", type(event).__name__)
                self._report(
                    f"{type(observer).__name__} failed ({type(error).__name__}: {error}). The call goes on without it."
                )
        self._then(event)

    def _report(self, message: str) -> None:
        if message not in self._reported:
            self._reported.add(message)
            self._waiting.append(TroubleArose(self._now_s(), message, fatal=False))
