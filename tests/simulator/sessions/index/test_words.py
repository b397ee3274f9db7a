from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.sessions.index.words import Term, folded, terms_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Één moment, Renée!", ["een", "moment", "renee"]),
        ("e-mail, don't", ["e", "mail", "don", "t"]),
        ("Straße 12b_c", ["strasse", "12b", "c"]),
        ("", []),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  ", ()),
        ("!? --", None),
        ("drie dagen", (Term(("drie",), True), Term(("dagen",), True))),
        ('"drie dagen" uit', (Term(("drie", "dagen"), False), Term(("uit",), True))),
        ("e-mail", (Term(("e", "mail"), True),)),
        ('"open', (Term(("open",), True),)),
    ],
)
def test_a_question_comes_apart_into_terms(typed: str, terms: tuple[Term, ...] | None) -> None:
    assert terms_of(typed) == terms


@given(st.text())
def test_terms_hold_letters_and_digits_only(typed: str) -> None:
    for term in terms_of(typed) or ():
        assert term.words
        assert all(word.isalnum() and word == folded(word) for word in term.words)
