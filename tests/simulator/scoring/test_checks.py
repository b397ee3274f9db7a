from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.checks import find_checks
from simulator.scoring.grammar import grammar
from simulator.scoring.text import Words

CHECKS = [
    (Language.ENGLISH, "is that how it went"),
    (Language.ENGLISH, "have i got that right"),
    (Language.ENGLISH, "did i leave anything out or is it complete"),
    (Language.ENGLISH, "would you say that's right"),
    (Language.ENGLISH, "is that the picture"),
    (Language.ENGLISH, "correct"),
    (Language.DUTCH, "heb ik alles"),
    (Language.DUTCH, "zeg ik het zo goed"),
    (Language.DUTCH, "is het zo gegaan"),
    (Language.DUTCH, "heb ik het zo compleet"),
    (Language.DUTCH, "mis ik nog iets"),
    (Language.DUTCH, "ja"),
]
NO_CHECKS = [
    (Language.ENGLISH, "the bill is right"),
    (Language.ENGLISH, "i'm afraid i'll do it wrong"),
    (Language.ENGLISH, "click the menu at the top right"),
    (Language.DUTCH, "het gaat erom dat de rekening klopt"),
    (Language.DUTCH, "ik heb alles genoteerd"),
]
BEFORE = {Language.ENGLISH: "so you paid the invoice twice ", Language.DUTCH: "dus u heeft de rekening dubbel betaald "}


@pytest.mark.parametrize(("language", "text"), CHECKS)
def test_a_check_is_heard_in_any_wording(language: Language, text: str) -> None:
    words = Words.of(BEFORE[language] + text, dutch=language is Language.DUTCH)
    assert any(True for _ in find_checks(words, grammar(language)))


@pytest.mark.parametrize(("language", "text"), NO_CHECKS)
def test_what_only_looks_like_a_check_is_none(language: Language, text: str) -> None:
    assert not list(find_checks(Words.of(text, dutch=language is Language.DUTCH), grammar(language)))
