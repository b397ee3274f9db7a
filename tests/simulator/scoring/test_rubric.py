from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scoring.rubric import RULES, Rubric, RubricError, check_rubric, load_rubric, parse_rubric

SHIPPED = Path(__file__).resolve().parents[3] / "personas" / "rubrics" / "helpdesk.rubric.yaml"
TEXT = SHIPPED.read_text(encoding="utf-8")


def test_the_shipped_rubric_is_clean_and_weighs_every_rule(rubric: Rubric) -> None:
    assert check_rubric(SHIPPED) == []
    assert {criterion: set(content.rules) for criterion, content in rubric.criteria.items()} == {
        criterion: set(names) for criterion, names in RULES.names.items()
    }
    assert len(rubric.version) == 12


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("      open_question:", "      opn_question:", "Did you mean 'open_question'"),
        ("{summary}", "{sumary}", "Did you mean '{summary}'"),
        ("points: 8\n", "points: much\n", "points"),
        ("    helping: {nl: helpend, en: helping}\n", "", "'helping' has no name"),
        ("least_turns: 2", "least_turns: 0", "least_turns"),
        ("id: helpdesk", "id: Help Desk", "id"),
        ("base: 40", "base: 400", "base"),
    ],
)
def test_a_fault_is_named_by_file_and_line(old: str, new: str, words: str) -> None:
    with pytest.raises(RubricError) as raised:
        parse_rubric(TEXT.replace(old, new, 1), "my.rubric.yaml")
    assert words in str(raised.value)
    assert str(raised.value).startswith("my.rubric.yaml:")


def test_an_own_rule_is_checked() -> None:
    own = """
own_rules:
  - id: open_question
    criterion: structure
    says: {nl: ["(dank"]}
    reason: {nl: "x", en: "x"}
"""
    with pytest.raises(RubricError) as raised:
        parse_rubric(TEXT + own)
    message = str(raised.value)
    assert "another rule" in message and "never counts" in message and "not a valid expression" in message


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RubricError):
        load_rubric(tmp_path / "none.rubric.yaml")
