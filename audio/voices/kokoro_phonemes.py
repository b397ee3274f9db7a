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

ENGLISH: Final = (
    ("aɪ", "I"),
    ("aʊ", "W"),
    ("eɪ", "A"),
    ("oʊ", "O"),
    ("ɔɪ", "Y"),
    ("dʒ", "ʤ"),
    ("tʃ", "ʧ"),
    ("ɜː", "ɜɹ"),
    ("ɚ", "əɹ"),
    ("ɐ", "ə"),
    ("r", "ɹ"),
    ("ɬ", "l"),
    ("ː", ""),
)
"""Spelling of American English in Kokoro's training data (the `misaki` package's table for eSpeak NG): diphthongs and
affricates are one symbol, length is not written."""

DUTCH: Final = (
    ("ɛɪ", "ɛɪ"),
    ("œy", "œy"),
    ("ʌʊ", "aʊ"),
    ("ɵ", "œ"),
    ("ʏ", "œ"),
    ("ɦ", "h"),
    ("ɡ", "ɡ"),
    ("r", "ɾ"),
    ("tʲ", "tj"),
)
"""Dutch sounds and how they are written for Kokoro."""

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
