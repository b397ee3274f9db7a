"""Words as they are looked for: without capitals, accents and punctuation, in the index as in the question.

What a person types is never syntax: it comes apart into words here, and only those reach a database.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_PIECE: Final = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must have been said one after the other."""

    words: tuple[str, ...]
    """Folded; at least one."""
    begins: bool
    """True when the last word need only begin so."""


def folded(text: str) -> str:
    """Return a text without capitals and accents: 'Één café' becomes 'een cafe'."""
    if text.isascii():
        return text.lower()
    # Twice: a letter in another dress (U+1D54A) is a capital only when undressed, and folding may dress one again.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in order; an apostrophe or a hyphen parts them."""
    return _WORD.findall(folded(text))


def terms_of(question: str) -> tuple[Term, ...] | None:
    """Return what must have been said.

    Args:
        question: as typed; "in double quotes" means exactly so, any other word may be the beginning of one.

    Returns:
        Nothing to look for gives (); a question without a single letter or digit gives None: nothing is like it.
    """
    if not question.strip():
        return ()
    terms = []
    for exact, loose in _PIECE.findall(question):
        words = tuple(words_of(exact or loose))
        if words:
            terms.append(Term(words, begins=not exact))
    return tuple(terms) or None
