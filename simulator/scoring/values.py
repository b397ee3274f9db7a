"""The values of a clause that a summary can get wrong: numbers, days, people, colours, lengths of time.

Recognisers write '42' where people write 'forty-two' and the other way round, so numbers are compared as digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

import yaml

from simulator.language import Language
from simulator.scoring.grammar import DATA, Grammar
from simulator.scoring.grammar import grammar as grammar_of

STRICT: Final = ("number", "day", "colour", "person", "name")
"""Kinds of which a value that nobody named was made up."""
SOFT: Final = ("moment", "unit")
"""Kinds that only count beside the fact they belong to: 'today' in a summary need not have been said."""

Values = Mapping[str, frozenset[str]]

_HOURS: Final = 12
_DIGITS = re.compile(r"\d[\d.,]*")
_ORDINAL = re.compile(r"(\d+)(?:e|de|ste|st|nd|rd|th|'?en)")
_PERSON_GROUPS: Final = (
    frozenset({"child", "children", "kid", "kids", "girl", "daughter"}),
    frozenset({"child", "children", "kid", "kids", "boy", "son"}),
    frozenset({"kind", "kinderen", "meisje", "dochter", "dochtertje"}),
    frozenset({"kind", "kinderen", "jongen", "zoon", "zoontje"}),
    frozenset({"buurman", "buurvrouw", "buren", "bovenbuurman", "bovenbuurvrouw"}),
    frozenset({"neighbour", "neighbor", "neighbours", "neighbors"}),
    frozenset({"mum", "mom", "mother"}),
    frozenset({"dad", "father"}),
    frozenset({"gran", "grandmother"}),
    frozenset({"husband", "partner"}),
    frozenset({"wife", "partner"}),
    frozenset({"kleinzoon", "kleinkind", "kleinkinderen"}),
    frozenset({"kleindochter", "kleinkind", "kleinkinderen"}),
)
"""Words that may name one and the same person."""


_ONES_OWN: Final = frozenset({"my", "our", "mijn", "onze", "een", "a"})
_COLLEAGUES: Final = frozenset({"colleague", "boss", "collega", "baas"})
"""Behind 'my' these are people of the trainee's, whom the caller need not have named."""
_PARTS_OF_TODAY: Final = {
    "vandaag": ("vanochtend", "vanmorgen", "vanmiddag", "vanavond", "vannacht"),
    "today": ("tonight",),
}

_ORDINALS: Final = {
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "twentieth": 20,
    "thirtieth": 30,
    "derde": 3,
}
"""Ordinals that are not their number with an ending; 'first' and 'second' mean other things more often."""


@cache
def _small_numbers() -> dict[str, int]:
    """Return numbers in words below a hundred and 'hundred' itself, both languages, as `data/numbers.yaml` has them."""
    with (DATA / "numbers.yaml").open(encoding="utf-8") as stream:
        raw = yaml.safe_load(stream)
    return {word: int(number) for number, words in raw.items() for word in words.split()}


@cache
def _number_in_one_word(form: str) -> int | None:
    """Return the number that one bare word stands for: 'tweeenveertig', 'fortytwo', 'driehonderdvijftig', else None."""
    small = _small_numbers()
    if form in small:
        return small[form]
    if form in _ORDINALS:
        return _ORDINALS[form]
    for ending in ("ste", "de", "th"):
        if form.endswith(ending) and len(form) > len(ending) + 3:
            base = _number_in_one_word(form.removesuffix(ending))
            if base is not None:
                return base
    units = {**small, "een": 1, "one": 1}
    for scale, value in (("duizend", 1000), ("honderd", 100)):
        if scale in form and form != scale:
            head, _, tail = form.partition(scale)
            tail = tail.removeprefix("en")
            first = 1 if not head else (units.get(head) or _number_in_one_word(head))
            rest = 0 if not tail else (units.get(tail) or _number_in_one_word(tail))
            return None if first is None or rest is None else first * value + rest
    joined = re.fullmatch(r"(\w+?)en(twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)", form)
    if joined and joined[1] in units and units[joined[1]] < 10:
        return small[joined[2]] + units[joined[1]]
    tens = re.fullmatch(r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(\w+)", form)
    if tens and tens[2] in units and units[tens[2]] < 10:
        return small[tens[1]] + units[tens[2]]
    return None


def with_digits(forms: Sequence[str]) -> tuple[str, ...]:
    """Return the bare words with every number as digits: 'two thousand four hundred' is '2400', 'drie' is '3'.

    A lone 'een' or 'one' stays a word: it is an article or a pronoun more often than a number.
    """
    result: list[str] = []
    index = 0
    while index < len(forms):
        total, size = _number_at(forms, index)
        if size:
            result.append(str(total))
            index += size
            continue
        result.append(_digits(forms[index]))
        index += 1
    return tuple(result)


def _digits(form: str) -> str:
    """Return a number in digits without separators of thousands and ordinal endings; other words as they are."""
    ordinal = _ORDINAL.fullmatch(form)
    if ordinal:
        return ordinal[1]
    if not _DIGITS.fullmatch(form):
        return form
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", form):
        return re.sub(r"[.,]", "", form)
    return form.rstrip(".,").replace(",", ".").removesuffix(".00")


def _number_at(forms: Sequence[str], start: int) -> tuple[int, int]:
    """Return the number in words that begins at a place, and how many words it takes (0 for none)."""
    total = current = size = 0
    index = start
    while index < len(forms):
        form = forms[index]
        following = forms[index + 1] if index + 1 < len(forms) else ""
        if form in ("thousand", "duizend") and size:
            total, current = total + max(1, current) * 1000, 0
        elif form in ("hundred", "honderd"):
            current = max(1, current % 1000) * 100
        elif _is_one(form, following, after_tens=bool(size) and current % 100 >= 20):
            current += 1
        elif form == "and" and size and forms[index - 1] in ("hundred", "thousand") and _plain(following) is not None:
            index += 1
            continue
        else:
            value = _plain(form)
            fits = size == 0 or (
                value is not None
                and ((forms[index - 1] in ("hundred", "thousand", "honderd", "duizend", "and") and value < 1000)
                     or (current % 100 >= 20 and current % 10 == 0 and value < 10))
            )  # fmt: skip
            if value is None or not fits:
                break
            current += value
        index += 1
        size = index - start
    return total + current, size


def _is_one(form: str, following: str, *, after_tens: bool) -> bool:
    """Tell whether 'one' or 'a' is a number here and no article or pronoun."""
    if following in ("hundred", "thousand"):
        return form in ("a", "one")
    return form == "one" and (following == "o'clock" or after_tens)


def _plain(form: str) -> int | None:
    if form in ("hundred", "thousand", "honderd", "duizend"):
        return None
    return _number_in_one_word(form)


def values(forms: Sequence[str], grammar: Grammar) -> Values:
    """Return the checkable values of a clause by kind.

    Args:
        forms: its bare words.
        grammar: of the language.
    """
    return _values(tuple(forms), grammar.language)


@lru_cache(maxsize=16384)
def _values(forms: tuple[str, ...], language: Language) -> Values:
    grammar = grammar_of(language)
    return {
        "number": frozenset(_numbers(with_digits(forms))),
        "day": frozenset(_days(forms, grammar)),
        "colour": frozenset(form.removesuffix("e") for form in forms if grammar.has("colours", form)),
        "name": frozenset(form for form in (form.removesuffix("'s") for form in forms) if grammar.has("names", form)),
        "person": frozenset(
            form
            for before, form in zip(("", *forms), (form.removesuffix("'s") for form in forms), strict=False)
            if grammar.has("people", form) and not (before in _ONES_OWN and form in _COLLEAGUES)
        ),
        "moment": frozenset(form for form in forms if grammar.has("moments", form)),
        "unit": frozenset(form[:2] for form in forms if grammar.has("units", form)),
    }


def _numbers(counted: Sequence[str]) -> Iterator[str]:
    """Yield the numbers of a row of words, clock times and decimals in parts: recognisers write them in many ways.

    '3:30', '3.30', '3 30' and 'half past three' are 3 and 30; '1 200' is 1200; a nought is left out.
    """
    index = 0
    while index < len(counted):
        form = counted[index]
        following = counted[index + 1] if index + 1 < len(counted) else ""
        if form == "half" and following.isdigit() and int(following) <= _HOURS:
            yield from (str((int(following) - 2) % _HOURS + 1), "30")
            index += 2
            continue
        later = counted[index + 2] if index + 2 < len(counted) else ""
        if form in ("half", "quarter", "kwart") and following in ("past", "to", "over", "voor") and later.isdigit():
            before = following in ("to", "voor")
            yield str((int(later) - 2) % _HOURS + 1 if before else int(later))
            yield "30" if form == "half" else ("45" if before else "15")
            index += 3
            continue
        thousands = re.fullmatch(r"[1-9]\d{0,2}", form) and re.fullmatch(r"\d{3}", following)
        if thousands:
            yield form + following
            index += 2
            continue
        if _DIGITS.fullmatch(form) or re.fullmatch(r"\d{1,2}:\d\d", form):
            for part in re.split(r"[.,:]", form):
                if part.strip("0"):
                    yield part.lstrip("0")
        index += 1


def _days(forms: Sequence[str], grammar: Grammar) -> Iterator[str]:
    for before, form in zip(("", *forms), forms, strict=False):
        day = form.removesuffix("'s")
        if day == "may" and (before in ("in", "since", "last", "of", "until", "by") or re.fullmatch(r"\d.*", before)):
            yield day
        part_of_day = re.sub(r"(nacht|ochtend|morgen|middag|avond)$", "", day)
        for known in ("gisteren" if part_of_day == "gister" else part_of_day, day, day.removesuffix("s")):
            if grammar.has("days", known):
                yield known
                break


def _is_part_of_day(form: str, said: str) -> bool:
    """Tell whether a moment was said: itself, or its day where a part of it was ('morgen', 'morgenochtend')."""
    return form == said or said.startswith(form) or said in _PARTS_OF_TODAY.get(form, ())


def without_said(kind: str, own: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    """Return which values of one kind were not said, taking one person under two names as one."""
    if kind == "number" and own & {"1"}:
        own = own - {"1"}
    if kind == "moment":
        return frozenset(form for form in own if not any(_is_part_of_day(form, other) for other in said))
    if kind != "person":
        return own - said
    return frozenset(
        form for form in own if form not in said and not any(form in group and group & said for group in _PERSON_GROUPS)
    )
