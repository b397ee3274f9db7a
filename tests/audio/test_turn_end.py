from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.prosody import MOST as MOST_PROSODY
from audio.turn_end import (
    DICTATED,
    LEAST_LIKELY,
    PauseReading,
    TurnEndSettings,
    end_silence_s,
    log_odds,
    over_score,
    wait_s,
    words_over,
)
from audio.turn_words import MOST, last_sentence, shape, turn_words

SETTINGS = TurnEndSettings()
PROBABILITY = st.one_of(st.none(), st.floats(0, 1))
WORDS = st.one_of(st.none(), st.floats(-MOST, MOST))
PROSODY = st.one_of(st.none(), st.floats(-MOST_PROSODY, MOST_PROSODY))
SCORE = st.floats(-20.0, 20.0)


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
    ("reading", "expected_s"),
    [
        (PauseReading(0.9, 4.0, 0.95, prosody=1.5), SETTINGS.sure_s),
        (PauseReading(0.02, -4.0, 0.2, prosody=-1.5), SETTINGS.unlikely_s),
        (PauseReading(None, 5.0, 0.9), SETTINGS.sure_s),
        (PauseReading(None, -4.0, None), SETTINGS.unlikely_s),
        (PauseReading(), SETTINGS.unsure_s),
        (PauseReading(sounds=0.95), SETTINGS.sure_s),
        (PauseReading(sounds=0.75), SETTINGS.unsure_s),
        (PauseReading(sounds=0.01), SETTINGS.unlikely_s),
        (PauseReading(prosody=MOST_PROSODY), SETTINGS.sure_s),
        (PauseReading(prosody=-MOST_PROSODY), SETTINGS.unlikely_s),
    ],
)
def test_how_long_a_pause_must_last(reading: PauseReading, expected_s: float) -> None:
    assert end_silence_s(reading) == pytest.approx(expected_s)


@given(PROBABILITY, WORDS, PROBABILITY, PROBABILITY, PROSODY)
def test_any_reading_has_a_wait(
    sounds: float | None, words: float | None, closes: float | None, last_word: float | None, prosody: float | None
) -> None:
    wait = end_silence_s(PauseReading(sounds, words, closes, last_word, prosody))
    assert SETTINGS.sure_s <= wait <= SETTINGS.unlikely_s


@given(SCORE, SCORE)
def test_the_likelier_an_end_the_shorter_the_wait(one: float, other: float) -> None:
    assert wait_s(max(one, other)) <= wait_s(min(one, other))


@given(SCORE, st.floats(0.0, 0.01))
def test_a_hairs_breadth_decides_nothing(score: float, hair: float) -> None:
    steepest = (SETTINGS.unlikely_s - SETTINGS.unsure_s) / SETTINGS.step
    assert wait_s(score) - wait_s(score + hair) <= steepest * hair + 1e-9


@given(*[st.tuples(st.floats(0, 1), st.floats(-MOST, MOST), st.floats(0, 1), PROSODY)] * 2, st.floats(0, 1))
def test_whatever_speaks_more_for_an_end_never_makes_wait_longer(
    one: tuple[float, ...], other: tuple[float, ...], last_word: float
) -> None:
    first, second = ((*each[:3], each[3] or 0.0) for each in (one, other))
    less, more = (
        PauseReading(*each[:3], last_word, each[3])
        for each in ([pick(pair) for pair in zip(first, second, strict=True)] for pick in (min, max))
    )
    assert over_score(more) >= over_score(less)
    assert end_silence_s(more) <= end_silence_s(less)


@given(PROBABILITY, PROSODY)
def test_where_no_word_was_recognised_the_sound_decides(sounds: float | None, prosody: float | None) -> None:
    unknown = PauseReading(sounds, None, None, None, prosody)
    nothing_heard = PauseReading(sounds, words_over("", "nl"), None, None, prosody)
    assert not nothing_heard.has_words
    assert end_silence_s(nothing_heard) == end_silence_s(unknown)


def test_prosody_decides_where_words_are_uncertain() -> None:
    falls, hangs = (over_score(PauseReading(0.4, 0.3, 0.75, 0.2, each)) for each in (2.5, -2.5))
    assert falls > SETTINGS.surely_not > hangs


@given(st.floats(0.0, 1.0))
def test_no_judge_is_surer_than_the_least_likely(probability: float) -> None:
    assert abs(log_odds(probability)) <= log_odds(1.0 - LEAST_LIKELY) + 1e-9
    assert log_odds(probability) == pytest.approx(-log_odds(1.0 - probability))


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
