"""What is wrong with a file somebody wrote, said by file, line and key, with the cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SHOWN_CHARACTERS: Final = 60
"""Longer values are cut in messages, so that a message stays a sentence."""


UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters other than tab and line feed, lone surrogates, and the marks that override the direction
of writing (Unicode Technical Report 36, "bidirectional text spoofing")."""

_UNPRINTABLE_OR_BREAK: Final = re.compile(f"{UNPRINTABLE.pattern}|[\t\n\u2028\u2029]")


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    """The file cannot be used."""
    SMELL = "smell"
    """The file works, but probably not as its writer means."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one file; `str()` is the line to show."""

    path: str
    """The file as it was named by whoever asked."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""
    key: str
    """The key the problem is about, for example `stance.start`; empty for the file as a whole."""
    message: str
    """What is wrong and what to do: one or more whole sentences."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{printable(self.path)}:{self.line}:"
        return f"{where} {self.key}: {self.message}" if self.key else f"{where} {self.message}"


class ProblemsError(Exception):
    """A file that cannot be used; `problems` says why, one line each in `str()`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems once each, by file, line and column."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda problem: (problem.path, problem.line, problem.column, problem.key, problem.message),
    )


def unprintable_in(text: str) -> str | None:
    """Return the first character that moves, hides or reorders text instead of being text, or None."""
    found = UNPRINTABLE.search(text)
    return found.group() if found else None


def printable(text: str) -> str:
    r"""Return the text on one line with everything unprintable written as `\x1b` and the like."""
    return _UNPRINTABLE_OR_BREAK.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def shown(value: object) -> str:
    """Return a value from a file as a message quotes it: on one line, cut when long."""
    text = str(value)
    cut = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1].rstrip() + "…"
    return f"'{printable(cut)}'"


def listed(words: Sequence[str], limit: int = 24) -> str:
    """Return words as an enumeration, 'a, b, c', cut after `limit` with how many more there are."""
    rest = len(words) - limit
    return ", ".join(words[:limit]) + (f" and {rest} more" if rest > 0 else "")


def nearest(word: str, choices: Iterable[str], synonyms: Mapping[str, str] | None = None) -> str | None:
    """Return the choice somebody probably meant, or None.

    Args:
        word: what was written.
        choices: what may be written.
        synonyms: other words for choices ('aggressive' for 'attacking'), each spelled in lower case; those
            that lead to no choice are ignored.
    """
    possible = list(choices)
    meant = {choice.lower(): choice for choice in possible}
    meant |= {
        synonym: choice for synonym, choice in (synonyms or {}).items() if choice in possible and synonym not in meant
    }
    written = word.strip().lower().replace(" ", "_")
    for spelling in (written, written.replace("_", "-"), written.replace("-", "_")):
        if spelling in meant:
            return meant[spelling]
    close = difflib.get_close_matches(written[:80], list(meant), n=1, cutoff=0.7)
    return meant[close[0]] if close else None
