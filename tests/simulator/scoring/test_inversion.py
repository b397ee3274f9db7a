from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.grammar import grammar
from simulator.scoring.questions import find_questions
from simulator.scoring.text import Words

NL, EN = Language.DUTCH, Language.ENGLISH

ASKS = [
    (EN, "would thursday afternoon suit you", "closed"),
    (EN, "on the back of the meter is there a long number", "closed"),
    (EN, "what part of the house do you hear it in", "open"),
    (EN, "ever had this before", "closed"),
    (EN, "thanks for that is the address still the same", "closed"),
    (NL, "rammelt hij ook met de deur dicht", "closed"),
    (NL, "komt donderdagmiddag u uit", "closed"),
    (NL, "zal ik het opzoeken dan hoeft u dat niet zelf te doen", "closed"),
    (NL, "u spreekt met fatma wat is er aan de hand", "open"),
    (NL, "mag ik vragen waarom u wilt opzeggen", "open"),
]
ASKS_NOTHING = [
    (EN, "should it happen again give us a ring straight away"),
    (EN, "had you called yesterday the offer would still have been open"),
    (EN, "is it annoying yes but it is safe"),
    (EN, "how it works is you pay the first month now"),
    (EN, "we thank the people who are waiting"),
    (EN, "may i say you've been ever so patient"),
    (NL, "gaat het onderdeel stuk dan vervangen we het gratis"),
    (NL, "had u gisteren gebeld dan gold de aanbieding nog"),
    (NL, "zo werkt dat bij ons niet"),
    (NL, "u moet vandaag betalen anders komt er een deurwaarder"),
    (NL, "dat klopt u heeft dat goed gezien"),
    (NL, "doet u vooral de groeten aan uw moeder"),
]


def read(language: Language, text: str) -> list[str]:
    return [q.form.value for q in find_questions(Words.of(text, dutch=language is NL), grammar(language))]


@pytest.mark.parametrize(("language", "text", "form"), ASKS)
def test_a_verb_before_its_subject_asks(language: Language, text: str, form: str) -> None:
    assert read(language, text) == [form]


@pytest.mark.parametrize(("language", "text"), ASKS_NOTHING)
def test_conditions_concessions_and_orders_ask_nothing(language: Language, text: str) -> None:
    assert read(language, text) == []
