from __future__ import annotations

import pytest

from audio.voices.kokoro_phonemes import MOST_TOKENS, kokoro_phonemes, tokens_of


def spell(voice: str, words: str) -> str:
    """A phonemizer that knows four words."""
    table = {"good day": "ɡˈʊd dˈeɪ", "judge": "dʒˈʌdʒ", "goed": "ɣˈut", "huis": "hˈœys"}
    return f"{table[words]}" if voice in ("en-us", "nl") else "?"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("good day.", "en", "ɡˈʊd dˈeɪ."),
        ("good day, judge!", "en", "ɡˈʊd dˈeɪ, dʒˈʌdʒ!"),
        ("judge...", "en", "dʒˈʌdʒ."),
        ("...", "en", "."),
    ],
)
def test_punctuation_stays_and_sounds_are_respelled(text: str, language: str, expected: str) -> None:
    assert kokoro_phonemes(text, language, spell) == expected


def test_tokens_leave_out_what_the_vocabulary_lacks() -> None:
    assert tokens_of("abza", {"a": 1, "b": 2}) == [1, 2, 1]
    assert len(tokens_of("a" * 2_000, {"a": 1})) == MOST_TOKENS
