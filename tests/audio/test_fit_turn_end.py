"""How the ends of turns are learnt: `benchmarks/fit_turn_end.py`; nothing is spoken or heard here."""

from __future__ import annotations

import math
from dataclasses import astuple, replace

import numpy as np
import pytest

from audio import prosody
from audio.turn_end import TOGETHER, TurnEndSettings, over_score, wait_s
from benchmarks import fit_turn_end, fit_turn_words, pauses, turn_cases
from benchmarks.pauses import Pause

MIDDLE = dict.fromkeys(prosody.NAMES, 0.0)


def heard(is_end: bool, number: int, **cues: float) -> fit_turn_end.Judged:
    row = tuple((MIDDLE | cues).values())
    lasts_s = math.inf if is_end else 0.9
    pause = Pause(f"a {number}", "clip", "en", number, is_end, lasts_s, 0.04, (0.5,), "", 0.7, 0.6, row)
    return fit_turn_end.Judged(pause, number % fit_turn_end.PARTS, words=2.0 if is_end else -2.0, prosody=0.0)


def falling(count: int = 40) -> list[fit_turn_end.Judged]:
    """Turns whose pitch falls at their end, and whose last syllable is then, wrongly, shorter."""
    rng = np.random.default_rng(0)
    return [
        heard(
            is_end,
            number,
            final_pitch_st=rng.normal(-2.0 if is_end else 1.0, 1.0),
            last_nucleus_s=rng.normal(0.1 if is_end else 0.2, 0.02),
        )
        for number in range(count)
        for is_end in (True, False)
    ]


def test_cues_are_learnt_in_the_direction_that_listeners_found_or_not_at_all() -> None:
    weights = fit_turn_end.learnt_prosody([each.pause for each in falling()])
    assert weights.of["final_pitch_st"] < -0.2
    assert weights.of["last_nucleus_s"] == 0.0
    assert weights.of["flat_voice_s"] == fit_turn_end.HELD
    assert weights.least["flat_voice_s"] == 0.0


def test_a_regression_keeps_to_its_bounds_and_stays_by_what_is_expected_without_data() -> None:
    rng = np.random.default_rng(1)
    rows, is_end = rng.normal(size=(200, 2)), rng.uniform(size=200) < 0.5
    rows[is_end] += 1.0
    _, free = fit_turn_end.regression(rows, is_end, [(0.0, np.inf), (-np.inf, 0.0)], 1.0)
    assert free[0] > 0.5
    assert free[1] == 0.0
    _, held = fit_turn_end.regression(rows, is_end, [(0.0, np.inf)] * 2, 1e-6, np.array([0.3, 0.7]))
    assert held == pytest.approx([0.3, 0.7], abs=0.01)


def test_judges_are_weighed_and_whoever_is_left_out_counts_nothing() -> None:
    weights = fit_turn_end.learnt_judges(falling())
    assert weights.words > 0.3
    assert fit_turn_end.learnt_judges(falling(), {"words"}).words == 0.0
    assert min(astuple(weights)[1:]) >= 0.0


def test_the_call_adds_up_as_was_learnt() -> None:
    for each in falling(4):
        assert fit_turn_end.score(each.reading, TOGETHER) == pytest.approx(over_score(each.reading))


def test_bounds_cut_few_pauses_and_know_half_of_the_ends_soon() -> None:
    rng = np.random.default_rng(2)
    rows = [heard(is_end=number % 2 == 0, number=number) for number in range(400)]
    scores = [float(rng.normal(2.0 if each.pause.is_end else -1.0)) for each in rows]
    lower, upper = fit_turn_end.bounds(scores, rows)
    settings = replace(TurnEndSettings(), surely_not=lower, surely_over=upper)
    after_s = [pauses.known_after_s(wait_s(score, settings)) for score in scores]
    pauses_s = [s for s, each in zip(after_s, rows, strict=True) if not each.pause.is_end]
    cut = [s < length_s for s in pauses_s for length_s in turn_cases.PAUSES_S]
    ends_s = [s for s, each in zip(after_s, rows, strict=True) if each.pause.is_end]
    assert 0.0 < sum(cut) / len(cut) <= fit_turn_end.MOST_CUT
    assert np.median(ends_s) <= fit_turn_end.HALF_WITHIN_S
    assert np.mean(np.array(ends_s) > pauses.LATE_S) < 0.2
    assert TurnEndSettings().surely_not < TurnEndSettings().surely_over


def test_where_pauses_and_ends_are_alike_there_are_no_bounds() -> None:
    rows = [heard(is_end=number % 2 == 0, number=number) for number in range(100)]
    with pytest.raises(ValueError, match="No bounds"):
        fit_turn_end.bounds([float(number // 2 % 10) / 5.0 for number in range(100)], rows)


def test_every_text_is_in_one_part_and_the_turns_are_the_same_at_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"This is sentence number {number}, and it is long." for number in range(30)] + ["Too short.", "no end"]
    monkeypatch.setattr(fit_turn_words, "texts", lambda language: texts)
    one, other = (fit_turn_end.turns("en", 20) for _ in range(2))
    assert one == other
    assert len({turn.name for turn in one}) == 20
    assert {turn.voice for turn in one} == set(fit_turn_end.VOICES["en"])
    assert {turn.noisy for turn in one} == {True, False}
    assert all(turn.part == texts.index(turn.text) % fit_turn_end.PARTS for turn in one)
