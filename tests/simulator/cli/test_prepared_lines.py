from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.app.services import SpokenAhead
from simulator.call.likely_lines import likely_sentences
from simulator.cli.composition import make_caller_voice, name_caller_voice
from simulator.cli.doors.calls import Telephone
from simulator.cli.doors.house import House
from simulator.cli.prepared_lines import KeptLines, MissingLines, slow_voice_sentence
from simulator.cli.voice_speed import SpeedMemory, VoiceSpeed
from tests.simulator.call.stage import caller

SLOW, QUICK = VoiceSpeed(30.0, 20.0, 300.0), VoiceSpeed(2.0, 20.0, 300.0)
LIMIT_S = 20.0


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "callsim"


def test_what_is_kept_is_known_without_loading_the_voice(tmp_path: Path) -> None:
    persona = caller()
    lines = KeptLines(persona, name_caller_voice(persona, tmp_path))
    before = lines.missing()
    assert before.sentences == likely_sentences(persona, None)
    assert before.all == len(before.sentences)
    assert before.speed is None
    assert before.left_s is None
    voice, _ = make_caller_voice(persona, tmp_path)
    assert voice.speak_ahead(before.sentences[0])
    after = lines.missing()
    assert after.sentences == before.sentences[1:]
    assert after.all == before.all
    assert after.left_s is not None
    voice.prepare(likely_sentences(persona, None))
    assert KeptLines(persona, voice).missing().sentences == ()


def test_the_name_of_the_voice_is_the_one_it_has_when_loaded(models_dir: Path) -> None:
    persona = caller()
    for wanted in ("espeak:en-gb+f2", "en_US-joe-medium"):
        wish = persona.model_copy(update={"voice": persona.voice.model_copy(update={"prefer": (wanted,)})})
        assert name_caller_voice(wish, models_dir).kept.name == make_caller_voice(wish, models_dir)[0].kept.name


@pytest.mark.parametrize(
    ("missing", "keeps_waiting", "left_s"),
    [
        (MissingLines(("x" * 600,), 2, SLOW), True, 60.0),
        (MissingLines(("x" * 99,), 2, SLOW), False, 9.9),
        (MissingLines(("x" * 100,), 2, SLOW), True, 10.0),
        (MissingLines(("x" * 3000,), 2, QUICK), False, 20.0),
        (MissingLines(("x" * 600,), 2, None), False, None),
        (MissingLines((), 2, SLOW), False, 0.0),
    ],
)
def test_a_wait_is_only_spoken_of_where_it_was_measured(
    missing: MissingLines, keeps_waiting: bool, left_s: float | None
) -> None:
    assert missing.keeps_waiting is keeps_waiting
    assert missing.left_s == (None if left_s is None else pytest.approx(left_s))


def test_the_command_to_prepare_is_named_where_it_would_help_and_nowhere_else(tmp_path: Path, cache: Path) -> None:
    persona = caller()
    voice = name_caller_voice(persona, tmp_path)
    assert slow_voice_sentence(persona, voice) == ""
    SpeedMemory(cache).note(voice.kept.name, QUICK)
    assert slow_voice_sentence(persona, voice) == ""
    letters = KeptLines(persona, voice).missing().letters
    for minutes, said in ((1.2, "in about 1 minute."), (3.7, "in about 4 minutes.")):
        SpeedMemory(cache).note(voice.kept.name, VoiceSpeed(minutes * 60.0, 20.0, letters))
        sentence = slow_voice_sentence(persona, voice)
        assert f"'callsim personas prepare {persona.id}'" in sentence
        assert sentence.endswith(said)


class Told:
    """Takes what is told, and can be waited for."""

    def __init__(self) -> None:
        self.all: list[SpokenAhead] = []
        self.done = threading.Event()

    def __call__(self, ahead: SpokenAhead) -> None:
        self.all.append(ahead)
        if ahead.is_done:
            self.done.set()


def test_the_telephone_speaks_ahead_before_it_rings_until_it_is_stopped(tmp_path: Path) -> None:
    persona = caller()
    telephone = Telephone(House(models_dir=tmp_path))
    told, stop = Told(), threading.Event()
    speaking = threading.Thread(target=telephone.speak_ahead, args=(persona, told, stop))
    speaking.start()
    assert told.done.wait(LIMIT_S)
    assert told.all[0] == SpokenAhead(0, len(likely_sentences(persona, None)))
    assert speaking.is_alive()
    stop.set()
    speaking.join(LIMIT_S)
    assert not speaking.is_alive()
    again = Told()
    telephone.speak_ahead(persona, again, threading.Event())
    assert [ahead.is_done for ahead in again.all] == [True]


def test_a_call_that_is_made_ready_takes_over_what_was_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.sessions.session import CallMode

    persona = caller()
    house = House(models_dir=tmp_path, loaded={persona.id: SimpleNamespace(persona=persona)})  # type: ignore[dict-item]
    telephone = Telephone(house)
    taken = []

    def load_speech(loaded: object, plan: object, minds: object, speaks: object) -> SimpleNamespace:
        taken.append(speaks)
        return SimpleNamespace(ahead=None)

    monkeypatch.setattr("simulator.cli.spoken_call.load_speech", load_speech)
    monkeypatch.setattr(telephone, "minds", lambda _: None)
    told, stop = Told(), threading.Event()
    speaking = threading.Thread(target=telephone.speak_ahead, args=(persona, told, stop))
    speaking.start()
    assert told.done.wait(LIMIT_S)
    stop.set()
    speaking.join(LIMIT_S)
    telephone.warm_up(persona, CallMode.SPOKEN)
    (speaks,) = taken
    assert speaks.persona == persona
