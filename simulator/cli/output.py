"""What goes to the terminal: results to stdout, notes to stderr, and no escape code from anyone's text."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.cli.streams import carries_all_characters

_TURNS_THE_LINE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's directional embeddings, overrides and isolates: one that is not closed turns round all that follows."""


def print_json(value: object) -> None:
    """Print one JSON document on stdout and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=not carries_all_characters(), indent=2) + "\n")
    sys.stdout.flush()


def print_json_line(value: object) -> None:
    """Print one JSON document on a line of its own, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=not carries_all_characters()) + "\n")
    sys.stdout.flush()


def say(text: str = "") -> None:
    """Print a result on stdout, as plain text."""
    sys.stdout.write(plain(text) + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Print a note or a problem on stderr, as plain text."""
    sys.stderr.write(plain(text) + "\n")
    sys.stderr.flush()


def plain(text: str) -> str:
    """Return the text without control characters, so that no file or voice can steer the terminal."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    return character in _TURNS_THE_LINE or (character not in "\n\t" and unicodedata.category(character) == "Cc")


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout; cells are data, never markup."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False).print(table)
