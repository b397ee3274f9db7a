from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.turn_end import Finish, TurnEndSettings, end_silence_s, finish_of

SETTINGS = TurnEndSettings()
WAITS = (SETTINGS.sure_s, SETTINGS.likely_s, SETTINGS.unsure_s, SETTINGS.unlikely_s, SETTINGS.surely_not_s)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik ga even kijken"),
        ("nl", "Ik ga nu even kijken, eh"),
        ("nl", "Dat begrijp ik, maar"),
        ("nl", "Mag ik uw postcode en"),
        ("nl", "Welke kleur heeft het"),
        ("nl", "Dan stuur ik u een..."),
        ("nl", "En u belt vandaag,"),
        ("nl", "Waar heeft u?"),
        ("en", "Could you please tell me what?"),
        ("en", "Where did you?"),
        ("en", "I cannot do that because"),
        ("en", "Could you tell me what the"),
        ("en", "Let me see"),
        ("en", "Let me see, uh."),
        ("en", "I am going to"),
        ("en", "So your internet is down since Monday, and you"),
        ("en", "And your name is -"),
    ],
)
def test_who_ends_on_a_beginning_goes_on(language: str, text: str) -> None:
    assert finish_of(text, language) is Finish.UNFINISHED


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Klopt dat?"),
        ("nl", "Klopt dat"),
        ("nl", "Dank u wel."),
        ("nl", "Waar kan ik u mee helpen?"),
        ("nl", "Hoe gaat het?"),
        ("en", "How are you?"),
        ("en", "How can I help you?"),
        ("en", "How can I help you"),
        ("en", "Thank you."),
        ("en", "What do you see on the screen?"),
    ],
)
def test_a_whole_question_and_a_courtesy_are_over(language: str, text: str) -> None:
    assert finish_of(text, language) is Finish.FINISHED


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De monteur komt morgen."),
        ("nl", "Ik zoek het voor u op."),
        ("en", "The mechanic comes tomorrow"),
        ("en", "Who did you speak to about this?"),
        ("en", "Our contract does not cover it."),
        ("en", ""),
        ("fr", "Je ne sais pas"),
    ],
)
def test_what_can_end_and_can_go_on_is_left_to_the_sound(language: str, text: str) -> None:
    assert finish_of(text, language) in {Finish.OPEN, Finish.FINISHED}


@pytest.mark.parametrize(
    ("sounds", "finish", "wait_s"),
    [
        (0.95, Finish.FINISHED, SETTINGS.sure_s),
        (0.95, Finish.OPEN, SETTINGS.likely_s),
        (0.95, None, SETTINGS.likely_s),
        (0.2, Finish.FINISHED, SETTINGS.likely_s),
        (0.2, Finish.OPEN, SETTINGS.unsure_s),
        (0.01, Finish.FINISHED, SETTINGS.unsure_s),
        (0.01, Finish.OPEN, SETTINGS.unlikely_s),
        (0.95, Finish.UNFINISHED, SETTINGS.unlikely_s),
        (0.01, Finish.UNFINISHED, SETTINGS.surely_not_s),
        (None, Finish.FINISHED, SETTINGS.likely_s),
        (None, Finish.OPEN, SETTINGS.unsure_s),
        (None, None, SETTINGS.unsure_s),
        (None, Finish.UNFINISHED, SETTINGS.unlikely_s),
    ],
)
def test_how_long_a_pause_must_last(sounds: float | None, finish: Finish | None, wait_s: float) -> None:
    assert end_silence_s(sounds, finish) == wait_s


@given(st.one_of(st.none(), st.floats(0, 1)), st.one_of(st.none(), st.sampled_from(Finish)))
def test_unfinished_words_never_shorten_a_wait_and_finished_ones_never_lengthen_it(
    sounds: float | None, finish: Finish | None
) -> None:
    wait_s = end_silence_s(sounds, finish)
    assert wait_s in WAITS
    assert end_silence_s(sounds, Finish.FINISHED) <= wait_s <= end_silence_s(sounds, Finish.UNFINISHED)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(Finish))
def test_who_sounds_more_finished_never_waits_longer(one: float, other: float, finish: Finish) -> None:
    low, high = sorted((one, other))
    assert end_silence_s(high, finish) <= end_silence_s(low, finish)


@given(st.text(max_size=80), st.sampled_from(["nl", "en", "xx"]))
def test_any_text_says_something(text: str, language: str) -> None:
    assert isinstance(finish_of(text, language), Finish)
