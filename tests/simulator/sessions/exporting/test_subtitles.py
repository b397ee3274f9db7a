"""Subtitles are read back by a reader of the format, and stand on the call's clock."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.scoring.assessment import HeardWord
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.sessions.exporting.subtitles import (
    LONGEST_CUE_S,
    SHORTEST_CUE_S,
    WIDEST_CUE,
    SubtitleFormat,
    as_subtitles,
    cues_of,
)

WORDS = ("Good", "afternoon,", "since", "when?")
CALL = CallRecord(
    "ann",
    Language.ENGLISH,
    (
        TurnRecord(1, Side.CALLER, "My internet is <b>down</b> & out --> now", 0.0, 2.5),
        TurnRecord(
            2,
            Side.TRAINEE,
            " ".join(WORDS),
            3661.0,
            3663.0,
            tuple(HeardWord(word, 3661.0 + at / 2, 3661.4 + at / 2, 0.9) for at, word in enumerate(WORDS)),
        ),
        TurnRecord(3, Side.CALLER, "", 3664.0, 3665.0),
    ),
    None,
)


def material(record, caller="Ann > <v Bob>"):
    return SimpleNamespace(record=record, speaker=lambda turn: caller if turn.side is Side.CALLER else "You")


def read(text, form):
    from webvtt import WebVTT

    return WebVTT.from_buffer(io.StringIO(text), format=form.value).captions


@pytest.mark.parametrize("form", SubtitleFormat)
def test_subtitles_are_read_back_on_the_calls_clock(form):
    first, second = read(as_subtitles(material(CALL), form), form)
    assert (first.start_in_seconds, first.end_in_seconds) == pytest.approx((0, 2), abs=1)
    assert first.start == "00:00:00.000"
    assert second.start == "01:01:01.000"
    assert second.end == "01:01:02.900"
    assert "Good afternoon, since when?" in second.text


def test_webvtt_names_voices_and_holds_no_markup_of_the_text():
    text = as_subtitles(material(CALL), SubtitleFormat.VTT)
    assert text.startswith("WEBVTT\n")
    assert "<v Ann  v Bob>" in text
    assert "&lt;b&gt;down&lt;/b&gt; &amp; out --&gt; now" in text
    assert text.count("-->") == 2


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.text(alphabet="ab ,.", min_size=1, max_size=400), min_size=1, max_size=4),
    st.floats(0, 40),
)
def test_cues_keep_all_words_and_stay_readable(lines, length_s):
    turns = tuple(
        TurnRecord(number, Side.CALLER, text, number * 50.0, number * 50.0 + length_s)
        for number, text in enumerate(lines, start=1)
    )
    cues = cues_of(material(replace(CALL, turns=turns), "Ann"))
    said = " ".join(" ".join(cue.text for cue in cues).split())
    assert said == " ".join(" ".join(lines).split())
    for cue in cues:
        assert cue.end_s - cue.start_s >= SHORTEST_CUE_S - 1e-6
        assert len(cue.text) <= 2 * WIDEST_CUE or " " not in cue.text
    spoken = [cue for cue in cues if " " in cue.text]
    assert all(cue.end_s - cue.start_s <= LONGEST_CUE_S * 2 for cue in spoken)
    assert list(cues) == sorted(cues, key=lambda cue: cue.start_s)
