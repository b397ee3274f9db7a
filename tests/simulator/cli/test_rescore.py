from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("one_encoder")

LINES = (
    "Good afternoon, you are speaking with Tom. How can I help you?",
    "I am so sorry. Can you tell me how much was taken?",
    "...",
    "You must restart the router.",
)


@pytest.fixture
def folder(callsim, tmp_path):
    """A kept call."""
    replies = tmp_path / "replies.txt"
    replies.write_text("\n".join(LINES), encoding="utf-8")
    report = callsim("call", "ruth-double-charge", "--replies", str(replies), "--json").json
    return Path(report["session"]["folder"])


def test_the_same_scorer_gives_the_same_scores(callsim, folder):
    before = (folder / "scorecard.json").read_bytes()
    outcome = callsim("sessions", "rescore", "--json")
    assert outcome.status == 0
    (rescored,) = outcome.json
    assert rescored["turns"] == 3
    assert rescored["before"] == rescored["after"]
    assert (folder / "scorecard.json").read_bytes() == before
    assert not (folder / "scorecard.001.json").exists()


def test_other_scores_are_replaced_shown_and_kept(callsim, folder):
    path = folder / "scorecard.json"
    right = json.loads(path.read_text(encoding="utf-8"))
    wrong = json.loads(path.read_text(encoding="utf-8"))
    wrong["scores"][0]["value"] = 99
    path.write_text(json.dumps(wrong), encoding="utf-8")
    outcome = callsim("sessions", "rescore", folder.name)
    assert outcome.status == 0
    assert "questioning 99 ->" in outcome.out
    assert json.loads(path.read_text(encoding="utf-8")) == right
    assert json.loads((folder / "scorecard.001.json").read_text(encoding="utf-8")) == wrong


def test_a_session_without_its_session_json_is_scored_from_its_journal(callsim, folder):
    (folder / "session.json").write_text("{", encoding="utf-8")
    outcome = callsim("sessions", "rescore")
    assert outcome.status == 0
    assert "1 sessions scored anew" in outcome.out


def test_a_damaged_session_costs_only_itself(callsim, folder):
    (folder / "session.json").write_text("{", encoding="utf-8")
    (folder / "events.jsonl").write_text("", encoding="utf-8")
    outcome = callsim("sessions", "rescore")
    assert outcome.status == 1
    assert "keeps its scores" in outcome.err
    assert "0 sessions scored anew" in outcome.out
