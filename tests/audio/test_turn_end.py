from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.turn_end import DICTATED, PauseReading, TurnEndSettings, end_silence_s, over_score, words_over
from audio.turn_words import MOST, last_sentence, shape, turn_words

SETTINGS = TurnEndSettings()
WAITS = (SETTINGS.sure_s, SETTINGS.unsure_s, SETTINGS.unlikely_s)
PROBABILITY = st.one_of(st.none(), st.floats(0, 1))
WORDS = st.one_of(st.none(), st.floats(-MOST, MOST))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik ga even kijken"),
        ("nl", "Ik ga nu even kijken, eh"),
        ("nl", "Dat begrijp ik, maar"),
        ("nl", "Mag ik uw postcode en"),
        ("nl", "Welke kleur heeft het"),
        ("nl", "Dan stuur ik u een..."),
        ("nl", "Waar heeft u?"),
        ("nl", "Ik wil u daar graag mee helpen, want de."),
        ("en", "Could you please tell me what the?"),
        ("en", "Where did you?"),
        ("en", "I cannot do that because"),
        ("en", "Could you tell me what the"),
        ("en", "Let me see"),
        ("en", "Let me see, uh."),
        ("en", "I am going to"),
        ("en", "So your internet is down since Monday, and you"),
    ],
)
def test_who_ends_on_a_beginning_goes_on(language: str, text: str) -> None:
    assert words_over(text, language) < 0.0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Klopt dat?"),
        ("nl", "klopt dat"),
        ("nl", "Dank u wel."),
        ("nl", "Waar kan ik u mee helpen?"),
        ("nl", "Nee, dat klopt niet."),
        ("nl", "Ja."),
        ("nl", "Een ogenblikje."),
        ("en", "How can I help you?"),
        ("en", "how can i help you"),
        ("en", "Thank you."),
        ("en", "I will look it up for you"),
        ("en", "Yes."),
        ("en", "One moment please."),
    ],
)
def test_a_whole_sentence_can_be_over_whatever_its_marks(language: str, text: str) -> None:
    assert words_over(text, language) > 0.0


@pytest.mark.parametrize(
    ("language", "whole", "begun"),
    [
        ("nl", "De monteur komt morgen.", "De monteur komt"),
        ("nl", "Ik stuur morgen een monteur.", "Ik stuur morgen een"),
        ("en", "The mechanic comes tomorrow.", "The mechanic"),
        ("en", "Okay, so you have no internet", "Okay, so you have no"),
    ],
)
def test_a_whole_sentence_is_likelier_to_be_over_than_its_beginning(language: str, whole: str, begun: str) -> None:
    assert words_over(whole, language) > words_over(begun, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "It is zero six one two"), ("nl", "Dat is nul zes"), ("en", "The number is 06 12"), ("nl", "0612 34 56")],
)
def test_who_dictates_a_number_may_only_breathe(language: str, text: str) -> None:
    assert words_over(text, language) <= DICTATED


@pytest.mark.parametrize(("language", "text"), [("en", ""), ("nl", " . "), ("fr", "Je ne sais pas")])
def test_where_nothing_is_known_nothing_is_said(language: str, text: str) -> None:
    assert words_over(text, language) == 0.0


def test_only_the_last_sentence_counts_and_three_dots_end_none() -> None:
    assert last_sentence("I see. Where did it") == ["where", "did", "it"]
    assert last_sentence("So you said... that it fell") == ["so", "you", "said", "that", "it", "fell"]
    assert last_sentence("Fine. ...") == ["fine"]
    assert words_over("I am going to. Can I help you?", "en") > 0.0
    assert words_over("Can I help you? I am going to", "en") < 0.0


def test_rare_words_count_by_their_ending() -> None:
    assert shape("verzekering", "nl") == "~ing"
    assert shape("2024", "en") == "<n>"
    assert shape("ing", "en") == "~"
    assert turn_words("fr") is None


@pytest.mark.parametrize(
    ("reading", "wait_s"),
    [
        (PauseReading(0.9, 4.0, 0.95), SETTINGS.sure_s),
        (PauseReading(0.02, -4.0, 0.2), SETTINGS.unlikely_s),
        (PauseReading(None, 5.0, None), SETTINGS.sure_s),
        (PauseReading(None, -4.0, None), SETTINGS.unlikely_s),
        (PauseReading(), SETTINGS.unsure_s),
        (PauseReading(sounds=0.95), SETTINGS.sure_s),
        (PauseReading(sounds=0.2), SETTINGS.unsure_s),
        (PauseReading(sounds=0.01), SETTINGS.unlikely_s),
    ],
)
def test_how_long_a_pause_must_last(reading: PauseReading, wait_s: float) -> None:
    assert end_silence_s(reading) == wait_s


@given(PROBABILITY, WORDS, PROBABILITY)
def test_any_reading_has_a_wait(sounds: float | None, words: float | None, closes: float | None) -> None:
    assert end_silence_s(PauseReading(sounds, words, closes)) in WAITS


@given(*[st.tuples(st.floats(0, 1), st.floats(-MOST, MOST), st.floats(0, 1))] * 2, st.floats(0, 1))
def test_whatever_speaks_more_for_an_end_never_makes_wait_longer(
    one: tuple[float, float, float], other: tuple[float, float, float], last_word: float
) -> None:
    less, more = (
        PauseReading(*(pick(pair) for pair in zip(one, other, strict=True)), last_word) for pick in (min, max)
    )
    assert over_score(more) >= over_score(less)
    assert end_silence_s(more) <= end_silence_s(less)


@given(st.floats(-MOST, -1.0), st.floats(1.0, MOST))
def test_words_count_as_far_as_the_last_of_them_is_certain(begun: float, whole: float) -> None:
    def between(last_word: float) -> float:
        readings = (PauseReading(0.5, words, 0.7, last_word) for words in (begun, whole))
        goes_on, over = (over_score(each) for each in readings)
        return over - goes_on

    assert between(0.9) > between(0.3) > between(0.0) == 0.0


@given(st.text(max_size=80), st.sampled_from(["nl", "en", "xx"]))
def test_any_text_says_something(text: str, language: str) -> None:
    assert -MOST <= words_over(text, language) <= MOST
