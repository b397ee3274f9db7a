"""Finds words of the trade that this caller may not know, and whether the turn explains them.

Four sources: a lexicon by domain, compounds and inflections of its terms, words a frequency list hardly knows,
and English in Dutch speech. What the caller knows or said first is not jargon, nor is what everybody knows though lists
call it rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from simulator.language import Language
from simulator.scoring.acts import stem
from simulator.scoring.assessment import JargonUse, Span
from simulator.scoring.grammar import DATA, Grammar, read_data
from simulator.scoring.text import Words, bare

SURELY_HEARD: Final = 0.8
"""A spoken word that no list knows is taken for a term only from this probability of the recogniser on."""
RARE_ZIPF: Final = 1.7
"""Below this frequency (Zipf scale of wordfreq: 3 is once in a million words) a word counts as rare."""
_PART_ZIPF: Final = 2.6
"""Each part of an everyday compound is at least this frequent."""
_COMMON_ZIPF: Final = 3.4
"""A word this frequent is everyday speech, whatever term lies inside it ('verzekering', 'ontbreekt')."""
_ENGLISH_ZIPF: Final = 3.4
"""An English word in Dutch speech is at least this frequent in English,"""
_ENGLISH_LEAD: Final = 1.4
"""and this much more frequent in English than in Dutch."""
_INFLECTED_ZIPF: Final = 4.0
"""A word this frequent is itself and no inflection of a term ('paying', 'writing')."""
_VOWELLESS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,5}")
"""Letters that can only be spelled out: an abbreviation."""
_SPELLED_LETTERS: Final = re.compile(r"[a-z]{3,4}")
"""A term this short may be heard letter by letter ('k y c')."""
_SHORT_TERM: Final = 3
"""An abbreviation of this length behind 'ik' or 'I' is a verb that looks the same ('ik sla')."""
_CONTRACTED: Final = ("'ll", "'ve", "'d", "n't", "'re", "'m")
_AGE: Final = re.compile(r"\w+(day|week|month|year)s?olds?")
"""'Three-month-old': hyphens are left out of bare words."""
_LONGEST_WORD: Final = 40
"""Longer rows of letters are no words."""
_PRINCIPAL_LENGTH: Final = 5
"""Terms of this length are found inside compounds; shorter ones only as listed."""
_NAMES_FOLLOW: Final = frozenset(
    [
        "mevrouw",
        "meneer",
        "mr",
        "mrs",
        "miss",
        "ms",
        "dhr",
        "mw",
        "mister",
        "met",
        "naam",
        "heet",
        "in",
        "te",
        "van",
        "bij",
        "name",
        "is",
        "straat",
        "weg",
        "sir",
        "doctor",
        "dokter",
        "dear",
        "called",
        "from",
        "at",
        "ik",
        "ben",
        "i'm",
        "this",
        "you're",
        "spreekt",
        "hier",
        "aan",
        "collega",
        "colleague",
    ]
)
_EXPLAINED_WITHIN: Final = 14
"""Words behind (and before) a term within which its explanation must begin."""


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


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the lexicon of a language, read once."""
    by_first: dict[str, set[tuple[str, ...]]] = {}
    single: set[str] = set()
    for listed in read_data(language, "jargon.yaml").values():
        for term in str(listed).split(","):
            forms = Words.of(term, dutch=True).forms
            if forms:
                for spelled in (forms, *_other_spellings(term, forms, language)):
                    by_first.setdefault(spelled[0], set()).add(spelled)
                if len(forms) == 1:
                    single.add(forms[0])
    return Lexicon(
        terms={first: frozenset(rows) for first, rows in by_first.items()},
        stems=frozenset(form for form in single if len(form) >= _PRINCIPAL_LENGTH),
        short=frozenset(form for form in single if len(form) in (3, 4)),
        everyday=_word_list(language, "everyday.txt"),
        loans=_word_list(language, "loan_words.txt") if language is Language.DUTCH else frozenset(),
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
    known_line = " ".join(Words.of(line, dutch=True).line for line in (*known_terms, *caller_lines))
    known = frozenset(stem(form) for form in known_line.split())
    found: list[JargonUse] = []
    seen: set[str] = set()
    index = 0
    while index < len(words):
        length = _term_at(words.forms, index, listed, grammar)
        if length == 1 and words.forms[index] in doubtful and _is_in_no_list(words.forms[index], listed, grammar):
            length = 0
        if not length:
            index += 1
            continue
        last = index + length - 1
        line = words.piece(index, last).line
        key = " ".join(stem(form) for form in line.split())
        if key not in seen and not _is_known(line, known, known_line):
            seen.add(key)
            term, span = _without_ending(words.quote(index, last), words.span(index, last))
            found.append(JargonUse(term, span, _explained(words, grammar, index, last)))
        index = last + 1
    return tuple(found)


def _without_ending(term: str, span: Span) -> tuple[str, Span]:
    """Return a term without a possessive or contracted ending, which is no part of it ("the clutch's gone")."""
    kept = re.sub(r"['’]s?$", "", term)
    return kept, Span(span.start, span.start + len(kept))


def find_explained(
    words: Words, grammar: Grammar, open_terms: Sequence[str], jargon: Sequence[JargonUse]
) -> tuple[str, ...]:
    """Return which of the terms that confused the caller this turn explains.

    A term that is named again needs its explanation near; when none is named, an explanation that opens the turn's
    sentence ('dat is het kastje ...') is about the last term that confused.
    """
    if not open_terms:
        return ()
    generic = any(True for phrase in grammar.phrases["opens_explanation"] for _ in words.find(phrase.pattern))
    explained = []
    for term in open_terms:
        wanted = Words.of(term, dutch=True).forms
        for index in range(len(words) - len(wanted) + 1):
            window = words.forms[index : index + len(wanted)]
            same = [stem(form) for form in window] == [stem(form) for form in wanted]
            if same and (generic or _explained(words, grammar, index, index + len(wanted) - 1)):
                explained.append(term)
                break
    if not explained and generic and not any(not use.explained for use in jargon):
        explained.append(open_terms[-1])
    return tuple(explained)


def _is_known(line: str, known: frozenset[str], known_line: str) -> bool:
    if f" {line} " in f" {known_line} ":
        return True
    parts = line.split()
    if len(parts) == 1 and any(len(word) >= _PRINCIPAL_LENGTH and line.startswith(word) for word in known):
        return True
    return all(stem(part) in known for part in parts)


def _term_at(forms: tuple[str, ...], index: int, listed: Lexicon, grammar: Grammar) -> int:
    """Return how many words the term that begins at `index` has; 0 for none."""
    best = 0
    for first in _base_forms(forms[index], grammar.language):
        if first != forms[index] and _zipf(forms[index], grammar.language) >= _INFLECTED_ZIPF:
            continue
        for row in listed.terms.get(first, ()):
            size = len(row)
            if size <= best or index + size > len(forms):
                continue
            tail_ok = size == 1 or (
                forms[index + 1 : index + size - 1] == row[1:-1]
                and row[-1] in _base_forms(forms[index + size - 1], grammar.language)
            )
            if tail_ok and (size == 1 or forms[index] == first):
                best = size
    if best == 1 and len(forms[index]) <= _SHORT_TERM and index and grammar.has("first_person", forms[index - 1]):
        return 0
    if best:
        return best
    form = forms[index]
    before = forms[index - 1] if index else ""
    if (
        _VOWELLESS.fullmatch(form)
        and form not in listed.everyday
        and before not in _NAMES_FOLLOW
        and not grammar.has("pronouns", before)
    ):
        return 1
    if len(form) > _LONGEST_WORD:
        return 0
    if _AGE.fullmatch(form):
        return 0
    if form in listed.everyday or form in grammar.sets["stop_words"] or not form.isalpha() or len(form) < 5:
        return 0
    if _is_compound_of_term(form, listed, grammar.language):
        return 1
    if before in _NAMES_FOLLOW:
        return 0
    if grammar.language is Language.DUTCH and form not in listed.loans and _is_english(form):
        return 1
    if (
        len(form) >= 6
        and _zipf(form, grammar.language) < RARE_ZIPF
        and not _is_everyday_compound(form, grammar.language)
    ):
        return 1
    return 0


def _is_in_no_list(form: str, listed: Lexicon, grammar: Grammar) -> bool:
    """Tell whether neither a frequency list nor the lexicon knows a word, not even as a compound of a term."""
    language = grammar.language
    if any(base in listed.terms for base in _base_forms(form, language)):
        return False
    unheard_of = _zipf(form, language) == 0 and (language is Language.ENGLISH or _zipf(form, Language.ENGLISH) == 0)
    return unheard_of and not _is_compound_of_term(form, listed, language)


_DUTCH_ENDINGS: Final = ("'s", "s", "en", "n", "tje", "tjes", "je", "jes", "d", "t", "te", "de", "ed")
_HISSING: Final = ("s", "x", "z", "ch", "sh", "o")
"""Behind these an English plural takes 'es'; 'pipes' is no plural of 'pip'."""
_ENGLISH_ENDINGS: Final = ("'s", "s", "es", "ed", "ing", "d")


@lru_cache(maxsize=4096)
def _base_forms(form: str, language: Language) -> tuple[str, ...]:
    """Return the form and what it may be inflected from, the form itself first."""
    if len(form) > _LONGEST_WORD:
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


def _is_compound_of_term(form: str, listed: Lexicon, language: Language) -> bool:
    if language is not Language.DUTCH or _zipf(form, language) >= _COMMON_ZIPF:
        return False
    for cut in range(3, len(form) - 2):
        head, tail = form[:cut], form[cut:]
        bare_head = head[:-1] if head.endswith("s") else head
        term_head = (
            head in listed.stems or bare_head in listed.stems or (head in listed.short and _zipf(head, language) < 4.2)
        )
        if term_head and len(tail) >= 4 and _zipf(tail, language) >= _PART_ZIPF:
            return True
        if tail in listed.stems and len(tail) >= 6 and len(head) >= 3 and _zipf(bare_head, language) >= _PART_ZIPF:
            return True
    return False


@lru_cache(maxsize=16384)
def _zipf(form: str, language: Language) -> float:
    from wordfreq import zipf_frequency

    return float(zipf_frequency(form, language.value))


def _is_english(form: str) -> bool:
    english, dutch = _zipf(form, Language.ENGLISH), _zipf(form, Language.DUTCH)
    return english >= _ENGLISH_ZIPF and english - dutch >= _ENGLISH_LEAD and dutch < 3.3


@lru_cache(maxsize=4096)
def _is_everyday_compound(form: str, language: Language) -> bool:
    """Tell whether a word is made of two or three everyday words, as Dutch makes them; English joins two."""
    links = ("", "s", "en", "e", "n") if language is Language.DUTCH else ("",)
    bases = [
        form,
        *(
            form[: -len(end)]
            for end in ("s", "en", "tje", "tjes", "je", "jes", "'s", "ed", "ing", "ly")
            if form.endswith(end)
        ),
    ]
    for base in bases:
        if _zipf(base, language) >= RARE_ZIPF + 0.4 and base != form:
            return True
        for cut in range(3, len(base) - 2):
            head, tail = base[:cut], base[cut:]
            for link in links:
                stemmed = head[: -len(link)] if link and head.endswith(link) else ("" if link else head)
                if (
                    len(stemmed) >= 3
                    and _zipf(stemmed, language) >= _PART_ZIPF
                    and (
                        _zipf(tail, language) >= _PART_ZIPF
                        or (language is Language.DUTCH and len(tail) >= 8 and _is_everyday_compound(tail, language))
                    )
                ):
                    return True
            prefixes = (
                "on",
                "in",
                "uit",
                "aan",
                "op",
                "af",
                "na",
                "door",
                "mee",
                "ge",
                "be",
                "ver",
                "un",
                "re",
                "over",
            )
            if head in prefixes and _zipf(tail, language) >= _PART_ZIPF:
                return True
    return False


def _explained(words: Words, grammar: Grammar, first: int, last: int) -> bool:
    """Tell whether the words right behind or right before a term say what it is."""
    behind = " ".join(words.forms[last + 1 : last + 1 + _EXPLAINED_WITHIN])
    phrases = grammar.phrases["explains_after"]
    if not _is_verb(words.forms[first - 1] if first else "", grammar):
        phrases += grammar.phrases["apposition"]
    if any(phrase.pattern.match(behind) for phrase in phrases):
        return True
    before = " ".join(words.forms[max(0, first - _EXPLAINED_WITHIN) : first])
    for phrase in grammar.phrases["explains_before"]:
        for match in phrase.pattern.finditer(before):
            if len(before[match.end() :].split()) <= 2:
                return True
    return False


def _is_verb(before: str, grammar: Grammar) -> bool:
    """Tell from the word before it whether a term is said as a verb ('we'll blanch', 'have throttled')."""
    return grammar.has("pronouns", before) or grammar.has("before_verbs", before) or before.endswith(_CONTRACTED)
