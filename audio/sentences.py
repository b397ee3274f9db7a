"""Text on its way to a voice: what can be spoken, a sentence at a time; pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
"""White space after a sentence's last mark. Lines are written as spoken, without abbreviations that end in a point."""

LONGEST_CHARACTERS: Final = 220
"""A longer sentence is spoken in pieces, so that the first words do not wait for the last: about 15 s of speech."""

CLAUSE_END: Final = re.compile(r"(?<=[,;:–—])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, cleaned; pieces without a letter or digit are left out.

    Quotes and brackets at a sentence's end are dropped: no voice sounds them.
    """
    spoken = speakable(text)
    pieces = [piece for sentence in SENTENCE_END.split(spoken) for piece in _pieces(sentence.strip())]
    return tuple(piece for piece in pieces if any(letter.isalnum() for letter in piece))


def speakable(text: str) -> str:
    """Return the text without what is not for speaking: control and format characters, symbols, doubled brackets.

    Engines read emoji aloud by name, take `[[...]]` for phonemes, and end at a NUL.
    """
    kept = (" " if _is_unspoken(letter) else letter for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).replace("[", " ").replace("]", " ").split())


def _is_unspoken(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return kind.startswith("C") or kind in ("So", "Sk") or letter in "<>|{}"


def _pieces(sentence: str) -> list[str]:
    """Cut an over-long sentence at clauses, or at words where there are none."""
    if len(sentence) <= LONGEST_CHARACTERS:
        return [sentence]
    pieces: list[str] = []
    for clause in CLAUSE_END.split(sentence):
        for word in [clause] if len(clause) <= LONGEST_CHARACTERS else clause.split():
            if pieces and len(pieces[-1]) + 1 + len(word) <= LONGEST_CHARACTERS:
                pieces[-1] = f"{pieces[-1]} {word}"
            else:
                pieces.append(word[:LONGEST_CHARACTERS])
    return pieces
