from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.grammar import grammar
from simulator.scoring.questions import find_questions
from simulator.scoring.text import Words

NL, EN = Language.DUTCH, Language.ENGLISH

CASES = [
    (NL, "Neemt u mij eens mee in wat er gebeurde.", ["open"]),
    (NL, "Dat heeft u zeker overgeslagen.", ["closed+leading+assumption"]),
    (NL, "Hoe het ook zij, we gaan verder.", []),
    (NL, "Wat u ziet is het startscherm.", []),
    (NL, "Als u herstart heeft u weer verbinding.", []),
    (NL, "Dan kunt u straks weer inloggen.", []),
    (NL, "Drukt u maar op de knop.", []),
    (NL, "Wat is dat vervelend zeg!", []),
    (NL, "Waarmee kan ik u helpen?", ["open"]),
    (NL, "Mag ik uw postcode?", ["closed"]),
    (NL, "Waarom heeft u niet eerder gebeld?", ["open+reproach"]),
    (NL, "Heeft u het modem herstart en wat ziet u nu?", ["closed+stacked", "open+stacked"]),
    (NL, "U heeft twee keer betaald, klopt dat?", ["closed"]),
    (NL, "Is het lampje rood of is het groen?", ["closed"]),
    (NL, "Oei, dat is flauw, zeker als u er gewoon op zat te wachten. Wat staat er precies in de app?", ["open"]),
    (NL, "Leest u mij eens voor wat er staat.", ["open"]),
    (NL, "Dan heeft u het verkeerde nummer ingetoetst.", []),
    (NL, "Hoe heeft u dat scherm kapot gekregen?", ["open+assumption"]),
    (EN, "Read me what it says on the screen.", ["open"]),
    (EN, "Can you read me the number on the back?", ["closed"]),
    (EN, "Who did you give your PIN to?", ["open+assumption"]),
    (EN, "Who am I speaking with?", ["closed"]),
    (EN, "Walk me through what happened.", ["open"]),
    (EN, "Where it hurts is the billing.", []),
    (EN, "You did plug it in, didn't you?", ["closed+leading"]),
    (EN, "Should you need me again, just call.", []),
    (EN, "Neither do I.", []),
    (EN, "What a mess.", []),
    (EN, "May I have your postcode?", ["closed"]),
    (EN, "Why on earth did you do that?", ["open+reproach"]),
    (EN, "Have you restarted it, and what do the lights do now?", ["closed+stacked", "open+stacked"]),
    (EN, "You paid twice, is that right?", ["closed"]),
    (EN, "How long have you been waiting?", ["open"]),
]


def read(language: Language, text: str) -> list[str]:
    words = Words.of(text, dutch=language is NL)
    return ["+".join([q.form.value, *(f.value for f in q.flags)]) for q in find_questions(words, grammar(language))]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_questions_are_read_by_what_they_do(language: Language, text: str, wanted: list[str]) -> None:
    assert read(language, text) == wanted


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_no_question_hangs_on_punctuation_or_capitals(language: Language, text: str, wanted: list[str]) -> None:
    spoken = "".join(c for c in text.lower() if c not in ",.?!")
    assert read(language, spoken) == wanted
    assert read(language, spoken.upper() + "?!") == wanted


def test_a_quote_ends_with_its_sentence() -> None:
    words = Words.of("Wat ziet u nu? Ik kijk met u mee.", dutch=True)
    assert [q.text for q in find_questions(words, grammar(NL))] == ["Wat ziet u nu"]
