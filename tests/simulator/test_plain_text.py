"""Text of people and files does not steer the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from simulator.plain_text import MAX_COMBINING, one_line, plain


@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = plain(text)
    assert all(
        character == "\n" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") for character in shown
    )
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@given(st.text())
def test_it_is_done_once_and_for_all(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Mn", "Me"))))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_an_escape_code_is_shown_and_not_done() -> None:
    assert plain("\x1b[2Jweg\x07") == "\N{REPLACEMENT CHARACTER}[2Jweg\N{REPLACEMENT CHARACTER}"


def test_marks_do_not_climb() -> None:
    assert plain("e" + "\u0301" * 40 + "n") == "e" + "\u0301" * MAX_COMBINING + "n"


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("een\ntwee   drie", 40) == "een twee drie"
    assert one_line("a" * 10_000, 12) == "a" * 11 + "…"
