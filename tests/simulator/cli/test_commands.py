from __future__ import annotations

import pytest

from simulator.cli.main import COMMANDS
from simulator.cli.main import callsim as front_door


def test_a_wrong_command_names_itself(callsim):
    outcome = callsim("dmeo")
    assert outcome.status == 2
    assert "dmeo" in outcome.err


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_explains_itself(callsim, command):
    outcome = callsim(command, "--help")
    assert outcome.status == 0
    assert len(outcome.out.splitlines()) > 3


def test_the_app_says_where_it_cannot_open(callsim):
    outcome = callsim()
    assert outcome.status == 2
    assert "callsim demo" in outcome.err


def test_personas_are_listed_with_what_was_promised(callsim):
    listed = callsim("personas", "list", "--json").json
    assert len(listed) >= 6
    for persona in listed:
        assert {"id", "language", "name", "title", "difficulty", "start"} <= set(persona)
    assert {persona["language"] for persona in listed} == {"nl", "en"}


def test_the_callers_that_come_with_the_program_are_clean(callsim):
    outcome = callsim("personas", "check")
    assert outcome.status == 0
    assert outcome.out.strip().endswith("no problems.")


def test_a_broken_persona_is_named_by_file_and_line(callsim, tmp_path, shipped_personas):
    text = (shipped_personas / "ruth-double-charge.persona.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "ruth-double-charge.persona.yaml"
    broken.write_text(text.replace("start: attacking", "start: agressive"), encoding="utf-8")
    outcome = callsim("personas", "check", str(broken))
    assert outcome.status == 1
    assert f"{broken}:" in outcome.out
    assert "Did you mean 'attacking'?" in outcome.out
    listed = callsim("personas", "list", "--personas", str(tmp_path), "--json")
    assert listed.status == 1
    assert "agressive" in listed.err
    assert "maggie-new-tablet" in {persona["id"] for persona in listed.json}


def test_a_caller_can_be_shown(callsim):
    outcome = callsim("personas", "show", "maggie-new-tablet")
    assert outcome.status == 0
    assert "Facts" in outcome.out


def test_models_are_listed_with_what_they_cost(callsim, tmp_path):
    outcome = callsim("models", "list", "--models", str(tmp_path), "--json")
    by_id = {model["id"]: model for model in outcome.json}
    assert by_id["whisper-base"]["default"]
    assert not by_id["whisper-base"]["installed"]
    assert by_id["whisper-base"]["megabytes"] == pytest.approx(147.9, abs=0.1)


def test_an_unknown_model_is_a_wrong_command(callsim, tmp_path):
    outcome = callsim("models", "install", "whisper-bas", "--models", str(tmp_path))
    assert outcome.status == 2
    assert "Did you mean 'whisper-base'?" in outcome.err


def test_missing_and_truncated_models_are_told_apart(callsim, tmp_path):
    outcome = callsim("models", "verify", "whisper-base", "--models", str(tmp_path))
    assert outcome.status == 1
    assert "not installed" in outcome.out
    (tmp_path / "whisper-base").mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / "whisper-base" / name).write_bytes(b"short")
    outcome = callsim("models", "verify", "whisper-base", "--models", str(tmp_path))
    assert outcome.status == 1
    assert "damaged" in outcome.out
    assert "callsim models install whisper-base" in outcome.out


def test_a_missing_model_names_the_command_that_installs_it(callsim, tmp_path):
    sound = tmp_path / "x.wav"
    sound.write_bytes(b"RIFF")
    outcome = callsim("transcribe", str(sound), "--language", "nl", "--models", str(tmp_path))
    assert outcome.status == 1
    assert "callsim models install" in outcome.err


def test_the_front_door_lists_its_rooms():
    import click

    with click.Context(front_door) as context:
        assert front_door.list_commands(context) == list(COMMANDS)
