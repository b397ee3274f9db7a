"""Events as JSON and back, made from the dataclasses themselves, so that a new field needs no new code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError

from simulator.call.events import CallEvent

JOURNAL_VERSION: Final = 1
"""Grows when an old reader could misread a new line; new fields with a default do not need it."""

KINDS: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in get_args(CallEvent)}
"""Every event a journal can hold, by the name it has there."""


class DamagedLineError(ValueError):
    """A line of a journal that is no whole event."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of a journal."""

    seq: int
    """Counted from 1."""
    at_s: float
    """On the call's clock."""
    event: CallEvent


_ADAPTERS: Final[dict[str, TypeAdapter[Any]]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Return what turns one kind of event into JSON and back; made when first asked for, since that takes a while."""
    name = kind.__name__
    if name not in _ADAPTERS:
        _ADAPTERS[name] = TypeAdapter(kind)
    return _ADAPTERS[name]


def at_s(event: CallEvent) -> float:
    """Return when an event happened, on the call's clock; of a turn, when it ended (trainee) or begins (caller)."""
    moment = getattr(event, "at_s", None)
    if isinstance(moment, (int, float)):
        return float(moment)
    turn: Any = getattr(event, "turn", None)
    return float(turn.start_s if type(event).__name__ == "CallerReplied" else turn.end_s)


def encode(entry: JournalEntry) -> bytes:
    """Return an entry as one line of JSON, with its line break."""
    kind = type(entry.event)
    line = {
        "v": JOURNAL_VERSION,
        "seq": entry.seq,
        "at_s": entry.at_s,
        "kind": kind.__name__,
        "data": _adapter(kind).dump_python(entry.event, mode="json"),
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def decode(line: bytes) -> JournalEntry:
    """Return the entry of a line.

    Raises:
        DamagedLineError: the line is torn, or was written by a newer version of the program.
    """
    try:
        raw = json.loads(line)
        if raw["v"] != JOURNAL_VERSION:
            raise DamagedLineError(f"The line has version {raw['v']}; this program reads version {JOURNAL_VERSION}.")
        event = _adapter(KINDS[raw["kind"]]).validate_python(raw["data"])
        return JournalEntry(int(raw["seq"]), float(raw["at_s"]), event)
    except DamagedLineError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
        raise DamagedLineError(f"The line is no event of a call ({type(error).__name__}).") from error
