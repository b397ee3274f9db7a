from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scoring.assessor import Assessor
from simulator.scoring.rubric import Rubric, load_rubric
from simulator.scoring.use_encoder import UseEncoder

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def assessor() -> Assessor:
    """The real thing, encoder included: it ships inside a dependency."""
    return Assessor(UseEncoder())


@pytest.fixture(scope="session")
def wordwise() -> Assessor:
    """Reads by words alone; enough for what hangs on words."""
    return Assessor(None)


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_rubric(ROOT / "personas" / "rubrics" / "helpdesk.rubric.yaml")
