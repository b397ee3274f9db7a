from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.acts import find_acts
from simulator.scoring.assessment import ActKind
from simulator.scoring.grammar import grammar
from simulator.scoring.questions import find_questions
from simulator.scoring.text import Words

NL, EN = Language.DUTCH, Language.ENGLISH


def assumes(language: Language, text: str) -> bool:
    words = Words.of(text, dutch=language is NL)
    rules = grammar(language)
    acts = find_acts(words, rules, find_questions(words, rules), frozenset())
    return any(act.kind is ActKind.ASSUMPTION for act in acts)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "You must have pressed the wrong button."),
        (EN, "You probably forgot to plug it in."),
        (EN, "You've probably typed it wrong."),
        (EN, "You never told us you were moving."),
        (EN, "That'll be because you left it running."),
        (NL, "U heeft zeker het verkeerde nummer ingetoetst."),
        (NL, "U bent vast vergeten op te slaan."),
        (NL, "Waarschijnlijk bent u het vergeten."),
        (NL, "Uw zoon zal er wel aan gezeten hebben."),
        (NL, "Dat komt doordat u er niet goed voor zorgt."),
    ],
)
def test_what_the_caller_did_is_taken_for_granted(language: Language, text: str) -> None:
    assert assumes(language, text)
    assert assumes(language, "".join(c for c in text.lower() if c not in ".,?"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "You must be so worried."),
        (EN, "You'll have a new card by Friday."),
        (EN, "You probably know this already, but we shut at five."),
        (EN, "You've probably had enough of waiting."),
        (EN, "It must have been a shock to see that."),
        (NL, "U zult wel ongerust zijn geweest."),
        (NL, "U krijgt waarschijnlijk maandag een brief."),
        (NL, "Wat vervelend, zeker nu u zo vlak voor uw vakantie zit."),
        (NL, "U heeft vast geen zin om nog langer te wachten."),
    ],
)
def test_sympathy_and_plans_take_nothing_for_granted(language: Language, text: str) -> None:
    assert not assumes(language, text)
