from __future__ import annotations

import json
import re

import pytest

ANSWERS = {
    "--id": "anna-lost-parcel",
    "--language": "en",
    "--name": "Anna Field",
    "--title": "My parcel never came",
    "--octant": "rebellious",
    "--problem": "My parcel never came.",
    "--solution": "I will send you a new parcel today.",
}


def flat(answers):
    return [part for pair in answers.items() for part in pair]


def test_a_new_caller_passes_and_rehearses(callsim, tmp_path):
    written = callsim("personas", "new", *flat(ANSWERS), "--personas", str(tmp_path))
    assert written.status == 0, written.err
    path = tmp_path / "anna-lost-parcel.persona.yaml"
    assert written.out.strip() == str(path)
    assert (tmp_path / "persona.schema.json").is_file()
    checked = callsim("personas", "check", str(path))
    assert checked.status == 0
    assert checked.out.strip().endswith("no problems.")
    walked = callsim("personas", "rehearse", "anna-lost-parcel", "--personas", str(tmp_path), "--json")
    assert walked.status == 0, walked.out
    by_walk = {each["walk"]: each for each in walked.json}
    assert by_walk["good"]["ending"] == "solved"
    assert by_walk["bad"]["together_gained"] < by_walk["good"]["together_gained"]


def test_a_caller_that_is_there_is_not_written_over(callsim, tmp_path):
    path = tmp_path / "anna-lost-parcel.persona.yaml"
    path.write_text("mine", encoding="utf-8")
    outcome = callsim("personas", "new", *flat(ANSWERS), "--personas", str(tmp_path))
    assert outcome.status == 1
    assert "is there already" in outcome.err
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("key", "value", "named"), [("--id", "Anna Lost", "id"), ("--name", "\x1b[31m", "name")])
def test_an_answer_that_does_not_fit_is_named(callsim, tmp_path, key, value, named):
    outcome = callsim("personas", "new", *flat({**ANSWERS, key: value}), "--personas", str(tmp_path))
    assert outcome.status == 1
    assert outcome.err.startswith(named)
    assert "Traceback" not in outcome.err


def test_the_schema_is_one_json_document(callsim):
    assert json.loads(callsim("personas", "schema").out)["title"] == "A caller"


def test_lines_are_spoken_ahead_once(callsim, tmp_path, models_dir, monkeypatch):
    from simulator import directories

    monkeypatch.setattr(directories, "cache_directory", lambda: tmp_path / "cache")
    callsim("personas", "new", *flat(ANSWERS), "--personas", str(tmp_path))
    prepare = ("personas", "prepare", "anna-lost-parcel", "--personas", str(tmp_path), "--models", str(models_dir))
    first, second = callsim(*prepare), callsim(*prepare)
    assert first.status == second.status == 0
    spoken, there = (int(count) for count in re.findall(r"(\d+) (?:sentences spoken|were there)", first.out))
    assert spoken > 20
    assert there == 0
    assert f"anna-lost-parcel: 0 sentences spoken, {spoken} were there already" in second.out
