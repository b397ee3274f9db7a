"""Finds words of the trade that this caller may not know, and whether the turn explains them.

Surest first: a lexicon by domain with compounds and inflections of its terms; abbreviations and codes; a noun of the
trade with a word that seldom stands before it ('balloon payment'); words a frequency list hardly knows; English
in Dutch speech. Terms side by side are one term. What the caller knows or said first is not jargon, nor is what
everybody knows though lists call it rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from simulator.language import Language
from simulator.scoring.acts import stem
from simulator.scoring.assessment import JargonUse, Span
from simulator.scoring.explaining import explains, find_explained
from simulator.scoring.grammar import Grammar
from simulator.scoring.lexicon import (
    LONGEST_WORD,
    PART_ZIPF,
    PRINCIPAL_LENGTH,
    Lexicon,
    base_forms,
    is_compound_of_term,
    lexicon,
    zipf,
)
from simulator.scoring.ordinary import is_ordinary
from simulator.scoring.text import Words

__all__ = ["SURELY_HEARD", "find_explained", "find_jargon"]

SURELY_HEARD: Final = 0.8
"""A spoken word that no list knows is taken for a term only from this probability of the recogniser on."""
RARE_ZIPF: Final = 1.7
"""Below this frequency (Zipf scale of wordfreq: 3 is once in a million words) a word counts as rare."""
_LEARNED_ZIPF: Final = 2.5
"""With a learned ending ('garnishment', 'consignatie') a word counts as rare below this."""
_RARE_LETTERS_ZIPF: Final = 2.0
"""Three to five letters below this are no everyday word but an abbreviation ('dimm')."""
_SELDOM_ZIPF: Final = 4.55
"""A word below this before a noun of the trade makes a term of the two; more frequent ones make everyday talk."""
_ENGLISH_ZIPF: Final = 3.4
"""An English word in Dutch speech is at least this frequent in English,"""
_ENGLISH_LEAD: Final = 1.4
"""and this much more frequent in English than in Dutch."""
_INFLECTED_ZIPF: Final = 4.0
"""A word this frequent is itself and no inflection of a term ('paying', 'writing')."""
_VOWELLESS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,5}")
"""Letters that can only be spelled out: an abbreviation."""
_ABBREVIATION: Final = re.compile(r"[A-Z][A-Z0-9]{1,4}")
"""Capitals among small letters: an abbreviation that can be said as a word ('PAC'). Only ever a help: recognisers
that write no capitals lose it."""
_CODE: Final = re.compile(r"[a-z]{1,3}\d{1,4}[a-z]?\d?|\d{1,2}[a-z]{2,3}\d?")
"""Letters and figures in one word: the name of a form, a rule or a part ('p45', 'ir35')."""
_ORDINAL: Final = re.compile(
    r"\d+(st|nd|rd|th|e|de|ste|am|pm|k|kg|g|gb|mb|tb|cm|mm|m|km|ml|l|w|kw|v|p|x|h|u|uur|min|s|ft|in|inch|ish|er|ers)"
)
_NUMBER: Final = re.compile(r"\d{1,3}[a-z]?|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten")
_SHORT_TERM: Final = 3
"""An abbreviation of this length behind 'ik' or 'I' is a verb that looks the same ('ik sla')."""
_AGE: Final = re.compile(r"\w+(day|week|month|year)s?olds?")
"""'Three-month-old': hyphens are left out of bare words."""
_POSSESSIVE: Final = re.compile(r"['’]s?$")


def find_jargon(
    words: Words,
    grammar: Grammar,
    known_terms: Iterable[str],
    caller_lines: Iterable[str],
    doubtful: frozenset[str] = frozenset(),
) -> tuple[JargonUse, ...]:
    """Return the terms of a turn that this caller may not know, each once.

    Args:
        words: the turn.
        grammar: of the turn's language.
        known_terms: technical terms this caller knows.
        caller_lines: everything the caller said before; words used first by the caller are known.
        doubtful: words of a spoken turn that the recogniser was less than sure of, bare. One of these that no list
            knows is far more often misheard than a term, and is left alone.
    """
    listed = lexicon(grammar.language)
    known_forms = [form for line in (*known_terms, *caller_lines) for form in Words.of(line, dutch=True).forms]
    known_line = " ".join(_POSSESSIVE.sub("", form) for form in known_forms)
    known = frozenset(stem(form) for form in known_line.split())
    abbreviations = _abbreviations(words, listed)
    found: list[JargonUse] = []
    seen: set[str] = set()
    index = 0
    before: tuple[int, int] | None = None
    while index < len(words):
        length = _term_at(words, index, listed, grammar, abbreviations)
        if length == 1 and words.forms[index] in doubtful and _is_in_no_list(words.forms[index], listed, grammar):
            length = 0
        if not length:
            index += 1
            continue
        first, last = index, index + length - 1
        index = last + 1
        line = _POSSESSIVE.sub("", words.piece(first, last).line)
        key = " ".join(stem(form) for form in line.split())
        if key in seen or _is_known(line, known, known_line):
            continue
        seen.add(key)
        if before is not None and _are_one(words, before, first, grammar):
            first = before[0]
            found.pop()
        before = (first, last)
        term, span = _without_ending(words.quote(first, last), words.span(first, last))
        found.append(JargonUse(term, span, explains(words, grammar, first, last)))
    return tuple(found)


def _are_one(words: Words, before: tuple[int, int], first: int, grammar: Grammar) -> bool:
    """Tell whether a term right behind another one belongs to it ('half-hourly' and 'settlement').

    A Dutch verb behind a term ('firmware updaten') is a term of its own.
    """
    if first != before[1] + 1:
        return False
    if grammar.language is Language.DUTCH and words.forms[first].endswith(("en", "eren")):
        return False
    between = words.text[words.tokens[before[1]].end : words.tokens[first].start]
    return not between.strip(" -‐‑") and "'" not in words.quote(*before)


def _without_ending(term: str, span: Span) -> tuple[str, Span]:
    """Return a term without a possessive or contracted ending, which is no part of it ("the clutch's gone")."""
    kept = _POSSESSIVE.sub("", term)
    return kept, Span(span.start, span.start + len(kept))


def _abbreviations(words: Words, listed: Lexicon) -> frozenset[int]:
    """Return the places of the words in capitals; none where everything is."""
    written = [words.text[token.start : token.end] for token in words.tokens]
    if not any(word.islower() and len(word) > 1 for word in written):
        return frozenset()
    return frozenset(
        index
        for index, word in enumerate(written)
        if _ABBREVIATION.fullmatch(_POSSESSIVE.sub("", word)) and words.forms[index] not in listed.everyday
    )


def _is_known(line: str, known: frozenset[str], known_line: str) -> bool:
    if f" {line} " in f" {known_line} ":
        return True
    parts = line.split()
    if len(parts) == 1 and any(len(word) >= PRINCIPAL_LENGTH and line.startswith(word) for word in known):
        return True
    return all(stem(part) in known for part in parts)


def _term_at(words: Words, index: int, listed: Lexicon, grammar: Grammar, abbreviations: frozenset[int]) -> int:
    """Return how many words the term that begins at `index` has; 0 for none."""
    forms = words.forms
    best = _listed_at(forms, index, listed, grammar)
    if best == 1 and len(forms[index]) <= _SHORT_TERM and index and grammar.has("first_person", forms[index - 1]):
        best = 0
    shaped = _shaped_at(words, index, listed, grammar)
    if max(best, shaped):
        return max(best, shaped)
    form = _POSSESSIVE.sub("", forms[index])
    before = forms[index - 1] if index else ""
    if form in listed.everyday or form in grammar.sets["stop_words"] or before in listed.shapes.counted:
        return 0
    if index in abbreviations and not _CODE.fullmatch(form):
        return 1
    if _is_code(form, before, listed, grammar) or (
        _is_abbreviation(form, grammar) and not grammar.has("before_names", before)
    ):
        return 0 if grammar.has("pronouns", before) else 1
    return 1 if _is_rare_word(form, before, listed, grammar) else 0


def _listed_at(forms: tuple[str, ...], index: int, listed: Lexicon, grammar: Grammar) -> int:
    """Return the length of the longest listed term that begins here, its last word inflected or not."""
    best = 0
    for first in base_forms(forms[index], grammar.language):
        if first != forms[index] and zipf(forms[index], grammar.language) >= _INFLECTED_ZIPF:
            continue
        for row in listed.terms.get(first, ()):
            size = len(row)
            if size <= best or index + size > len(forms):
                continue
            tail_ok = size == 1 or (
                forms[index + 1 : index + size - 1] == row[1:-1]
                and row[-1] in base_forms(forms[index + size - 1], grammar.language)
            )
            if tail_ok and (size == 1 or forms[index] == first):
                best = size
    return best


def _shaped_at(words: Words, index: int, listed: Lexicon, grammar: Grammar) -> int:
    """Return 2 where a noun of the trade makes a term with its neighbour: 'tier 3', 'balloon payment'."""
    forms, shapes = words.forms, listed.shapes
    if index + 1 >= len(forms):
        return 0
    form, following = forms[index], _POSSESSIVE.sub("", forms[index + 1])
    if form in shapes.numbered and _NUMBER.fullmatch(following) and following not in ("a", "i", "u", "s"):
        behind = forms[index + 2] if index + 2 < len(forms) else ""
        return 0 if behind in ("of", "van") else 2
    head = next((base for base in base_forms(following, grammar.language) if base in shapes.heads), None)
    if head is None or not form.isalpha() or len(form) < 3 or zipf(form, grammar.language) >= _SELDOM_ZIPF:
        return 0
    plain = form in shapes.plain_company or form in grammar.sets["stop_words"] or form in shapes.heads[head]
    before = forms[index - 1] if index else ""
    done = grammar.has("pronouns", before) or before in ("to", "will", "can", "please", "and")
    between = words.text[words.tokens[index].end : words.tokens[index + 1].start]
    return 0 if plain or done or between.strip(" -") else 2


def _is_abbreviation(form: str, grammar: Grammar) -> bool:
    """Tell whether letters can only be spelled out, or are no word anybody says."""
    if _VOWELLESS.fullmatch(form):
        return True
    return (
        form.isalpha()
        and 3 <= len(form) <= 5
        and max(zipf(form, language) for language in Language) < _RARE_LETTERS_ZIPF
        and not is_ordinary(form, grammar.language)
    )


def _is_code(form: str, before: str, listed: Lexicon, grammar: Grammar) -> bool:
    """Tell whether letters and figures in one word name something of the trade: 'a P45', 'your SA302'."""
    if not _CODE.fullmatch(form) or _ORDINAL.fullmatch(form) or form in listed.shapes.codes:
        return False
    return grammar.has("determiners", before) or len(form) <= 3 or form[-1].isalpha()


def _is_rare_word(form: str, before: str, listed: Lexicon, grammar: Grammar) -> bool:
    """Tell whether a word is a compound of a term, English in Dutch, or too seldom said to be everyday."""
    language = grammar.language
    if not PRINCIPAL_LENGTH <= len(form) <= LONGEST_WORD or not form.isalpha() or _AGE.fullmatch(form):
        return False
    if is_compound_of_term(form, listed, language):
        return True
    if grammar.has("before_names", before):
        return False
    if language is Language.DUTCH and form not in listed.loans and _is_english(form):
        return True
    if _has_trade_head(form, listed, language):
        return True
    learned = form.endswith(listed.shapes.learned_endings)
    rare = zipf(form, language) < (_LEARNED_ZIPF if learned else RARE_ZIPF)
    return rare and len(form) > PRINCIPAL_LENGTH and not is_ordinary(form, language)


def _has_trade_head(form: str, listed: Lexicon, language: Language) -> bool:
    """Tell whether a Dutch compound ends in a noun of the trade ('leegwaarderatio')."""
    if language is not Language.DUTCH or zipf(form, language) >= _LEARNED_ZIPF:
        return False
    for head, plain in listed.shapes.heads.items():
        rest = form.removesuffix(head)
        if (
            rest != form
            and len(rest) >= 3
            and max(zipf(rest, language), zipf(rest.removesuffix("s"), language)) >= PART_ZIPF
        ):
            return rest not in plain and rest.removesuffix("s") not in plain
    return False


def _is_in_no_list(form: str, listed: Lexicon, grammar: Grammar) -> bool:
    """Tell whether neither a frequency list nor the lexicon knows a word, not even as a compound of a term."""
    language = grammar.language
    if any(base in listed.terms for base in base_forms(form, language)):
        return False
    unheard_of = zipf(form, language) == 0 and (language is Language.ENGLISH or zipf(form, Language.ENGLISH) == 0)
    return unheard_of and not is_compound_of_term(form, listed, language)


def _is_english(form: str) -> bool:
    english, dutch = zipf(form, Language.ENGLISH), zipf(form, Language.DUTCH)
    return english >= _ENGLISH_ZIPF and english - dutch >= _ENGLISH_LEAD and dutch < 3.3
