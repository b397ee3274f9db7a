"""`sessions review`: a trainer's words are added to a call, count, and are shown with what the tool said."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from simulator import directories
from simulator.personas.reader import load_persona, parse_persona
from simulator.scoring.rubric import load_rubric
from simulator.scoring.scoring import score_call
from simulator.sessions.review import (
    LabelCorrection,
    LabelKind,
    Review,
    read_review,
    reproduces,
    reviewed_scorecard,
)
from simulator.sessions.session import REVIEW_NAME
from simulator.sessions.store import SessionStore, save_scorecard
from tests.simulator.sessions.held import hold_call

LINES = (
    "Good afternoon, you are speaking with Tom. How can I help you?",
    "I am so sorry. Can you tell me how much was taken?",
    "What day did that leave your bank?",
)


@pytest.fixture(scope="module")
def reviewed_call(tmp_path_factory, shipped_personas):
    """A call that was held and scored once for all tests of this file."""
    loaded = load_persona(shipped_personas / "ruth-double-charge.persona.yaml")
    directory = tmp_path_factory.mktemp("kept")
    text = loaded.path.read_text(encoding="utf-8")
    session_id = hold_call(directory, LINES, persona=loaded.persona, persona_text=text)
    session = SessionStore(directory).open(session_id)
    rubric = load_rubric(directories.rubrics_directory() / f"{loaded.persona.rubric}.rubric.yaml")
    save_scorecard(session.folder, score_call(session.record, loaded.persona, rubric))
    return session.folder


@pytest.fixture
def session(reviewed_call):
    directory = directories.sessions_directory()
    shutil.copytree(reviewed_call, directory / reviewed_call.name)
    return SessionStore(directory).open("last")


def test_a_review_grows_and_is_shown(callsim, session):
    assert "Nobody has reviewed" in callsim("sessions", "review", "last").out
    outcome = callsim(
        "sessions", "review", "last", "--author", "Els", "--comment", "Nice \x1b[31mopening.", "--turn", "2",
        "--verdict", "pass", "--next-task", "Sum up halfway.",
    )  # fmt: skip
    assert outcome.status == 0
    assert "Verdict: pass (Els)" in outcome.out
    assert "Next task: Sum up halfway. (Els)" in outcome.out
    assert "Els turn 2: Nice" in outcome.out
    assert "\x1b" not in outcome.out
    callsim("sessions", "review", "last", "--author", "Jan", "--comment", "Agreed.", "--at", "1.5")
    review = read_review(session.folder).review
    assert [comment.author for comment in review.comments] == ["Els", "Jan"]
    assert review.comments[1].at_s == 1.5
    assert callsim("sessions", "review", "last", "--json").json["review"]["decision"]["verdict"] == "pass"


def test_a_corrected_score_counts_and_the_tools_stays(callsim, session):
    before = (session.folder / "scorecard.json").read_bytes()
    outcome = callsim(
        "sessions", "review", "last", "--author", "Els", "--score", "questioning", "93", "--reason", "Well asked."
    )
    assert "Questioning: 93 (Score by the program: " in outcome.out
    assert (session.folder / "scorecard.json").read_bytes() == before
    data = callsim("sessions", "export", "last", "--json").json
    assert data["scores_that_count"]["questioning"] == 93
    assert [score["value"] for score in data["scores"] if score["criterion"] == "questioning"] != [93]


def test_a_corrected_label_changes_the_scores_that_follow_from_it(callsim, session):
    outcome = callsim(
        "sessions", "review", "last", "--author", "Els", "--label", "4", "octant", "attacking", "--reason", "His tone.",
        "--json",
    )  # fmt: skip
    assert outcome.status == 0
    assert outcome.json["review"]["label_corrections"][0]["after"] == "attacking"
    tools = {score.criterion.value: score.value for score in session.scorecard.scores}
    assert outcome.json["scores_that_count"]["leary"] < tools["leary"]
    assert outcome.json["scores_that_count"]["structure"] == tools["structure"]
    page = callsim("sessions", "export", "last", "--html", "--no-sound")
    assert page.status == 0
    assert "His tone." in (session.folder / "debrief.html").read_text(encoding="utf-8")


def test_corrected_labels_change_nothing_where_the_scores_cannot_be_made_again(session):
    persona = parse_persona(session.facts.persona_text)
    rubric = load_rubric(directories.rubrics_directory() / f"{persona.rubric}.rubric.yaml")
    given = session.scorecard
    older = replace(given, scores=(replace(given.scores[0], value=1), *given.scores[1:]))
    review = Review().with_label(
        LabelCorrection("Els", datetime.now(UTC), 4, LabelKind.OCTANT, "helping", "attacking", "His tone.")
    )
    assert reproduces(given, session.record, persona, rubric)
    assert not reproduces(older, session.record, persona, rubric)
    assert reviewed_scorecard(older, session.record, review, persona, rubric) == older
    assert reviewed_scorecard(given, session.record, review, persona, rubric) != given
    assert reviewed_scorecard(given, session.record, Review(), persona, rubric) == given


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--comment", "Nice."), "name of who made it"),
        (("--author", "Els", "--comment", "Nice.", "--turn", "99"), "There is no turn 99"),
        (("--author", "Els", "--score", "leary", "lots", "--reason", "x"), "'lots' is no score"),
        (("--author", "Els", "--score", "leary", "101", "--reason", "x"), "0 to 100"),
        (("--author", "Els", "--score", "leary", "50"), "Say why"),
        (("--author", "Els", "--label", "2", "octant", "angry", "--reason", "x"), "choose from helping"),
        (("--author", "Els", "--label", "1", "octant", "helping", "--reason", "x"), "the caller's"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(callsim, session, arguments, said):
    outcome = callsim("sessions", "review", "last", *arguments)
    assert outcome.status == 2
    assert said in outcome.err
    assert not (session.folder / REVIEW_NAME).exists()


def test_a_damaged_review_is_said(callsim, session):
    (session.folder / REVIEW_NAME).write_text("{", encoding="utf-8")
    outcome = callsim("sessions", "review", "last")
    assert outcome.status == 1
    assert "cannot be read" in outcome.err
