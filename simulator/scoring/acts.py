"""What else a turn does: greeting, empathy, an order, a closing; each with the words that show it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from simulator.language import Language
from simulator.scoring.assessment import Act, ActKind, Question, QuestionFlag, QuestionWording
from simulator.scoring.grammar import Grammar
from simulator.scoring.grammar import grammar as grammar_of
from simulator.scoring.inversion import is_stop_before
from simulator.scoring.text import Words

_GROUPS: Final = (
    ActKind.GREETING, ActKind.NAME, ActKind.OFFER_OF_HELP, ActKind.EMPATHY, ActKind.APOLOGY, ActKind.ORDER,
    ActKind.OFFER, ActKind.PROMISE, ActKind.REFUSAL, ActKind.AGREEMENT, ActKind.CLOSING, ActKind.HOLD_ANNOUNCED,
    ActKind.HANDOVER, ActKind.CALL_BACK, ActKind.EXPLANATION,
)  # fmt: skip
_OPENING: Final = (ActKind.GREETING, ActKind.NAME, ActKind.OFFER_OF_HELP)
"""Thanks for the call in a turn that does one of these open the call and do not close it."""
_FOLLOW_UP_WORDS: Final = 1
"""A question takes up the caller's words when it holds at least one content word of the caller's last line."""


def find_acts(
    words: Words, grammar: Grammar, questions: Sequence[Question], caller_words: frozenset[str]
) -> tuple[Act, ...]:
    """Return the acts that phrases and questions show, in the order of the text.

    Args:
        words: the turn.
        grammar: of the turn's language.
        questions: the questions found in the turn.
        caller_words: content words of the caller's last line, as stems.
    """
    acts: list[Act] = []
    for kind in _GROUPS:
        best: tuple[int, int] | None = None
        phrases = grammar.phrases[kind.value]
        if kind is ActKind.CLOSING and not any(act.kind in _OPENING for act in acts):
            phrases += grammar.phrases["closing_thanks"]
        for phrase in phrases:
            for first, found_last in words.find(phrase.pattern):
                last = _up_to_stop(words, first, found_last)
                if kind is ActKind.ORDER and not _orders(words, grammar, first, last):
                    continue
                if best is None or (first, -last) < (best[0], -best[1]):
                    best = (first, last)
        if best is not None:
            acts.append(Act(kind, words.quote(*best), words.span(*best)))
    for question in questions:
        if question.wording is QuestionWording.TAG:
            acts.append(Act(ActKind.CHECK, question.text, question.span))
        if QuestionFlag.ASSUMPTION in question.flags:
            acts.append(Act(ActKind.ASSUMPTION, question.text, question.span))
        if QuestionFlag.REPROACH in question.flags:
            acts.append(Act(ActKind.REPROACH, question.text, question.span))
        if (
            caller_words & content_stems(Words.of(question.text), grammar)
            and question.wording is not QuestionWording.TAG
        ):
            acts.append(Act(ActKind.FOLLOW_UP, question.text, question.span))
    if not any(act.kind is ActKind.ASSUMPTION for act in acts):
        for phrase in grammar.phrases["assumption"]:
            for first, found_last in words.find(phrase.pattern):
                last = _up_to_stop(words, first, found_last)
                acts.append(Act(ActKind.ASSUMPTION, words.quote(first, last), words.span(first, last)))
                break
            else:
                continue
            break
    return tuple(sorted(acts, key=lambda act: (act.span.start, act.kind.value)))


def _up_to_stop(words: Words, first: int, last: int) -> int:
    """Return the last word of the sentence a phrase begins in: a phrase with gaps may reach into the next one."""
    return next((index - 1 for index in range(first + 1, last + 1) if is_stop_before(words, index)), last)


def _orders(words: Words, grammar: Grammar, first: int, last: int) -> bool:
    """Tell whether a phrase that looks like an order is one here.

    A verb orders where a clause can begin ('wait a moment', not 'you wait so long'); 'you must have done' supposes and
    'you should have done' blames.
    """
    forms = words.forms
    if grammar.language is not Language.ENGLISH:
        return True
    if forms[first] in ("you", "you'll", "you've"):
        return "have" not in forms[first + 2 : min(last, first + 3) + 1] or forms[first + 1 : first + 2] == ("have",)
    before = forms[first - 1] if first else ""
    return (
        first == 0
        or is_stop_before(words, first)
        or grammar.has("openers", before)
        or grammar.has("joiners", before)
        or before in ("first", "just", "please", "now", "then")
        or forms[first] in ("just", "now")
    )


def content_stems(words: Words, grammar: Grammar) -> frozenset[str]:
    """Return the stems of a turn's content words."""
    return _content_stems(words.forms, grammar.language)


@lru_cache(maxsize=16384)
def _content_stems(forms: tuple[str, ...], language: Language) -> frozenset[str]:
    stop_words = grammar_of(language).sets["stop_words"]
    return frozenset(stem(form) for form in forms if len(form) > 2 and form not in stop_words)


@lru_cache(maxsize=32768)
def stem(form: str) -> str:
    """Return a crude stem: enough to let 'storing' meet 'storingen' and 'router' meet 'routers'."""
    for ending in ("ingen", "heden", "tjes", "jes", "ing", "en", "je", "es", "ed", "s", "t", "d", "e"):
        if form.endswith(ending) and len(form) - len(ending) >= 4:
            return form[: -len(ending)]
    return form
