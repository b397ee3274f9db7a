"""What the voice benchmark computes from what it saw; the measuring itself is not tested."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from audio.turn_end import TurnEndSettings
from benchmarks import gap, long_call, pauses
from simulator.call import events
from simulator.dialogue.state import CallerState
from simulator.leary import Stance
from simulator.scoring.record import Side, TurnRecord

SETTINGS = TurnEndSettings()


def pause(text: str, *, lasts_s: float = math.inf, closes: float = 0.99, sounds: float = 0.9) -> pauses.Pause:
    return pauses.Pause(
        f"a {text}", "clip", "en", 1, math.isinf(lasts_s), lasts_s, 0.04, (sounds,), text, closes, last_word=0.9
    )


OVER = pause("I will look it up for you.")


def test_a_pause_is_cut_off_when_the_turn_was_over_before_it_was() -> None:
    after_s = pauses.over_after_s(OVER, SETTINGS)
    assert SETTINGS.sure_s <= after_s < SETTINGS.sure_s + pauses.FRAME_S
    assert pauses.is_cut(pause(OVER.text, lasts_s=after_s + 0.3), after_s)
    assert not pauses.is_cut(pause(OVER.text, lasts_s=0.3), after_s)
    assert not pauses.is_cut(OVER, after_s)


def test_no_turn_is_over_before_its_words_are_known() -> None:
    assert pauses.over_after_s(OVER, SETTINGS, patience=0.1) >= pauses.WORDS_KNOWN_S
    assert pauses.fixed_rates([OVER], 0.1)["median_s"] >= pauses.WORDS_KNOWN_S


def test_what_was_heard_is_remembered_whole(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "pauses.jsonl"
    assert pauses.remembered(file) == []
    pauses.remember(file, [OVER])
    pauses.remember(file, [pause("I am going to", lasts_s=0.6)])
    assert pauses.remembered(file) == [OVER, pause("I am going to", lasts_s=0.6)]


def test_the_summary_counts_pauses_and_ends() -> None:
    found = pauses.summary([OVER, pause("I am going to", lasts_s=0.6, closes=0.05, sounds=0.01)], smart_turn=True)
    everything = found["groups"]["all"]
    assert (everything["pauses"], everything["ends"], everything["cut_off"]) == (1, 1, 0)
    told = "\n".join(pauses.lines_of(found))
    assert "what was tuned on what" in told
    assert "fixed silence 0.70 s" in told


def test_memory_that_grows_after_the_warm_up_is_seen() -> None:
    warming = [(at_s, 500.0 + at_s) for at_s in range(0, 300, 30)]
    flat = [*warming, *((at_s, 800.0 + at_s % 60 / 30.0) for at_s in range(300, 900, 30))]
    flat[14] = (flat[14][0], 900.0)
    growing = [*warming, *((at_s, 800.0 + at_s / 20.0) for at_s in range(300, 900, 30))]
    assert abs(long_call.growth_mb_a_minute(flat)) < long_call.FLAT_MB_A_MINUTE
    assert long_call.growth_mb_a_minute(growing) == pytest.approx(3.0)
    assert long_call.growth_mb_a_minute(warming) is None


def test_a_first_sentence_counts_by_the_first_time_it_was_wanted() -> None:
    state = CallerState(Stance(0.0, 0.0), 5.0)
    said = [
        events.CallerReplied(TurnRecord(number, Side.CALLER, text, 0.0, 1.0), state)
        for number, text in enumerate(("Hello!", "Since Monday.", "Well?"), start=1)
    ]
    begun = [("Hello!", True), ("Since Monday.", False), ("Since Monday.", True), ("Well?", True)]
    assert gap.first_sentences_there(said, begun) == [False, True]


def test_turns_that_are_no_finished_sentences_have_a_row_of_their_own() -> None:
    names = ("clip a.wav", "line I see.", "part b.wav")
    turns = [
        gap.Turn(name, gap_s, gap_s, None, 0.3, 0.03, 0.0, 0.0)
        for name, gap_s in zip(names, (0.5, 0.7, 2.0), strict=True)
    ]
    rows = gap.rows_of("callsim", turns)
    assert rows["callsim"]["median_s"] == pytest.approx(0.6)
    assert [rows[f"callsim, {kind}"]["p95_s"] for kind in gap.KINDS] == [0.5, 0.7, 2.0]


def test_the_time_a_host_took_away_is_read_and_missing_counts_are_none(tmp_path: Path) -> None:
    counts = tmp_path / "stat"
    assert gap.taken_away_s(counts) == 0.0
    counts.write_text("cpu  10 20 30 40 50 60 70 800 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n", encoding="ascii")
    assert gap.taken_away_s(counts) == pytest.approx(800 / os.sysconf("SC_CLK_TCK"))
    counts.write_text("nothing of the kind\n", encoding="ascii")
    assert gap.taken_away_s(counts) == 0.0
