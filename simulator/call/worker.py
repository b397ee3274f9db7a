"""Does what takes time in a call (transcribing, answering, synthesising), one job after another."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

Job = Callable[[], None]


class TurnWorker:
    """A thread with a queue; or, inline, no thread at all: then jobs are done where and when they are called for.

    Args:
        inline: True does the jobs in `work_off`, so that a fast rehearsal is the same every time.
        on_fault: is given what a job raised; the worker goes on.
        name: of the thread.
    """

    def __init__(self, inline: bool, on_fault: Callable[[Exception], None], name: str = "turn") -> None:
        self._inline = inline
        self._on_fault = on_fault
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = None if inline else threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        if self._thread is not None:
            self._thread.start()

    def submit(self, job: Job) -> None:
        """Put a job behind the others; any thread, does not wait."""
        self._jobs.put(job)

    def work_off(self) -> None:
        """Inline: do every waiting job, and those they bring, on the calling thread. Else nothing."""
        if not self._inline:
            return
        while not self._jobs.empty():
            job = self._jobs.get()
            if job is not None:
                self._do(job)

    def close(self, timeout_s: float) -> bool:
        """Finish the job at hand, forget the others; return False when it did not finish in time."""
        while not self._jobs.empty():
            try:
                self._jobs.get_nowait()
            except queue.Empty:
                break
        self._jobs.put(None)
        if self._thread is None or not self._thread.is_alive() or self._thread is threading.current_thread():
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._do(job)

    def _do(self, job: Job) -> None:
        try:
            job()
        except Exception as error:
            self._on_fault(error)
