from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.scoring.ordinary import is_ordinary

NL, EN = Language.DUTCH, Language.ENGLISH


@pytest.mark.parametrize(
    ("language", "word"),
    [(EN, "unticked"), (EN, "doublecheck"), (EN, "overfilled"), (EN, "teabags"), (NL, "koektrommel"),
     (NL, "kapotgeknaagd"), (NL, "fietsbelletje"), (NL, "opgehangen")],
)  # fmt: skip
def test_everyday_words_bent_or_joined_are_ordinary(language: Language, word: str) -> None:
    assert is_ordinary(word, language)


@pytest.mark.parametrize(
    ("language", "word"),
    [(EN, "subrogation"), (EN, "spirometry"), (EN, "hereditament"), (NL, "royement"), (NL, "spirometrie")],
)
def test_learned_words_are_not(language: Language, word: str) -> None:
    assert not is_ordinary(word, language)


@settings(deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=40), st.sampled_from(list(Language)))
def test_any_row_of_letters_gets_an_answer(word: str, language: Language) -> None:
    assert is_ordinary(word, language) in (True, False)
