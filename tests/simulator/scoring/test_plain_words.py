from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.plain_words import bare_term, plain_words


@pytest.mark.parametrize("language", list(Language))
def test_plain_words_do_not_hold_the_term_they_stand_for(language: Language) -> None:
    for term, words in plain_words(language).items():
        assert term not in bare_term(words).split(), term


def test_a_term_is_found_however_it_is_written() -> None:
    assert plain_words(Language.ENGLISH)[bare_term("Two-Factor Authentication")] == "logging in with an extra code"
