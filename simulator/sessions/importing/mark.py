"""How a session says that it was made of a recording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

IMPORTED: Final = "imported"
"""In a session's settings: that it was made of a recording, and of which."""


def imported_from(settings: Mapping[str, Any]) -> str:
    """Return the name of the recording a session was made of; empty for a call that was held here."""
    made_of = settings.get(IMPORTED)
    return str(made_of.get("file", "")) if isinstance(made_of, Mapping) else ""
