"""What goes to the terminal: results to stdout, notes to stderr, and no escape code from anyone's text."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.cli.streams import carries_all_characters
from simulator.plain_text import plain


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


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout; cells are data, never markup."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False).print(table)
