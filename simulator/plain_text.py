"""Text of people and files, made harmless for a terminal, a screen or a page.

Callers, transcripts and names are data: they may hold escape codes, characters that turn the reading direction of
everything after them, or runs of combining marks that climb over other lines.
"""

from __future__ import annotations

import unicodedata
from typing import Final

MAX_COMBINING: Final = 3
"""Marks kept on one letter; real scripts rarely use more than two, Vietnamese two, Thai two."""

_DIRECTION_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str, *, keep_lines: bool = True) -> str:
    """Return the text without anything that steers a terminal or turns the reading direction.

    Control characters (escape codes among them) become U+FFFD, direction controls go, tabs become a space, and more
    than `MAX_COMBINING` marks on one letter are cut.

    Args:
        text: anything.
        keep_lines: False puts everything on one line.
    """
    kept: list[str] = []
    marks = 0
    for character in text:
        if character == "\n":
            kept.append("\n" if keep_lines else " ")
            marks = 0
        elif character in "\t\r":
            kept.append(" ")
        elif character in _DIRECTION_CONTROLS:
            continue
        else:
            category = unicodedata.category(character)
            if category in ("Mn", "Me"):
                marks += 1
                if marks <= MAX_COMBINING:
                    kept.append(character)
                continue
            marks = 0
            kept.append("\N{REPLACEMENT CHARACTER}" if category in ("Cc", "Cs", "Zl", "Zp") else character)
    return "".join(kept)


def one_line(text: str, limit: int | None = None) -> str:
    """Return the text on one line; where it is longer than `limit` characters, cut and with an ellipsis."""
    flat = " ".join(plain(text, keep_lines=False).split())
    return flat if limit is None or len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
