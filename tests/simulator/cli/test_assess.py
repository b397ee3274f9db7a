from __future__ import annotations

import json

LINE = {"id": "7", "text": "Sinds wanneer heeft u geen internet?", "caller": "Het ligt er al drie dagen uit!"}


def test_a_line_is_answered_in_the_promised_shape(callsim):
    outcome = callsim("assess", "--language", "nl", "--json", stdin=json.dumps(LINE))
    assert outcome.status == 0
    (answer,) = outcome.json_lines
    assert set(answer) == {"id", "questions", "reflection", "summary", "jargon", "leary"}
    assert answer["id"] == "7"
    assert set(answer["summary"]) == {"is_summary", "covered", "missed", "invented", "checked"}
    assert set(answer["leary"]) == {"above", "together", "quadrant", "octant", "alternative", "confidence"}
    (question,) = answer["questions"]
    assert question["form"] == "open"
    assert 0.0 <= answer["reflection"] <= 1.0


def test_a_summary_is_held_against_the_facts_given(callsim):
    line = {
        "id": "s",
        "text": "So if I have it right, the money was taken twice on Monday. Is that correct?",
        "caller": "That is all of it.",
        "facts": [
            {"id": "twice", "text": "The money was taken twice, on Monday."},
            {"id": "rent", "text": "My rent goes out tomorrow."},
        ],
    }
    (answer,) = callsim("assess", "--language", "en", "--json", stdin=json.dumps(line)).json_lines
    assert answer["summary"]["is_summary"]
    assert answer["summary"]["covered"] == ["twice"]
    assert answer["summary"]["missed"] == ["rent"]
    assert answer["summary"]["checked"]


def test_lines_keep_their_order(callsim):
    lines = [{"id": number, "text": f"Kunt u mij vertellen wat er op {number} mei gebeurde?"} for number in range(60)]
    outcome = callsim("assess", "--language", "nl", "--json", stdin="\n".join(map(json.dumps, lines)))
    assert outcome.status == 0
    assert [answer["id"] for answer in outcome.json_lines] == [str(number) for number in range(60)]


def test_bad_lines_cost_only_themselves(callsim):
    lines = [
        json.dumps(LINE),
        "{not json",
        json.dumps({"id": "8"}),
        json.dumps([1, 2]),
        "",
        json.dumps({"id": "9", "text": "[red]x[/red] \u001b[31m \U0001f600"}),
        json.dumps({"id": "10", "text": ""}),
    ]
    outcome = callsim("assess", "--language", "nl", "--json", stdin="\n".join(lines))
    answers = outcome.json_lines
    assert outcome.status == 1
    assert [answer["id"] for answer in answers] == ["7", None, None, None, "9", "10"]
    assert "Line 2 cannot be assessed" in answers[1]["error"]
    assert "'text' is missing" in answers[2]["error"]
    assert "Traceback" not in outcome.err


def test_bytes_that_are_no_text_are_no_crash(callsim):
    outcome = callsim("assess", "--language", "en", "--json", stdin=b'{"id": "1", "text": "caf\xe9"}\n')
    assert outcome.status == 0
    assert outcome.json_lines[0]["id"] == "1"


def test_null_is_what_is_left_out(callsim):
    line = {"id": "1", "text": "When did it happen?"}
    empty = {**line, "caller": None, "known_terms": None, "facts": None}
    outcome = callsim("assess", "--language", "en", "--json", stdin=f"{json.dumps(line)}\n{json.dumps(empty)}\n")
    assert outcome.status == 0
    first, second = outcome.json_lines
    assert first == second


def test_lines_no_one_would_write_are_refused_by_number(callsim):
    too_long = json.dumps({"id": "1", "text": "a" * 20_001})
    lines = [too_long, '{"id": null, "text": "x"}', "[" * 5_000, '{"id": "4", "text": [5]}']
    outcome = callsim("assess", "--language", "en", "--json", stdin="\n".join(lines))
    assert outcome.status == 1
    errors = [answer.get("error", "") for answer in outcome.json_lines]
    assert [error[:7] for error in errors] == ["Line 1 ", "Line 2 ", "Line 3 ", "Line 4 "]
