"""What a voice stumbles over: digits, abbreviations, symbols and the like, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from simulator.language import Language
from simulator.personas.problems import shown

_PLACEHOLDER: Final = re.compile(r"\{[a-z]+\}")
_ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\b[\w-]+\.(?:nl|be|com|org|net|co\.uk)\b", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\w*\d(?:[\w.,:/-]*\w)?")
_SHOUTED: Final = re.compile(r"\b[A-ZÀ-Þ]{6,}\b")

ABBREVIATIONS: Final[dict[Language, tuple[str, ...]]] = {
    Language.DUTCH: (
        "a.u.b.",
        "aub",
        "bijv.",
        "bv.",
        "blz.",
        "ca.",
        "d.m.v.",
        "dhr.",
        "dr.",
        "e.d.",
        "enz.",
        "etc.",
        "evt.",
        "excl.",
        "i.p.v.",
        "i.v.m.",
        "incl.",
        "m.b.t.",
        "max.",
        "mevr.",
        "mw.",
        "m.i.",
        "min.",
        "mln.",
        "n.a.v.",
        "n.v.t.",
        "nl.",
        "nr.",
        "o.a.",
        "o.i.d.",
        "p.s.",
        "p/m",
        "t.a.v.",
        "t.o.v.",
        "tel.",
        "t/m",
        "vs.",
        "z.s.m.",
    ),
    Language.ENGLISH: (
        "a.k.a.",
        "a.s.a.p.",
        "approx.",
        "appt.",
        "asap",
        "dept.",
        "dr.",
        "e.g.",
        "e.t.a.",
        "etc.",
        "excl.",
        "govt.",
        "hrs.",
        "i.e.",
        "incl.",
        "max.",
        "mins.",
        "mr.",
        "mrs.",
        "ms.",
        "no.",
        "p.s.",
        "pls",
        "st.",
        "tel.",
        "vs.",
        "w/o",
    ),
}
"""Written short, spoken long; read by voices letter by letter or with a full stop in the middle of a sentence."""

_ENDS_SENTENCES: Final = frozenset({"max.", "min.", "no.", "nl.", "st.", "dr.", "ca."})
"""Also whole words, at the end of a sentence: abbreviations only when the sentence goes on."""

SYMBOLS: Final[dict[str, tuple[str, str]]] = {
    "€": ("euro", "euros"),
    "$": ("dollar", "dollars"),
    "£": ("pond", "pounds"),
    "%": ("procent", "percent"),
    "&": ("en", "and"),
    "+": ("plus", "plus"),
    "=": ("is", "equals"),
    "@": ("apenstaartje", "at"),
    "#": ("hekje", "number"),
    "°": ("graden", "degrees"),
    "/": ("of", "or"),
}
"""Symbols with the word to write instead, Dutch and English."""

_NEVER_SPOKEN: Final = frozenset("*_<>|\\^~[]()`§•→")


def stumbles(text: str, language: Language) -> Iterator[str]:
    """Yield a sentence for each thing in a text that a voice would not say as meant.

    Args:
        text: what is to be said; the placeholders {term} and {missed} are passed over.
        language: of the text.
    """
    spoken = _PLACEHOLDER.sub("", text)
    for address in dict.fromkeys(_ADDRESS.findall(spoken)):
        yield f"A voice stumbles over the address {shown(address)}. Write it as it is spoken."
    spoken = _ADDRESS.sub(" ", spoken)
    for digits in dict.fromkeys(_DIGITS.findall(spoken)):
        yield f"A voice stumbles over the digits in {shown(digits)}. Write them in words, as they are spoken."
    for short in _abbreviations(spoken, language):
        yield f"A voice stumbles over the abbreviation {shown(short)}. Write it in full."
    dutch = language is Language.DUTCH
    for symbol in dict.fromkeys(character for character in spoken if character in SYMBOLS):
        word = SYMBOLS[symbol][0 if dutch else 1]
        yield f"A voice stumbles over {shown(symbol)}. Write it in words, for example {shown(word)}."
    for symbol in dict.fromkeys(character for character in spoken if _is_unspoken(character)):
        yield f"A voice cannot say {shown(symbol)}. Leave it out."
    for shouted in dict.fromkeys(_SHOUTED.findall(spoken)):
        yield f"A voice may spell out {shown(shouted)}. Write it in small letters; temper is in the words."


def _abbreviations(text: str, language: Language) -> list[str]:
    found: list[str] = []
    words = text.split()
    for number, word in enumerate(words):
        bare = word.strip("\"'“”‘’(),!?;:").lower()
        if bare not in ABBREVIATIONS[language]:
            continue
        last = number == len(words) - 1 or words[number + 1][:1].isupper()
        if not (bare in _ENDS_SENTENCES and last):
            found.append(word.strip("\"'“”‘’(),!?;:"))
    return list(dict.fromkeys(found))


def _is_unspoken(character: str) -> bool:
    return character in _NEVER_SPOKEN or unicodedata.category(character) in {"So", "Sk", "Co", "Cn"}
