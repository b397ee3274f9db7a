"""Finds questions by what they do: in the order of words, not by a first letter or a question mark.

A question shows in an inverted verb and subject ('heeft u', 'did it'), a question word with inversion ('wat ziet u',
'what did you see'; but not 'wat u ziet', 'where it hurts'), a request to tell ('neemt u mij eens mee'), a tag
('klopt dat', 'is that right') or in words that only ask for a yes ('dat heeft u zeker overgeslagen').

Open or closed is decided by the answer it leaves room for: closed asks for yes or no, for a choice, or for an
item of administration (a name, a number, a code); everything else that asks is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from simulator.language import Language
from simulator.scoring.assessment import Question, QuestionFlag, QuestionForm, QuestionWording
from simulator.scoring.checks import find_checks
from simulator.scoring.grammar import Grammar
from simulator.scoring.inversion import (
    complete_before,
    is_stop_before,
    opens_polar,
    opens_sentence,
    verb_of_question_word,
)
from simulator.scoring.text import Words

_REQUEST_REACH = 6
"""A question word this close behind a request to tell belongs to it ('kunt u mij vertellen wat is er gebeurd')."""


class _Kind(IntEnum):
    """How a question was recognised; lower wins where two begin at the same word."""

    CLOSED_REQUEST = 0
    OPEN_REQUEST = 1
    QUESTION_WORD = 2
    TAG = 3
    POLAR = 4
    LEADING = 5
    ELLIPTIC = 6
    UNMARKED = 7


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    kind: _Kind


def find_questions(words: Words, grammar: Grammar) -> tuple[Question, ...]:
    """Return the questions of a turn, from left to right, with their flags.

    Args:
        words: the turn.
        grammar: of the turn's language.
    """
    found = _merged(sorted(_candidates(words, grammar), key=lambda f: (f.first, f.kind)), words, grammar)
    asking = [f for f in found if f.kind is not _Kind.TAG]
    questions = []
    for index, item in enumerate(found):
        following = found[index + 1].first if index + 1 < len(found) else len(words)
        last = max(item.last, _clause_end(words, item.first, following - 1))
        stacked = item.kind is not _Kind.TAG and len(asking) > 1
        flags = _flags(words, grammar, item, last, stacked=stacked)
        questions.append(
            Question(
                text=words.quote(item.first, last),
                span=words.span(item.first, last),
                form=_form(words, grammar, item, last),
                flags=flags,
                wording=_WORDINGS[item.kind],
            )
        )
    return tuple(questions)


_WORDINGS = {
    _Kind.CLOSED_REQUEST: QuestionWording.REQUEST,
    _Kind.OPEN_REQUEST: QuestionWording.REQUEST,
    _Kind.QUESTION_WORD: QuestionWording.QUESTION_WORD,
    _Kind.POLAR: QuestionWording.POLAR,
    _Kind.LEADING: QuestionWording.STATEMENT,
    _Kind.TAG: QuestionWording.TAG,
    _Kind.ELLIPTIC: QuestionWording.QUESTION_WORD,
    _Kind.UNMARKED: QuestionWording.STATEMENT,
}


def _candidates(words: Words, grammar: Grammar) -> Iterator[_Found]:
    """Yield everything that may be a question, overlaps included."""
    hidden = {
        index
        for group in ("not_question", "exclamation")
        for first, last in _matches(words, grammar, group)
        for index in range(first, last + 1)
    }
    for first, last in _matches(words, grammar, "closed_request"):
        told = grammar.has("question_words", words.forms[first]) and _is_told(words, grammar, first)
        if _request_starts(words, first) and not told:
            yield _Found(first, last, _Kind.CLOSED_REQUEST)
    for first, last in _matches(words, grammar, "open_request"):
        if _request_starts(words, first):
            yield _Found(first, last, _Kind.OPEN_REQUEST)
    for first, last in _matches(words, grammar, "leading"):
        yield _Found(first, last, _Kind.LEADING)
    for first, last in find_checks(words, grammar):
        if first not in hidden:
            yield _Found(first, last, _Kind.TAG)
    for group, kind in (("elliptic", _Kind.ELLIPTIC), ("unmarked", _Kind.UNMARKED)):
        for first, last in _matches(words, grammar, group):
            begins = opens_sentence(words, grammar, first) or (
                kind is _Kind.ELLIPTIC
                and complete_before(words, grammar, first)
                and not grammar.has("knowing_words", words.forms[first - 1])
            )
            if last == len(words) - 1 and begins and first not in hidden:
                yield _Found(first, last, kind)
    summed_up = _summed_up(words, grammar)
    checked = summed_up.stop < len(words)
    for index in range(len(words)):
        if index in hidden:
            continue
        asks_in_words = grammar.has("question_words", words.forms[index])
        if index in summed_up and (checked or not asks_in_words) and not is_stop_before(words, index):
            continue
        verb = verb_of_question_word(words, grammar, index)
        if verb is not None:
            hidden.update(range(index + 1, verb + 1))
            yield _Found(index, index, _Kind.QUESTION_WORD)
        elif opens_polar(words, grammar, index):
            yield _Found(index, index, _Kind.POLAR)


def _summed_up(words: Words, grammar: Grammar) -> range:
    """Return the words of a summary between its opening and its check: there 'sinds maandag heeft u ...' tells."""
    opening = min((last for _, last in _matches(words, grammar, "summary_opening")), default=None)
    if opening is None or grammar.language is Language.ENGLISH:
        return range(0)
    checks = [first for first, _ in find_checks(words, grammar) if first > opening]
    return range(opening + 1, max(checks, default=len(words)))


def _matches(words: Words, grammar: Grammar, group: str) -> Iterator[tuple[int, int]]:
    for phrase in grammar.phrases[group]:
        yield from words.find(phrase.pattern)


def _merged(candidates: list[_Found], words: Words, grammar: Grammar) -> list[_Found]:
    """Keep one candidate a question: the earliest; what lies inside or right behind a request goes with it."""
    kept: list[_Found] = []
    for item in candidates:
        if not kept:
            kept.append(item)
            continue
        before = kept[-1]
        inside = item.first <= before.last
        if before.kind is _Kind.LEADING and inside:
            if item.kind in (_Kind.QUESTION_WORD, _Kind.OPEN_REQUEST, _Kind.CLOSED_REQUEST, _Kind.POLAR) and (
                item.first > before.first + 3 and before.last - item.first > 2
            ):
                kept.append(item)
            continue
        if inside:
            continue
        behind_request = before.kind in (_Kind.OPEN_REQUEST, _Kind.CLOSED_REQUEST) and (
            item.kind in (_Kind.QUESTION_WORD, _Kind.ELLIPTIC)
            and item.first - before.last <= _REQUEST_REACH
            and words.forms[item.first - 1] not in ("en", "and")
        )
        choice = before.kind is item.kind is _Kind.POLAR and words.forms[item.first - 1] in ("of", "or")
        embedded = (
            before.kind is _Kind.POLAR
            and item.kind in (_Kind.QUESTION_WORD, _Kind.ELLIPTIC)
            and item.first - before.first <= _REQUEST_REACH
            and grammar.has("knowing_words", words.forms[item.first - 1])
        )
        restart = (
            item.kind is before.kind is _Kind.QUESTION_WORD
            and item.first - before.first <= 2
            and words.forms[item.first] == words.forms[before.first]
        )
        if behind_request or embedded or restart or choice:
            continue
        if before.kind is _Kind.LEADING and item.kind is _Kind.TAG and item.first - before.last <= 2:
            continue
        kept.append(item)
    return kept


def _clause_end(words: Words, first: int, limit: int) -> int:
    """Return the last word of the clause that begins at `first`, for quoting; never behind `limit`."""
    for index in range(first + 1, limit + 1):
        between = words.text[words.tokens[index - 1].end : words.tokens[index].start]
        if any(mark in between for mark in "?!.;"):
            return index - 1
        if index - first >= 4 and words.forms[index] in ("want", "omdat", "because"):
            return index - 1
    while limit > first and words.forms[limit] in ("en", "and", "maar", "but"):
        limit -= 1
    return limit


def _form(words: Words, grammar: Grammar, item: _Found, last: int) -> QuestionForm:
    """Decide what room the question leaves for an answer."""
    if item.kind in (_Kind.POLAR, _Kind.LEADING, _Kind.TAG, _Kind.CLOSED_REQUEST, _Kind.UNMARKED):
        return QuestionForm.CLOSED
    for first, _ in _matches(words.piece(item.first, last), grammar, "closed_request"):
        asked_behind = _REQUEST_REACH if item.kind is _Kind.OPEN_REQUEST else 3
        if first <= asked_behind:
            return QuestionForm.CLOSED
    return QuestionForm.OPEN


def _flags(words: Words, grammar: Grammar, item: _Found, last: int, *, stacked: bool) -> tuple[QuestionFlag, ...]:
    piece = words.piece(item.first, last)
    flags = []
    leads = item.kind is _Kind.LEADING or any(True for _ in _matches(piece, grammar, "leading"))
    if leads and item.kind is not _Kind.TAG:
        flags.append(QuestionFlag.LEADING)
    if stacked:
        flags.append(QuestionFlag.STACKED)
    if item.kind is not _Kind.TAG and any(True for _ in _matches(piece, grammar, "assumption")):
        flags.append(QuestionFlag.ASSUMPTION)
    if any(first <= 2 for first, _ in _matches(piece, grammar, "reproach")):
        flags.append(QuestionFlag.REPROACH)
    return tuple(flags)


def _is_told(words: Words, grammar: Grammar, first: int) -> bool:
    """Tell whether a question word only says what is known ('I know how many there are')."""
    forms = words.forms
    if any(grammar.has("knowing_words", form) for form in forms[max(0, first - 2) : first]):
        return True
    for form in forms[first + 1 : first + _REQUEST_REACH]:
        if grammar.has("question_verbs", form):
            return False
        if grammar.has("pronouns", form) or form == "tot":
            return True
    return False


def _request_starts(words: Words, first: int) -> bool:
    """Tell whether a request can begin here: not behind the speaker's own subject ('ik vertel u', 'I can tell')."""
    if first == 0:
        return True
    before = words.forms[first - 1]
    own = before in (
        "ik",
        "we",
        "wij",
        "i",
        "to",
        "i'll",
        "we'll",
        "i'd",
        "te",
        "can",
        "will",
        "me",
        "us",
        "not",
        "niet",
    )
    return not own and not before.endswith("n't") and not (before in ("you", "u", "dat", "dan", "daar") and first >= 1)
