"""How a command ends when it cannot do what was asked: exit status and sentence."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """Exit statuses: a promise to scripts."""

    FINE = 0
    PROBLEMS = 1
    """The thing asked about has problems."""
    WRONG_COMMAND = 2
    """The command was wrong: an unknown caller, device or option."""
    INTERRUPTED = 130
    """Stopped with Ctrl-C."""


class RefusalError(Exception):
    """Ends a command with a sentence on stderr and an exit status."""

    def __init__(self, sentence: str, status: Status = Status.PROBLEMS) -> None:
        super().__init__(sentence)
        self.status = status
