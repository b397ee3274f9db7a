"""From words to what Kokoro reads: IPA by eSpeak NG, spelled with the symbols of Kokoro's vocabulary.

Pure but for the phonemizer it is given. Kokoro was trained on English, French, Italian and other languages, not on
Dutch. Dutch sounds it has no symbol for are written with the nearest one it knows; which ones was decided by what a
recogniser understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from audio.voices.espeak_engine import Phonemizer

PUNCTUATION: Final = re.compile(r"([,.;:!?…—]+)")
"""Marks that Kokoro knows; it pauses and intones by them, and eSpeak NG's phonemes have lost them."""

ESPEAK_LANGUAGE: Final = {"en": "en-us", "nl": "nl"}

MOST_TOKENS: Final = 509
"""Kokoro's context holds 512 tokens, two of them the padding at the ends; its styles have 510 rows, from 0."""

ENGLISH: Final[tuple[tuple[str, str], ...]] = ()
"""English is left as eSpeak NG writes it: diphthongs and affricates as two symbols, length marked.

With the one-symbol spelling of Kokoro's own phonemizer (`misaki`), the voice jf_alpha lost the "I" of each of four
lines that begin with it; written so, of none of three.
"""

DUTCH: Final = (
    ("ɛɪ", "æɪ"),
    ("œy", "ʌy"),
    ("ʌʊ", "W"),
    ("ɵ", "ø"),
    ("ʏ", "ø"),
    ("ɦ", "h"),
    ("r", "ɾ"),
    ("tʲ", "tj"),
)
"""Dutch sounds and how they are written for Kokoro; all others are written as they are.

With "ɛɪ" and "œy" as they are, "mij" was heard as "mee" and "uitleggen" as "ooitlegen"; written so, both came back
right. Over whole lines, three such tables were understood equally well (word error rates within one word in thirty).
"""

TABLES: Final = {"en": ENGLISH, "nl": DUTCH}


def kokoro_phonemes(text: str, language: str, phonemizer: Phonemizer) -> str:
    """Return a sentence as Kokoro reads it, punctuation kept.

    Args:
        text: the sentence.
        language: 'nl' or 'en'.
        phonemizer: from an eSpeak NG voice and words to IPA.
    """
    spelled = []
    for piece in PUNCTUATION.split(text):
        if not piece.strip():
            continue
        if PUNCTUATION.fullmatch(piece):
            spelled.append(f"{piece[0]} ")
        else:
            spelled.append(_respell(phonemizer(ESPEAK_LANGUAGE[language], piece.strip()), TABLES[language]))
    return "".join(spelled).strip()


def tokens_of(phonemes: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Return the numbers of the symbols, without padding; unknown symbols and what exceeds the context are left out."""
    return [vocabulary[symbol] for symbol in phonemes if symbol in vocabulary][:MOST_TOKENS]


def _respell(ipa: str, table: tuple[tuple[str, str], ...]) -> str:
    for sound, symbols in table:
        ipa = ipa.replace(sound, symbols)
    return ipa
