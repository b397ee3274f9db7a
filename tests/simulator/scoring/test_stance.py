from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.leary import Octant, Quadrant
from simulator.scoring.assessment import TraineeTurn, TurnContext
from simulator.scoring.assessor import Assessor
from simulator.scoring.stance_cues import cue_vector, cues, small_word_vector
from simulator.scoring.stance_model import CLASSES, StanceModel, mixed, quadrant_log_odds, stance_model, stance_of
from simulator.scoring.text import Words

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))

import stance as fitting


def read(assessor: Assessor, language: Language, text: str, caller: str | None = None) -> Quadrant:
    return assessor.assess(TraineeTurn(text), TurnContext(language, caller)).leary.quadrant


def test_the_shipped_model_was_fitted_on_the_lines_there_are() -> None:
    rows = [row for language in Language for row in fitting.lines(language)]
    assert stance_model().source == fitting.digest(rows), "run python benchmarks/stance.py --write"


@pytest.mark.parametrize("language", list(Language))
def test_every_octant_has_its_lines(language: Language) -> None:
    counts = Counter(row.name for row in fitting.lines(language))
    assert set(counts) == set(CLASSES)
    assert all(counts[octant.value] >= 100 for octant in Octant)


def test_both_languages_have_the_same_cues() -> None:
    dutch, english = (cues(language) for language in Language)
    assert [cue.name for cue in dutch] == [cue.name for cue in english]
    assert [cue.pull for cue in dutch] == [cue.pull for cue in english]
    lengths = {len(small_word_vector(Words.of("ja", dutch=True), language)) for language in Language}
    assert len(lengths) == 1


@pytest.mark.parametrize(
    ("language", "text", "caller", "quadrant"),
    [
        ("nl", "Pakt u even de handleiding erbij, dan zoeken we het op.", None, Quadrant.ABOVE_TOGETHER),
        ("nl", "Ja natuurlijk, ik doe het zoals u het wilt.", "U moet mij eerst bellen.", Quadrant.BELOW_TOGETHER),
        ("nl", "Dat is uw eigen schuld, had u maar moeten opletten.", None, Quadrant.ABOVE_AGAINST),
        ("nl", "Laat maar, ik kan er toch niets aan doen.", None, Quadrant.BELOW_AGAINST),
        ("en", "Could you get the manual out? Then we'll look it up.", None, Quadrant.ABOVE_TOGETHER),
        ("en", "Yes of course, whatever you prefer.", "You must call me first.", Quadrant.BELOW_TOGETHER),
        ("en", "That's your own fault, you should have paid attention.", None, Quadrant.ABOVE_AGAINST),
        ("en", "Never mind, there's nothing I can do about it anyway.", None, Quadrant.BELOW_AGAINST),
    ],
)
def test_plain_cases(assessor: Assessor, language: str, text: str, caller: str | None, quadrant: Quadrant) -> None:
    assert read(assessor, Language(language), text, caller) is quadrant


def test_a_line_without_words_has_no_stance(assessor: Assessor) -> None:
    assert assessor.assess(TraineeTurn("..."), TurnContext(Language.DUTCH)).leary.octant is None


def test_a_model_survives_being_written_and_read(tmp_path: Path) -> None:
    model = stance_model()
    model.save(tmp_path / "model.npz")
    again = StanceModel.load(tmp_path / "model.npz")
    assert again.wording.places == model.wording.places and again.calibration == model.calibration
    assert np.array_equal(again.coefficients, model.coefficients)


chance_rows = st.lists(st.floats(0.001, 1.0), min_size=len(CLASSES), max_size=len(CLASSES)).map(
    lambda row: np.array(row) / sum(row)
)


@given(chance_rows, st.lists(chance_rows, max_size=4), st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_mixing_keeps_chances(whole: np.ndarray, parts: list[np.ndarray], share: float) -> None:
    chances = mixed(whole, parts, [3] * len(parts), share)
    assert chances.sum() == pytest.approx(1.0) and (chances >= 0).all()
    assert stance_of(chances, 0.9).length <= 1.0
    confidences = [stance_model().confidence(chances, quadrant, Language.DUTCH) for quadrant in Quadrant]
    odds = [quadrant_log_odds(chances, quadrant) for quadrant in Quadrant]
    assert all(0.0 <= c <= 1.0 for c in confidences)
    assert np.argmax(confidences) == np.argmax(odds)


def test_cues_count_at_most_twice() -> None:
    words = Words.of("samen samen samen", dutch=True)
    assert cue_vector(words, Language.DUTCH).max() <= 1.0
