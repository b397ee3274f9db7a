from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.sentences import LONGEST_CHARACTERS, sentences, speakable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hallo? Bent u daar nog?", ("Hallo?", "Bent u daar nog?")),
        ("Drie dagen! En niemand belt terug...", ("Drie dagen!", "En niemand belt terug...")),
        ('Hij zei: "Morgen." En toen hing hij op.', ('Hij zei: "Morgen.', "En toen hing hij op.")),
        ("One point five percent.", ("One point five percent.",)),
        ("", ()),
        ("  ...  !  ", ()),
        ("Wacht… ik zoek het op.", ("Wacht…", "ik zoek het op.")),
    ],
)
def test_a_line_is_spoken_a_sentence_at_a_time(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["[[h@l'oU]] hello", "\x1b[31mrood\x1b[0m", "hallo\0 daar", "hoi 😀 <b>u</b>"])
def test_nothing_but_words_reaches_an_engine(text: str) -> None:
    spoken = speakable(text)
    assert not any(sign in spoken for sign in "[]\x1b\0😀<>")


def test_accents_stay() -> None:
    assert speakable("Eén café, naïef") == "Eén café, naïef"


@given(st.text(max_size=700))
def test_pieces_are_short_and_hold_something_to_say(text: str) -> None:
    for piece in sentences(text):
        assert 0 < len(piece) <= LONGEST_CHARACTERS
        assert any(letter.isalnum() for letter in piece)


@given(st.lists(st.text("abcdé", min_size=1, max_size=12), min_size=1, max_size=150))
def test_no_word_is_lost(words: list[str]) -> None:
    assert " ".join(sentences(" ".join(words) + ".")).rstrip(".").split() == words
