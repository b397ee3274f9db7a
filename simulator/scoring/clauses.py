"""Cuts a turn into clauses without punctuation, so that each can be compared on its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from simulator.scoring.grammar import Grammar
from simulator.scoring.text import Words
from simulator.scoring.values import values

_LEAST: Final = 4
"""Words a clause has at least; shorter pieces mean too little on their own."""
_INSIDE_VALUES: Final = frozenset({"far", "half", "quarter"})
"""Words before which 'and' and 'so' divide nothing ('an hour and half', 'so far')."""
_LEAST_STATED: Final = 3
"""Words a statement of a summary has at least on either side of a cut."""
_WINDOW: Final = 7
"""Words in a stretch of a long statement."""
_STRIDE: Final = 2
_MOST: Final = 18
"""Words after which a clause is cut at the next joiner or pronoun."""


def clauses(words: Words, grammar: Grammar) -> tuple[tuple[int, int], ...]:
    """Return the token ranges [first, last] of a turn's clauses; together they hold every word.

    A clause ends before a joiner ('en', 'but') that is followed by a subject, a verb or a question word, and before a
    pronoun when the clause already has its verb.
    """
    forms = words.forms
    if not forms:
        return ()
    cuts = [0]
    for index in range(1, len(forms)):
        length = index - cuts[-1]
        if length < _LEAST or len(forms) - index < _LEAST - 1:
            continue
        form = forms[index]
        following = forms[index + 1] if index + 1 < len(forms) else ""
        opens = (
            grammar.has("pronouns", following)
            or grammar.has("question_verbs", following)
            or grammar.has("question_words", following)
            or grammar.has("subjects", following)
        )
        joined = grammar.has("joiners", form) and opens
        before = forms[index - 1]
        own_subject = (
            (grammar.has("first_person", form) or grammar.has("second_person", form))
            and not grammar.has("joiners", before)
            and not grammar.has("subordinators", before)
            and not grammar.has("question_words", before)
            and not grammar.has("question_verbs", before)
            and before not in ("dat", "that", "of", "if", "met", "voor", "aan", "to", "for", "with", "van", "bij")
            and (grammar.has("question_verbs", following) or "'" in form or _first_person_verb(grammar, following))
        )
        if joined or own_subject or (length >= _MOST and opens):
            cuts.append(index)
    return tuple(zip(cuts, [*(cut - 1 for cut in cuts[1:]), len(forms) - 1], strict=True))


def _first_person_verb(grammar: Grammar, form: str) -> bool:
    group = "first_person_verbs" if "first_person_verbs" in grammar.sets else "plain_verbs"
    return grammar.has(group, form)


def statements(words: Words, grammar: Grammar, asked: frozenset[int] = frozenset()) -> tuple[tuple[int, int], ...]:
    """Return the token ranges [first, last] of what a summary states, one thing each, without what frames it.

    The frame ('als ik het goed begrijp', 'klopt dat') belongs to no range; the rest is cut at every joiner or comma
    that leaves at least `_LEAST_STATED` words on both sides, and at every stop. Where the recogniser wrote no
    punctuation the joiners cut alone, and `windows_of` looks into what stays long.

    Args:
        words: the turn.
        grammar: of its language.
        asked: words of questions, which state nothing.
    """
    forms = words.forms
    breaks = [_break_before(words, index) for index in range(len(forms))]
    frame = asked | {
        index
        for group in ("summary_opening", "tags", "invites_correction")
        for phrase in grammar.phrases[group]
        for first, last in words.find(phrase.pattern)
        for index in _up_to_stop(first, last, breaks)
    }
    ranges: list[tuple[int, int]] = []
    start: int | None = None
    for index, form in enumerate([*forms, ""]):
        ended = index == len(forms) or index in frame
        divides = start is not None and (
            breaks[index : index + 1] == ["stop"]
            or (
                (
                    (grammar.has("dividers", form) and not _holds_values_together(forms, index, grammar))
                    or breaks[index : index + 1] == ["comma"]
                )
                and index - start >= _LEAST_STATED
                and len(forms) - index >= _LEAST_STATED
            )
        )
        if start is not None and (ended or divides):
            if index - start >= 2:
                ranges.append((start, index - 1))
            start = None
        if not ended and start is None:
            start = index
    return tuple(ranges)


def _holds_values_together(forms: Sequence[str], index: int, grammar: Grammar) -> bool:
    """Tell whether a joiner stands inside a value ('two hundred and forty', 'in July and August', 'so far')."""
    before = forms[index - 1] if index else ""
    following = forms[index + 1] if index + 1 < len(forms) else ""
    if following in _INSIDE_VALUES:
        return True
    one, other = values((before,), grammar), values((following,), grammar)
    number = bool(one["number"]) or before in ("hundred", "thousand")
    return (number and bool(other["number"])) or bool(one["day"] and other["day"])


def _break_before(words: Words, index: int) -> str:
    """Return what the punctuation between a word and the one before it does: 'stop', 'comma' or nothing."""
    if index == 0:
        return ""
    between = words.text[words.tokens[index - 1].end : words.tokens[index].start]
    if any(mark in between for mark in ".?!;:…"):
        return "stop"
    return "comma" if "," in between else ""


def _up_to_stop(first: int, last: int, breaks: Sequence[str]) -> range:
    """Return the words of a phrase up to the first stop inside it: a phrase with gaps may reach too far."""
    for index in range(first + 1, last + 1):
        if breaks[index] == "stop":
            return range(first, index)
    return range(first, last + 1)


def windows_of(words: Words) -> tuple[Words, ...]:
    """Return overlapping stretches of a long statement, which may hold several things without a joiner between.

    Recognisers drop the commas of an enumeration, so where one thing ends and the next begins is not known.
    """
    if len(words) <= _WINDOW + 2:
        return ()
    starts = sorted({*range(0, len(words) - _WINDOW, _STRIDE), len(words) - _WINDOW})
    return tuple(words.piece(start, start + _WINDOW - 1) for start in starts)


def neighbours_of(words: Words, pieces: Sequence[Words]) -> tuple[Words, ...]:
    """Return every two statements that follow one another without a stop as one: a thing may take two clauses.

    Args:
        words: the turn.
        pieces: its statements, in order.
    """
    place = {token.start: index for index, token in enumerate(words.tokens)}
    joined = []
    for one, other in pairwise(pieces):
        first, last = place[one.tokens[0].start], place[other.tokens[-1].start]
        begins = place[other.tokens[0].start]
        follows = begins == place[one.tokens[-1].start] + 1 and _break_before(words, begins) != "stop"
        if follows and len(one) + len(other) <= _MOST:
            joined.append(words.piece(first, last))
    return tuple(joined)
