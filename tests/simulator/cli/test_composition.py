import pytest

from audio.errors import ModelError, SpeechServerError
from audio.frames import Prosody
from audio.levels import rms_dbfs
from audio.line import LineKind
from audio.rooms import Room as RoomSound
from simulator.cli.composition import ROOM_VARIABLE, TRANSCRIBER_VARIABLE, make_caller_voice, make_transcriber
from simulator.cli.refusal import RefusalError
from simulator.personas.model import PhoneLine, Room
from simulator.personas.reader import read_persona


def test_a_folder_of_ones_own_that_is_not_whole_gets_advice_that_can_be_followed(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError) as raised:
        make_transcriber("en", tmp_path, str(tmp_path))
    said = str(raised.value)
    assert "it lacks model.bin, tokenizer.json. Complete it from where it came from" in said
    assert "models install" not in said
    for name in ("model.bin", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(ModelError, match=r"cannot be loaded \(.+\). Complete it") as raised:
        make_transcriber("en", tmp_path, str(tmp_path))
    assert "models install" not in str(raised.value)


def test_the_environment_names_a_server_for_everything_that_is_started(tmp_path, monkeypatch):
    monkeypatch.setenv(TRANSCRIBER_VARIABLE, "wyoming://127.0.0.1")
    with pytest.raises(SpeechServerError, match="names no port"):
        make_transcriber("en", tmp_path)


def test_a_caller_stands_where_the_persona_says_or_else_the_environment(shipped_personas, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    persona = read_persona(shipped_personas / "ruth-double-charge.persona.yaml")

    def pauses_dbfs(persona=persona):
        voice, _ = make_caller_voice(persona, tmp_path, "espeak:en-gb+f2")
        _, second = voice.synthesize("Hello. Are you there?", Prosody())
        tenth = second.sample_rate_hz // 10
        return rms_dbfs(second.samples[tenth : 2 * tenth])

    quiet = pauses_dbfs()
    monkeypatch.setenv(ROOM_VARIABLE, "street")
    assert pauses_dbfs() > quiet + 6.0
    monkeypatch.delenv(ROOM_VARIABLE)
    in_the_office = persona.model_copy(update={"voice": persona.voice.model_copy(update={"room": Room.OFFICE})})
    assert pauses_dbfs(in_the_office) > quiet + 6.0
    monkeypatch.setenv(ROOM_VARIABLE, "quiet")
    assert pauses_dbfs(in_the_office) == pytest.approx(quiet)
    monkeypatch.setenv(ROOM_VARIABLE, "cellar")
    with pytest.raises(RefusalError, match="quiet, office, street, kitchen"):
        make_caller_voice(persona, tmp_path, "espeak:en-gb+f2")


def test_a_persona_can_wish_for_each_line_and_room_that_can_be_heard_and_no_other():
    assert [line.value for line in PhoneLine] == [line.value for line in LineKind]
    assert [room.value for room in Room] == [room.value for room in RoomSound]
