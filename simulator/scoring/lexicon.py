"""The words of the trade and the words everybody knows, read from the package's data, and how often a word is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from simulator.language import Language
from simulator.scoring.grammar import DATA, read_data
from simulator.scoring.text import Words, bare

LONGEST_WORD: Final = 40
"""Longer rows of letters are no words."""
PRINCIPAL_LENGTH: Final = 5
"""Terms of this length are found inside compounds; shorter ones only as listed."""
PART_ZIPF: Final = 2.6
"""Each part of an everyday compound is at least this frequent (Zipf scale of wordfreq: 3 is once in a million)."""
_COMMON_ZIPF: Final = 3.4
"""A word this frequent is everyday speech, whatever term lies inside it ('verzekering', 'ontbreekt')."""
_SPELLED_LETTERS: Final = re.compile(r"[a-z]{3,4}")
"""A term this short may be heard letter by letter ('k y c')."""


@dataclass(frozen=True)
class Shapes:
    """What makes a term of words that no list holds, in one language."""

    heads: dict[str, frozenset[str]]
    """Nouns that make a term with a word that is seldom said ('balloon payment'), each with words that make none."""
    plain_company: frozenset[str]
    """Words that never make a term with such a noun."""
    numbered: frozenset[str]
    """Nouns that with a number or a letter behind them name something of the trade ('tier 3', 'section 21')."""
    counted: frozenset[str]
    """Words before which a code of letters and figures is a place, a vehicle or a number to look at ('seat 12A')."""
    codes: frozenset[str]
    """Codes of letters and figures that everybody knows ('a4', 'mp3')."""
    learned_endings: tuple[str, ...]
    """Endings of learned words: with one of these a word of middling frequency is a term as well."""


@dataclass(frozen=True)
class Lexicon:
    """The terms of the trade of one language."""

    terms: dict[str, frozenset[tuple[str, ...]]]
    """By first word: the whole terms as rows of bare words."""
    stems: frozenset[str]
    """Single-word terms long enough to be found inside compounds."""
    short: frozenset[str]
    """Single-word terms of three or four letters, found at the head of compounds ('vpnverbinding')."""
    everyday: frozenset[str]
    loans: frozenset[str]
    shapes: Shapes


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the lexicon of a language, read once.

    A single word that stands among the terms and in `everyday.txt` is a term only in company ('clearing cycle').
    """
    by_first: dict[str, set[tuple[str, ...]]] = {}
    single: set[str] = set()
    everyday = _word_list(language, "everyday.txt")
    for listed in read_data(language, "jargon.yaml").values():
        for term in str(listed).split(","):
            forms = Words.of(term, dutch=True).forms
            if not forms or (len(forms) == 1 and forms[0] in everyday):
                continue
            for spelled in (forms, *_other_spellings(term, forms, language)):
                by_first.setdefault(spelled[0], set()).add(spelled)
            if len(forms) == 1:
                single.add(forms[0])
    return Lexicon(
        terms={first: frozenset(rows) for first, rows in by_first.items()},
        stems=frozenset(form for form in single if len(form) >= PRINCIPAL_LENGTH),
        short=frozenset(form for form in single if len(form) in (3, 4)),
        everyday=everyday,
        loans=_word_list(language, "loan_words.txt") if language is Language.DUTCH else frozenset(),
        shapes=_shapes(language),
    )


def _shapes(language: Language) -> Shapes:
    raw = read_data(language, "term_shapes.yaml")
    words = {name: frozenset(str(text).split()) for name, text in raw.items() if name != "heads"}
    return Shapes(
        heads={str(head): frozenset(str(plain or "").split()) for head, plain in raw["heads"].items()},
        plain_company=words["plain_company"],
        numbered=words["numbered"],
        counted=words["counted"],
        codes=words["codes"],
        learned_endings=tuple(sorted(words["learned_endings"])),
    )


def _other_spellings(term: str, forms: tuple[str, ...], language: Language) -> Iterator[tuple[str, ...]]:
    """Yield how a recogniser may write an English term: a hyphen as a space, an abbreviation letter by letter."""
    if language is not Language.ENGLISH:
        return
    if "-" in term:
        yield Words.of(term.replace("-", " "), dutch=True).forms
    if len(forms) == 1 and _SPELLED_LETTERS.fullmatch(forms[0]):
        yield tuple(forms[0])


def _word_list(language: Language, name: str) -> frozenset[str]:
    lines = (DATA / language.value / name).read_text(encoding="utf-8").splitlines()
    return frozenset(bare(word) for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=16384)
def zipf(form: str, language: Language) -> float:
    """Return how often a word is said: the logarithm of its count in a billion words, 0 for a word no list holds."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(form, language.value))


_DUTCH_ENDINGS: Final = ("'s", "s", "en", "n", "tje", "tjes", "je", "jes", "d", "t", "te", "de", "ed")
_HISSING: Final = ("s", "x", "z", "ch", "sh", "o")
"""Behind these an English plural takes 'es'; 'pipes' is no plural of 'pip'."""
_ENGLISH_ENDINGS: Final = ("'s", "s", "es", "ed", "ing", "d")


@lru_cache(maxsize=4096)
def base_forms(form: str, language: Language) -> tuple[str, ...]:
    """Return the form and what it may be inflected from, the form itself first."""
    if len(form) > LONGEST_WORD:
        return (form,)
    bases = [form]
    endings = _DUTCH_ENDINGS if language is Language.DUTCH else _ENGLISH_ENDINGS
    for ending in endings:
        if form.endswith(ending) and len(form) - len(ending) >= 3 and (len(form) > 4 or ending == "s"):
            base = form[: -len(ending)]
            if ending == "es" and language is Language.ENGLISH and not base.endswith(_HISSING):
                continue
            bases.append(base)
            if ending in ("ed", "ing"):
                bases.append(base + "e")
    if language is Language.ENGLISH and form.endswith("ies"):
        bases.append(form[:-3] + "y")
    if language is Language.DUTCH and form.startswith("ge") and len(form) > 7:
        bases += [form[2:], form[2:-1] + "en", form[2:] + "n"]
    return tuple(bases)


def is_compound_of_term(form: str, listed: Lexicon, language: Language) -> bool:
    """Tell whether a Dutch word is made of a term and an everyday word ('routerkabel')."""
    if language is not Language.DUTCH or zipf(form, language) >= _COMMON_ZIPF:
        return False
    for cut in range(3, len(form) - 2):
        head, tail = form[:cut], form[cut:]
        bare_head = head[:-1] if head.endswith("s") else head
        term_head = (
            head in listed.stems or bare_head in listed.stems or (head in listed.short and zipf(head, language) < 4.2)
        )
        if term_head and len(tail) >= 4 and zipf(tail, language) >= PART_ZIPF:
            return True
        if tail in listed.stems and len(tail) >= 6 and len(head) >= 3 and zipf(bare_head, language) >= PART_ZIPF:
            return True
    return False
