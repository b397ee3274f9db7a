from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.call.typed import TypedCall
from simulator.dialogue.state import Ending
from simulator.language import Language
from simulator.leary import Octant, Stance
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import Criterion, Evidence, RoseStep, Score, Scorecard
from simulator.sessions.report import call_report, debrief
from tests.simulator.call.stage import caller, minds

CARD = Scorecard(
    rubric="helpdesk",
    rubric_version="0123456789ab",
    scorer_version="1",
    scores=(
        Score(
            Criterion.QUESTIONING,
            64,
            50.0,
            (
                Evidence(
                    "open_question", 14.0, 2, 3.0, "Since when?", "An open question explores.", "What happened first?"
                ),
            ),
        ),
        Score(Criterion.JARGON, None, 100.0),
    ),
    rose=(RoseStep(2, Stance(0.7, 0.3), Octant.COOPERATING, Stance(-0.5, 0.2), "You helped. That invites along."),),
    headline="You asked well.",
    next_step="Summarise before you offer.",
)


def typed_record(lines: tuple[str, ...] = caller().rehearsal.good) -> CallRecord:
    persona = caller()
    call = TypedCall(persona, minds(persona), seed=1)
    call.open()
    for line in lines:
        call.say(line)
    return call.record()


def as_json(record: CallRecord, card: Scorecard | None = CARD) -> str:
    return json.dumps(call_report(record, card, session_id="x", folder="/x"), allow_nan=False)


def test_the_same_call_gives_the_same_bytes() -> None:
    assert as_json(typed_record()) == as_json(typed_record())


def test_the_object_holds_what_the_command_line_promises() -> None:
    report = call_report(typed_record(), CARD, session_id="the-id", folder="/the/folder")
    assert report["session"] == {"id": "the-id", "folder": "/the/folder"}
    assert report["ending"] == "solved"
    assert {"speaker", "text", "start", "end"} <= report["turns"][0].keys()
    assert [step["speaker"] for step in report["path"][:3]] == ["caller", "trainee", "caller"]
    assert report["path"][1]["invites"] == "cooperating"
    assert report["scores"][0]["value"] == 64
    assert report["scores"][0]["evidence"][0]["quote"] == "Since when?"
    assert report["scores"][1]["value"] is None


def test_a_call_cut_short_and_unscored_has_a_report_too() -> None:
    report = call_report(replace(typed_record(), ending=None), None, session_id=None, folder=None)
    assert report["cut_short"]
    assert report["scores"] is None


def test_the_debrief_quotes_reasons_and_a_better_sentence() -> None:
    text = debrief(typed_record(), CARD)
    assert "You: Since when is it down?" in text
    assert "Questioning: 64" in text
    assert "Jargon: not rated" in text
    assert "+14" in text
    assert "Better: What happened first?" in text
    assert "How it ended: the problem was solved." in text
    assert "Next time, try: Summarise before you offer." in text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("ending", [*(each.value for each in Ending), None])
def test_every_ending_has_words_in_both_languages(language: Language, ending: str | None) -> None:
    text = debrief(replace(typed_record(), language=language, ending=ending), None)
    label = "Afloop: " if language is Language.DUTCH else "How it ended: "
    (line,) = (line for line in text.splitlines() if line.startswith(label))
    assert line.removeprefix(label).rstrip(".") not in {"", ending, "cut_short"}


@given(st.text(max_size=80))
def test_no_text_steers_the_terminal(text: str) -> None:
    record = CallRecord(
        "p", Language.DUTCH, (TurnRecord(1, Side.TRAINEE, text + "\x1b[2J[red]x\u202e", 0.0, 1.0),), None
    )
    told = debrief(record, None)
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "[red]x" in told
    assert told.count("\n") == 4
    json.loads(as_json(record))
