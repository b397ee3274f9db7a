"""The two languages the simulator is equally good at."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of callers, advice and interface; the value is its ISO 639-1 code."""

    DUTCH = "nl"
    ENGLISH = "en"
