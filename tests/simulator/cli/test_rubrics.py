from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator import directories
from simulator.cli.rubrics import rubrics
from simulator.scoring.rubric import check_rubric, load_rubric, parse_rubric, rubric_file
from simulator.scoring.scorecard import Criterion

BAD = Path(__file__).resolve().parents[2] / "data" / "bad_rubrics"
EXPECTED = dict(
    line.split(": ", 1)
    for line in (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)


def test_every_bad_file_is_expected() -> None:
    assert sorted(EXPECTED) == sorted(path.name.removesuffix(".rubric.yaml") for path in BAD.glob("*.rubric.yaml"))
    assert len(EXPECTED) >= 20


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_fault_is_told_with_file_and_line(name: str) -> None:
    path = BAD / f"{name}.rubric.yaml"
    problems = check_rubric(path)
    assert any(EXPECTED[name] in str(problem) for problem in problems), problems
    assert all(str(problem).startswith(f"{path}:{problem.line}:") for problem in problems)


def test_a_sound_rubric_has_what_is_below_it_and_its_own() -> None:
    assert check_rubric(BAD / "sound.yaml") == []
    own, below = load_rubric(BAD / "sound.yaml"), load_rubric(rubric_file("helpdesk"))
    assert own.criteria == below.criteria and own.version != below.version
    assert [rule.id for rule in own.own_rules] == ["we_call_back"]


def test_check_lists_problems_and_says_so_by_its_status() -> None:
    bad = CliRunner().invoke(rubrics, ["check", str(BAD / "base-too-large.rubric.yaml")], standalone_mode=False)
    assert bad.return_value == 1 and "criteria.leary.base" in bad.output and "1 problem" in bad.output
    fine = CliRunner().invoke(rubrics, ["check", str(BAD / "sound.yaml"), "--json"], standalone_mode=False)
    assert fine.return_value == 0 and json.loads(fine.output) == []


def test_a_new_rubric_is_clean_found_by_name_and_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(directories.PERSONAS_VARIABLE, str(tmp_path))
    made = CliRunner().invoke(rubrics, ["new", "our-desk"], standalone_mode=False)
    assert made.return_value == 0
    path = rubric_file("our-desk")
    assert check_rubric(path) == [] and path.is_relative_to(tmp_path)
    rubric = load_rubric(path)
    assert rubric.criteria[Criterion.SUMMARISING].rules["summary"].points == 20
    listed = json.loads(CliRunner().invoke(rubrics, ["list", "--json"], standalone_mode=False).output)
    assert {row["id"]: row["own_rules"] for row in listed} == {"helpdesk": 0, "our-desk": 1}
    again = CliRunner().invoke(rubrics, ["new", "our-desk"], standalone_mode=False)
    assert "already" in str(again.exception)


def test_show_prints_points_and_reasons() -> None:
    shown = CliRunner().invoke(rubrics, ["show", "helpdesk", "--language", "nl"], standalone_mode=False)
    assert "+8 (at most 40)  open_question: Een open vraag" in shown.output


@pytest.mark.parametrize("name", ["Our Desk", "../up", ""])
def test_a_name_that_cannot_be_one_is_refused(name: str, tmp_path: Path) -> None:
    refused = CliRunner().invoke(rubrics, ["new", name, "--to", str(tmp_path)], standalone_mode=False)
    assert "cannot be a rubric's name" in str(refused.exception)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_rubric_names_those_there_are() -> None:
    unknown = CliRunner().invoke(rubrics, ["show", "helpdsk"], standalone_mode=False)
    assert "Did you mean 'helpdesk'?" in str(unknown.exception)


def test_the_example_of_the_readme_is_sound() -> None:
    text = (directories.rubrics_directory() / "README.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    assert parse_rubric(example).own_rules[0].id == "we_keep_our_word"
