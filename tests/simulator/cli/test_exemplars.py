"""Corrections are exported, chosen, obeyed, and switched off; without them everything is as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator import directories
from simulator.cli.app_settings import read_settings
from simulator.cli.exemplars import exemplars_asked, exemplars_set

LINES = (
    "Good afternoon, you are speaking with Tom. How can I help you?",
    "That is really not my department.",
    "You should have read your contract.",
)
HELPING = {"language": "en", "text": LINES[1], "labels": [{"kind": "octant", "value": "helping"}]}


pytestmark = pytest.mark.usefixtures("one_encoder")


@pytest.fixture
def ours(tmp_path):
    """A file of one correction."""
    path = tmp_path / "ours.jsonl"
    path.write_text(json.dumps(HELPING) + "\n", encoding="utf-8")
    return path


def settings():
    return read_settings(directories.settings_path())


def score(folder: Path, criterion: str) -> int:
    card = json.loads((folder / "scorecard.json").read_text(encoding="utf-8"))
    return next(each["value"] for each in card["scores"] if each["criterion"] == criterion)


def test_a_correction_is_exported_chosen_obeyed_and_switched_off(callsim, tmp_path):
    replies, ours = tmp_path / "replies.txt", tmp_path / "school" / "ours.jsonl"
    replies.write_text("\n".join(LINES), encoding="utf-8")
    report = callsim("call", "ruth-double-charge", "--replies", str(replies), "--json").json
    folder = Path(report["session"]["folder"])
    before = (folder / "scorecard.json").read_bytes()
    assert json.loads(before)["exemplars"] == ""
    turn = next(each["number"] for each in report["turns"] if each["text"] == LINES[1])
    reviewed = callsim(
        "sessions", "review", "last", "--author", "Els", "--label", str(turn), "octant", "helping", "--reason", "Warm."
    )
    assert reviewed.status == 0

    outcome = callsim("sessions", "calibrate", "exemplars", "--output", str(ours), "--use")
    assert outcome.status == 0
    assert "judged with 1 label of trainers" in outcome.out
    assert "Els" not in ours.read_text(encoding="utf-8")
    assert settings().exemplars == str(ours)

    outcome = callsim("sessions", "rescore")
    assert outcome.status == 0
    assert "leary" in outcome.out
    assert "Judged with 1 exemplars" in outcome.out
    assert (folder / "scorecard.001.json").read_bytes() == before
    card = json.loads((folder / "scorecard.json").read_text(encoding="utf-8"))
    assert len(card["exemplars"]) == 12
    said = [item["reason"] for each in card["scores"] for item in each["evidence"] if item["turn"] == turn]
    assert any("as a trainer judged a sentence like this" in reason for reason in said)
    judged = (folder / "scorecard.json").read_bytes()
    assert callsim("sessions", "rescore").out.startswith("1 sessions scored anew (3 trainee turns), 0 with")
    assert (folder / "scorecard.json").read_bytes() == judged

    assert "judged by the program alone" in callsim("sessions", "calibrate", "use", "none").out
    assert callsim("sessions", "rescore").status == 0
    assert (folder / "scorecard.json").read_bytes() == before


def test_a_line_is_judged_by_the_option_and_the_setting(callsim, ours):
    def assessed(*options):
        (answer,) = callsim(
            "assess", "--language", "en", "--json", *options, stdin=json.dumps({"id": "1", "text": LINES[1]})
        ).json_lines
        return answer

    plain = assessed()
    assert "by_trainer" not in plain
    judged = assessed("--exemplars", str(ours))
    assert judged["leary"]["octant"] == "helping" != plain["leary"]["octant"]
    assert judged["by_trainer"] == [{"kind": "octant", "subject": "", "line": 1}]
    assert callsim("sessions", "calibrate", "use", str(ours)).status == 0
    assert assessed() == judged
    assert assessed("--exemplars", "none") == plain


def test_a_file_that_went_costs_no_call(callsim, ours, tmp_path):
    assert callsim("sessions", "calibrate", "use", str(ours)).status == 0
    assert exemplars_asked(None) is not None
    ours.write_text("{torn", encoding="utf-8")
    replies = tmp_path / "replies.txt"
    replies.write_text(LINES[1], encoding="utf-8")
    outcome = callsim("call", "ruth-double-charge", "--replies", str(replies))
    assert outcome.status == 0
    assert "ours.jsonl:1: it is not one JSON object" in outcome.err
    assert "scored without the trainers' corrections" in outcome.err
    ours.unlink()
    exemplars, trouble = exemplars_set(settings())
    assert exemplars is None
    assert "cannot be read" in trouble
    outcome = callsim("sessions", "calibrate", "use")
    assert outcome.status == 1
    assert "cannot be read" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("assess", "--language", "en", "--exemplars", "absent.jsonl"), "absent.jsonl cannot be read"),
        (("sessions", "rescore", "--exemplars", "absent.jsonl"), "absent.jsonl cannot be read"),
        (("call", "ruth-double-charge", "--typed", "--exemplars", "absent.jsonl"), "absent.jsonl cannot be read"),
        (("sessions", "calibrate", "use", "absent.jsonl"), "absent.jsonl cannot be read"),
        (("sessions", "calibrate", "exemplars", "--use"), "--output FILE"),
    ],
)
def test_what_is_asked_for_and_cannot_be_is_refused(callsim, arguments, said):
    outcome = callsim(*arguments)
    assert outcome.status == 2
    assert said in outcome.err
    assert not settings().uses_exemplars


def test_an_empty_export_changes_nothing(callsim, tmp_path):
    outcome = callsim("sessions", "calibrate", "exemplars", "--output", str(tmp_path / "ours.jsonl"), "--use")
    assert outcome.status == 1
    assert "no corrections yet" in outcome.err
    assert not settings().uses_exemplars


def test_contradictions_are_told_when_a_file_is_chosen(callsim, ours):
    other = {**HELPING, "labels": [{"kind": "octant", "value": "leading"}]}
    ours.write_text(json.dumps(HELPING) + "\n" + json.dumps(other) + "\n", encoding="utf-8")
    outcome = callsim("sessions", "calibrate", "use", str(ours))
    assert outcome.status == 0
    assert "is leading, and helping in line 1; the later line counts" in outcome.err
