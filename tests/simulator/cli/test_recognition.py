from __future__ import annotations

import pytest

from simulator.cli.recognition import normalised, recognition
from simulator.language import Language


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (Language.ENGLISH, "Forty-two pounds!", "forty two pounds"),
        (Language.ENGLISH, "42 pounds", "forty two pounds"),
        (Language.DUTCH, "3 dagen, hè?", "drie dagen hè"),
        (Language.DUTCH, "", ""),
    ],
)
def test_words_are_compared_as_spoken(language, text, words):
    assert normalised(text, language) == words


def test_misheard_words_are_named_with_what_was_heard():
    heard = recognition(["Good morning, this is Tom."], ["Good morning, this is Tim"], Language.ENGLISH)
    assert heard.words == 5
    assert heard.recognised == 4
    assert heard.misheard == (("tom", "tim"),)


def test_words_that_were_not_heard_count():
    heard = recognition(["One two three four."], ["one two"], Language.ENGLISH)
    assert heard.share == 0.5
    assert heard.misheard == (("three four", ""),)


def test_nothing_said_is_nothing_missed():
    assert recognition([], ["uh"], Language.ENGLISH).share == 1.0
