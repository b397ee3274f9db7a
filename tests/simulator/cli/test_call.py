from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from simulator import directories
from simulator.personas.reader import load_library

PERSONAS = [loaded.persona for loaded in load_library([directories.shipped_personas_directory()]).personas]
FIRST_SIX = [
    "karin-geen-internet",
    "dirk-dominante-ondernemer",
    "ria-nieuwe-router",
    "ruth-double-charge",
    "victor-executive-laptop",
    "maggie-new-tablet",
]
MAIN = ("questioning", "summarising", "jargon", "leary")


def replies(tmp_path: Path, lines) -> str:
    path = tmp_path / "replies.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def timeless(report: dict) -> dict:
    """The report without session ids, folders and times."""
    text = json.dumps({**report, "session": None})
    return json.loads(re.sub(r'"(start|end|at)": [\d.]+', r'"\1": 0', text))


def end_of(report: dict) -> dict:
    """Where the caller stood at the end."""
    return [step for step in report["path"] if step["speaker"] == "caller"][-1]


def values(report: dict) -> dict:
    """The scores by criterion."""
    return {score["criterion"]: score["value"] for score in report["scores"]}


@pytest.mark.parametrize("persona_id", FIRST_SIX)
def test_the_good_rehearsal_ends_better_than_the_bad_one_on_everything(callsim, tmp_path, persona_id):
    persona = next(persona for persona in PERSONAS if persona.id == persona_id)
    reports = {}
    for walk in ("good", "bad"):
        path = replies(tmp_path, getattr(persona.rehearsal, walk))
        outcome = callsim("call", persona_id, "--replies", path, "--seed", "1", "--json")
        assert outcome.status == 0, outcome.err
        reports[walk] = outcome.json
    good, bad = reports["good"], reports["bad"]
    assert good["ending"] == "solved"
    assert bad["ending"] != "solved"
    ends = {
        walk: [step for step in report["path"] if step["speaker"] == "caller"][-1] for walk, report in reports.items()
    }
    assert ends["good"]["together"] > max(0.0, ends["bad"]["together"])
    values = {
        walk: {score["criterion"]: score["value"] for score in report["scores"]} for walk, report in reports.items()
    }
    for criterion in MAIN:
        assert values["good"][criterion] is not None
        assert values["good"][criterion] > (values["bad"][criterion] or 0), criterion
    assert good["turns"][0]["speaker"] == "caller"


def test_the_same_words_make_the_same_call(callsim, tmp_path):
    path = replies(tmp_path, PERSONAS[0].rehearsal.good)
    first, second = (callsim("call", PERSONAS[0].id, "--replies", path, "--seed", "1", "--json") for _ in range(2))
    assert json.dumps(timeless(first.json)) == json.dumps(timeless(second.json))
    assert first.json["session"]["id"] != second.json["session"]["id"]


def test_a_call_is_kept_listed_and_shown(callsim, tmp_path):
    path = replies(tmp_path, ["[red]Hello[/red] \U0001f600", "..."])
    report = callsim("call", "ruth-double-charge", "--replies", path, "--trainee", "Sam", "--json").json
    folder = Path(report["session"]["folder"])
    assert {"session.json", "events.jsonl", "scorecard.json"} <= {each.name for each in folder.iterdir()}
    (listed,) = callsim("sessions", "list", "--json").json
    assert {"id", "persona", "started_at", "scores", "folder"} <= set(listed)
    assert listed["id"] == report["session"]["id"]
    assert listed["trainee"] == "Sam"
    shown = callsim("sessions", "show", "last", "--json").json
    assert shown["turns"] == report["turns"]
    words = callsim("sessions", "show", "last").out
    assert "[red]Hello[/red]" in words


def test_an_unknown_caller_names_those_there_are(callsim):
    outcome = callsim("call", "ruth-double-chrage", "--typed")
    assert outcome.status == 2
    assert "Did you mean 'ruth-double-charge'?" in outcome.err
    assert "karin-geen-internet" in outcome.err


def test_an_unknown_session_is_a_sentence(callsim):
    outcome = callsim("sessions", "show", "nothing")
    assert outcome.status == 2
    assert "There are no sessions" in outcome.err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read"), (b"\xff\xfe\x00", "not text in UTF-8"), (b"a" * 1_000_001, "too long")],
)
def test_replies_that_are_none(callsim, tmp_path, content, sentence):
    path = tmp_path / "replies.txt"
    if content is not None:
        path.write_bytes(content)
    outcome = callsim("call", "ruth-double-charge", "--replies", str(path))
    assert outcome.status == 2
    assert sentence in outcome.err


def test_where_nothing_can_be_kept_is_said_before_the_call(callsim, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("a file", encoding="utf-8")
    path = replies(tmp_path, ["Hello"])
    outcome = callsim("call", "ruth-double-charge", "--replies", path, "--sessions", str(in_the_way / "sessions"))
    assert outcome.status == 1
    assert "--sessions" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.skipif(os.name != "posix", reason="PortAudio comes with the wheel elsewhere")
def test_without_a_sound_system_the_next_step_is_named(callsim, models_dir, monkeypatch):
    from audio.devices import portaudio
    from audio.errors import NoSoundSystemError

    def absent():
        raise NoSoundSystemError("PortAudio is missing. Run 'sudo apt-get install libportaudio2', or pass --typed.")

    monkeypatch.setattr(portaudio, "load", absent)
    outcome = callsim("call", "ruth-double-charge", "--models", str(models_dir))
    assert outcome.status == 1
    assert "--typed" in outcome.err
    assert "Traceback" not in outcome.err
