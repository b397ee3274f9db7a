"""Tells words that lists call rare and everybody understands: everyday parts put together, or an everyday word bent.

'Unticked', 'double-check', 'koektrommel' and 'kapotgeknaagd' are in no list and puzzle nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from simulator.language import Language
from simulator.scoring.lexicon import PART_ZIPF, lexicon, zipf

_BENT_ZIPF: Final = 2.1
"""What an ending was taken from is at least this frequent."""
_PREFIXED_ZIPF: Final = 3.0
"""What a prefix was taken from is at least this frequent: 'un' and 'ge' stand before many a row of letters."""
_TELLING_ENDING: Final = 5
"""A learned ending of this length ('metry') is no everyday word that another one was joined to."""
_LINKS: Final = {Language.DUTCH: ("", "s", "en", "e", "n"), Language.ENGLISH: ("",)}
_ENDINGS: Final = {
    Language.DUTCH: (
        "s",
        "en",
        "e",
        "tje",
        "tjes",
        "je",
        "jes",
        "'s",
        "d",
        "t",
        "te",
        "de",
        "end",
        "ende",
        "er",
        "ers",
    ),
    Language.ENGLISH: ("s", "es", "'s", "ed", "d", "ing", "ly", "er", "ers", "y", "ish", "ness", "able", "less", "ful"),
}
_PREFIXES: Final = {
    Language.DUTCH: (
        "aan", "achter", "af", "be", "bij", "binnen", "boven", "buiten", "dicht", "door", "ge", "heen", "her", "in",
        "kapot", "langs", "los", "mee", "mis", "na", "neer", "om", "on", "onder", "ont", "op", "open", "over", "rond",
        "samen", "schoon", "tegen", "terug", "toe", "uit", "vast", "vol", "ver", "voor", "voort", "vrij", "weg",
    ),
    Language.ENGLISH: ("un", "re", "over", "mis", "out", "under", "up", "down", "back", "mid", "super", "off"),
}  # fmt: skip
_VERBAL: Final = ("d", "t", "te", "de")
"""Dutch endings of verbs. Verbs in 'eren' are learned ('routeren') and make nothing ordinary."""
_VOWELS: Final = "aeiou"


@lru_cache(maxsize=4096)
def is_ordinary(form: str, language: Language) -> bool:
    """Tell whether a rare bare word is made of everyday words, or an everyday word with an ending or a prefix."""
    listed = lexicon(language)
    learned = form.endswith(tuple(end for end in listed.shapes.learned_endings if len(end) >= _TELLING_ENDING))
    bases = list(dict.fromkeys(_without_ending(form, language)))
    for base in bases:
        if base != form and (base in listed.everyday or zipf(base, language) >= _BENT_ZIPF):
            return True
        if (not learned and _is_joined(base, language)) or _is_prefixed(base, language):
            return True
    return False


def _without_ending(form: str, language: Language) -> Iterator[str]:
    """Yield a word and what it may be bent from, doubled and dropped letters mended."""
    yield form
    for ending in _ENDINGS[language]:
        base = form.removesuffix(ending)
        if base == form or len(base) < 3:
            continue
        yield base
        if language is Language.ENGLISH:
            yield base + "e"
            if base[-1] == base[-2] and base[-1] not in _VOWELS:
                yield base[:-1]
            if base.endswith("i"):
                yield base[:-1] + "y"
        elif ending in _VERBAL:
            if not base.endswith("eer"):
                yield base + "en"
                yield from _with_single_vowel(base)
            if base[-1] == base[-2] and base[-1] not in _VOWELS:
                yield base[:-1]


def _with_single_vowel(stem: str) -> Iterator[str]:
    """Yield the infinitive of a Dutch stem with a long vowel ('knaag', 'knagen')."""
    if len(stem) >= 4 and stem[-3] == stem[-2] and stem[-2] in _VOWELS:
        yield stem[:-2] + stem[-1] + "en"
    elif stem[-1] not in _VOWELS:
        yield stem + stem[-1] + "en"


@lru_cache(maxsize=4096)
def _is_joined(form: str, language: Language) -> bool:
    """Tell whether a word is two or three everyday words in one, as Dutch makes them; English joins two."""
    for cut in range(3, len(form) - 2):
        head, tail = form[:cut], form[cut:]
        tail_known = zipf(tail, language) >= PART_ZIPF or (
            language is Language.DUTCH and len(tail) >= 8 and _is_joined(tail, language)
        )
        if not tail_known:
            continue
        for link in _LINKS[language]:
            stem = head.removesuffix(link)
            if len(stem) >= 3 and (stem != head or not link) and zipf(stem, language) >= PART_ZIPF:
                return True
    return False


def _is_prefixed(form: str, language: Language) -> bool:
    """Tell whether a word is a frequent one behind a prefix or, in Dutch, behind a particle and 'ge'."""
    for prefix in _PREFIXES[language]:
        rest = form.removeprefix(prefix)
        if rest == form:
            continue
        rests = [rest]
        if language is Language.DUTCH and rest.startswith("ge"):
            rests.append(rest.removeprefix("ge"))
        if any(
            len(base) >= 4 and zipf(base, language) >= _PREFIXED_ZIPF
            for one in rests
            for base in _without_ending(one, language)
        ):
            return True
    return False
