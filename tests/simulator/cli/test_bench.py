from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import voice_loop
from simulator.cli.bench import bench


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[voice_loop.Plan]:
    given: list[voice_loop.Plan] = []

    def run(plan: voice_loop.Plan):
        given.append(plan)
        for name in plan.only:
            yield name, {"count": 3}, (f"{name}: 3",)

    monkeypatch.setattr(voice_loop, "run", run)
    return given


def test_one_section_is_measured_with_what_was_asked_for(plans: list, tmp_path: Path) -> None:
    told = CliRunner().invoke(
        bench, ["voice", "--only", "noise", "--trials", "7", "--shared", str(tmp_path), "--models", str(tmp_path)]
    )
    assert told.exit_code == 0, told.output
    assert told.output == "noise: 3\n"
    (plan,) = plans
    assert (plan.only, plan.trials, plan.shared, plan.models) == (("noise",), 7, tmp_path, tmp_path)


def test_json_is_one_object_with_a_key_a_section(plans: list, tmp_path: Path) -> None:
    told = CliRunner().invoke(bench, ["voice", "--json", "--models", str(tmp_path)])
    assert json.loads(told.output) == {name: {"count": 3} for name in voice_loop.SECTIONS}


def test_recognition_without_recordings_says_what_is_missing(tmp_path: Path) -> None:
    plan = voice_loop.Plan(models=tmp_path, shared=None, only=("recognition",))
    ((name, figures, told),) = voice_loop.run(plan)
    assert (name, figures) == ("recognition", None)
    assert "--shared" in told[0]
