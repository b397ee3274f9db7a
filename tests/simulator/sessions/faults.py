"""A disk that fails, or a program that dies, at any system call one chooses.

The calls of `os` that change a disk are replaced while a piece of work runs; those on files of one directory are
counted. At the chosen one the program 'dies': that call and every later one raise `Killed`, so that nothing more
reaches the disk, as after SIGKILL. Or the call fails as a full or broken disk does.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

CHANGING = ("open", "write", "fsync", "ftruncate", "replace", "rename", "mkdir", "unlink", "chmod", "close")
"""What of `os` changes a disk, or says whether a change arrived."""


class Killed(BaseException):
    """The program is dead."""


class Fault(Enum):
    """What happens at the chosen call."""

    NONE = auto()
    """Nothing: only to count."""
    KILL_BEFORE = auto()
    KILL_HALFWAY = auto()
    """Half of the bytes of a write arrive; any other call is whole."""
    KILL_AFTER = auto()
    FULL_ONCE = auto()
    FULL_FROM_HERE = auto()
    """What needs room fails from here on; what makes room does not."""
    BROKEN_ONCE = auto()
    BROKEN_FROM_HERE = auto()


NEEDS_ROOM = frozenset({"open", "write", "mkdir", "fsync"})


@dataclass
class Disk:
    """The calls on the files of one directory, counted; one of them fails."""

    directory: Path
    fault: Fault = Fault.NONE
    at: int = 0
    """Which call, counted from 1."""
    calls: list[str] = field(default_factory=list)
    """What was called, in order."""
    dead: bool = False
    _real: dict[str, Callable[..., Any]] = field(default_factory=dict)
    _ours: dict[int, str] = field(default_factory=dict)

    def _is_ours(self, name: str, arguments: tuple[Any, ...]) -> bool:
        first = arguments[0]
        if isinstance(first, int):
            return first in self._ours
        with contextlib.suppress(TypeError):
            return os.fsdecode(os.fspath(first)).startswith(str(self.directory))
        return False

    def _called(self, name: str, *arguments: Any, **named: Any) -> Any:
        real = self._real[name]
        if not self._is_ours(name, arguments):
            return real(*arguments, **named)
        if self.dead:
            raise Killed
        self.calls.append(name)
        number = len(self.calls)
        if number == self.at and self.fault is Fault.KILL_BEFORE:
            self._die()
        if number == self.at and self.fault is Fault.KILL_HALFWAY:
            if name == "write":
                real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            else:
                with contextlib.suppress(OSError):
                    real(*arguments, **named)
            self._die()
        self._fail(name, number)
        try:
            result = real(*arguments, **named)
        except OSError:
            if number == self.at and self.fault is Fault.KILL_AFTER:
                self._die()
            raise
        if name == "open":
            self._ours[result] = str(arguments[0])
        if name == "close":
            self._ours.pop(arguments[0], None)
        if number == self.at and self.fault is Fault.KILL_AFTER:
            self._die()
        return result

    def _die(self) -> None:
        self.dead = True
        raise Killed

    def _fail(self, name: str, number: int) -> None:
        once = number == self.at
        since = number >= self.at
        match self.fault:
            case Fault.FULL_ONCE if once and name in NEEDS_ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            case Fault.FULL_FROM_HERE if since and name in NEEDS_ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            case Fault.BROKEN_ONCE if once and name != "close":
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            case Fault.BROKEN_FROM_HERE if since and name != "close":
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            case _:
                pass

    @contextlib.contextmanager
    def between(self) -> Iterator[None]:
        """Let calls go through this disk; after a kill the work ends quietly."""
        self._real = {name: getattr(os, name) for name in CHANGING}
        for name in CHANGING:
            setattr(os, name, lambda *a, _name=name, **k: self._called(_name, *a, **k))
        try:
            yield
        except Killed:
            pass
        finally:
            for name, real in self._real.items():
                setattr(os, name, real)
            if self.dead:
                # The system closes what a dead program had open; its locks are free then.
                for handle in list(self._ours):
                    with contextlib.suppress(OSError):
                        self._real["close"](handle)
