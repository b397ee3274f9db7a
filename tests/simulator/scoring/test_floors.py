"""The figures on the labelled lines that may be looked at must not fall below what was reached."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.language import Language
from simulator.scoring.assessor import Assessor

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))

import scores

FLOORS = {
    "questions": {
        ("present", "f1"): 0.95,
        ("open", "f1"): 0.93,
        ("closed", "f1"): 0.93,
        ("open or closed", "accuracy"): 0.95,
    },
    "giving_back": {
        ("gives back", "f1"): 0.88,
        ("covered", "f1"): 0.87,
        ("missed", "f1"): 0.83,
        ("invented", "recall"): 0.6,
    },
    "jargon": {("terms", "f1"): 0.93, ("explained or not", "accuracy"): 0.93},
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("form", sorted(scores.FORMS))
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_figures_on_labelled_lines(assessor: Assessor, language: Language, form: str, name: str) -> None:
    rows = scores.rows_of(language, name, "dev")
    figures: dict[str, Any] = getattr(scores, name)(assessor, language, rows, scores.FORMS[form])
    for (act, figure), floor in FLOORS[name].items():
        assert figures[act][figure] >= floor, (act, figure, figures[act])


@pytest.mark.parametrize("language", list(Language))
def test_the_rose_on_labelled_lines(assessor: Assessor, language: Language) -> None:
    rows = scores.rows_of(language, "rose", "dev")
    figures = scores.rose(assessor, language, rows, scores.stripped)
    assert figures["quadrant"] >= 0.85
    assert min(figures["together"], figures["above"]) >= 0.9


@pytest.mark.parametrize("language", list(Language))
def test_the_sets_are_as_large_as_their_readme_says(language: Language) -> None:
    assert len(scores.rows_of(language, "questions", "all")) >= 150
    assert len(scores.rows_of(language, "giving_back", "all")) >= 150
    assert len(scores.rows_of(language, "jargon", "all")) >= 150
    assert len(scores.rows_of(language, "rose", "all")) >= 240
