"""A stereo recording becomes a session: each side on its channel and second, scored, with its sound; or a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audio.frames import SPEECH_RATE_HZ
from audio.scripted import LevelDetector, ScriptedTranscriber
from simulator import directories
from simulator.language import Language
from simulator.personas.reader import parse_persona
from simulator.scoring.assessment import HeardWord
from simulator.scoring.record import Side
from simulator.scoring.rubric import load_rubric
from simulator.sessions.importing.made_session import (
    Equipment,
    ImportedCall,
    import_call,
    persona_of,
)
from simulator.sessions.importing.mark import imported_from
from simulator.sessions.importing.turns import SAME_TURN_S, SpokenTurn, joined_turns, told_sentences
from simulator.sessions.importing.two_sides import (
    Channel,
    ImportCancelledError,
    ImportRefusedError,
    sides_spoken,
)
from simulator.sessions.rescoring import rescore
from simulator.sessions.store import SessionStore
from tests.simulator.call.stage import PlainAssessor, caller

SPOKEN = (
    (Side.CALLER, 1.0, 3.0, "It has been down since Monday morning."),
    (Side.TRAINEE, 4.0, 5.5, "What colour is the light?"),
    (Side.CALLER, 6.5, 8.0, "The light on the box is red, and I am fed up."),
    (Side.TRAINEE, 9.5, 12.0, "So it is down since Monday and the light is red, is that right?"),
)


def stereo(spoken=SPOKEN, rate_hz=8_000, caller_channel=Channel.RIGHT, leak=0.0):
    """A tone for every turn on its side's channel, with a quiet noise under it."""
    length = int((max(end for _, _, end, _ in spoken) + 1.0) * rate_hz)
    sound = np.random.default_rng(1).normal(0, 1e-4, (length, 2)).astype(np.float32)
    for side, start_s, end_s, _ in spoken:
        first, last = int(start_s * rate_hz), int(end_s * rate_hz)
        own = caller_channel.number if side is Side.CALLER else 1 - caller_channel.number
        tone = 0.3 * np.sin(np.arange(last - first) / rate_hz * 2 * np.pi * (220 if side is Side.CALLER else 330))
        sound[first:last, own] += tone
        sound[first:last, 1 - own] += leak * tone
    return sound


def write(path: Path, sound, rate_hz=8_000) -> Path:
    import soundfile

    soundfile.write(path, sound, rate_hz)
    return path


def equipment(lines=tuple(text for *_, text in SPOKEN)) -> Equipment:
    rubric = load_rubric(directories.rubrics_directory() / "helpdesk.rubric.yaml")
    detectors = {side: LevelDetector() for side in Side}
    return Equipment(detectors, ScriptedTranscriber(lines), PlainAssessor(), rubric, {"callsim": "1"})


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
@pytest.mark.parametrize("channel", Channel)
def test_both_sides_are_heard_on_their_channel_and_second(tmp_path, rate_hz, channel):
    path = write(tmp_path / "call.wav", stereo(rate_hz=rate_hz, caller_channel=channel), rate_hz)
    heard = list(sides_spoken(path, channel, {side: LevelDetector() for side in Side}))
    heard.sort(key=lambda each: each.utterance.speech_start_s)
    assert [each.side for each in heard] == [side for side, *_ in SPOKEN]
    for each, (_, start_s, end_s, _) in zip(heard, SPOKEN, strict=True):
        assert each.utterance.speech_start_s == pytest.approx(start_s, abs=0.05)
        assert each.utterance.speech_end_s == pytest.approx(end_s, abs=0.05)


def test_what_leaks_from_the_other_channel_is_nobodys_turn(tmp_path):
    path = write(tmp_path / "call.wav", stereo(leak=0.05))
    heard = list(sides_spoken(path, Channel.RIGHT, {side: LevelDetector() for side in Side}))
    assert len(heard) == len(SPOKEN)


def test_a_recording_becomes_a_session_like_any_other(tmp_path):
    path = write(tmp_path / "call.wav", stereo())
    store = SessionStore(tmp_path / "sessions")
    done = []
    call = ImportedCall(path, Channel.RIGHT, Language.ENGLISH, "Tom", caller())
    session_id = import_call(store, call, equipment(), lambda done_s, of_s: done.append((done_s, of_s)))
    session = store.open(session_id)
    assert done[-1][0] == done[-1][1] == pytest.approx(13.0, abs=0.1)
    assert [(turn.side, turn.text) for turn in session.record.turns] == [(side, text) for side, *_, text in SPOKEN]
    assert not session.was_cut_short
    assert session.facts.trainee == "Tom"
    assert imported_from(session.facts.settings) == "call.wav"
    assert session.scorecard is not None
    persona = parse_persona(session.facts.persona_text)
    assert persona.name == "Ann Test"
    assert [fact.needed for fact in persona.facts] == [True, True]
    assert session.record.turns[2].facts_told == ("t3_1",)
    assert rescore(session, persona, PlainAssessor(), equipment().rubric).changed == {}

    import soundfile

    assert session.call_sound is not None
    sound, rate_hz = soundfile.read(session.call_sound)
    assert rate_hz == SPEECH_RATE_HZ
    for turn in session.record.turns:
        middle = int((turn.start_s + turn.end_s) / 2 * rate_hz)
        loud = np.abs(sound[middle - 800 : middle + 800]).max(axis=0)
        assert int(loud.argmax()) == (0 if turn.side is Side.TRAINEE else 1)
        own = session.turn_sound(turn)
        assert own is not None
        assert soundfile.info(own).duration == pytest.approx(turn.end_s - turn.start_s + 0.4, abs=0.1)
        assert own.stat().st_mode & 0o777 == 0o600


def test_a_stopped_import_leaves_nothing(tmp_path):
    path = write(tmp_path / "call.wav", stereo())
    call = ImportedCall(path, Channel.RIGHT, Language.ENGLISH)
    for limit in (0, 2, 6, 9, 11):
        store = SessionStore(tmp_path / f"sessions{limit}")
        asked = 0

        def stop(limit=limit):
            nonlocal asked
            asked += 1
            return asked > limit

        with pytest.raises(ImportCancelledError, match="nothing of it is kept"):
            import_call(store, call, equipment(), cancelled=stop)
        assert store.ids() == ()
        assert not store.directory.exists() or not list(store.directory.iterdir())


def as_mono(folder: Path) -> Path:
    return write(folder / "mono.wav", stereo()[:, 0])


def as_twins(folder: Path) -> Path:
    sound = stereo()
    return write(folder / "twins.wav", np.stack([sound[:, 1], sound[:, 1]], axis=1))


def with_three_channels(folder: Path) -> Path:
    return write(folder / "three.wav", np.zeros((800, 3)))


def with_one_voice(folder: Path) -> Path:
    return write(folder / "one.wav", stereo(tuple(each for each in SPOKEN if each[0] is Side.CALLER)))


def no_sound(folder: Path) -> Path:
    path = folder / "text.wav"
    path.write_text("no sound", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (as_mono, "is mono: both voices are on one channel"),
        (as_twins, "hold the same sound"),
        (with_three_channels, "has 3 channels"),
        (with_one_voice, "No speech was understood on the left channel"),
        (no_sound, "cannot be read as sound"),
        (lambda folder: folder / "absent.wav", "There is no sound file"),
        (lambda folder: write(folder / "empty.wav", np.zeros((0, 2))), "holds no sound"),
    ],
)
def test_what_is_no_stereo_call_is_refused_in_a_sentence(tmp_path, make, said):
    store = SessionStore(tmp_path / "sessions")
    with pytest.raises(ImportRefusedError, match=said):
        import_call(store, ImportedCall(make(tmp_path), Channel.RIGHT, Language.ENGLISH), equipment())
    assert store.ids() == ()


def test_speech_in_pieces_is_one_turn_until_the_other_speaks():
    turns = joined_turns(
        [
            SpokenTurn(Side.TRAINEE, "Good afternoon.", 0.0, 1.0, (HeardWord("Good", 0.0, 0.5, 0.9),)),
            SpokenTurn(Side.TRAINEE, "How can I help?", 2.0, 3.0, (HeardWord("How", 2.0, 2.5, 0.9),)),
            SpokenTurn(Side.TRAINEE, "", 3.2, 3.4),
            SpokenTurn(Side.CALLER, "It is down.", 2.8, 4.0),
            SpokenTurn(Side.CALLER, "Hello?", 4.0 + SAME_TURN_S, 9.0),
        ]
    )
    assert [turn.text for turn in turns] == ["Good afternoon. How can I help?", "It is down.", "Hello?"]
    assert [len(turn.words) for turn in turns] == [2, 0, 0]
    assert [turn.interrupts for turn in turns] == [False, True, False]


spoken_turns = st.builds(
    SpokenTurn,
    side=st.sampled_from(Side),
    text=st.text(max_size=60),
    start_s=st.floats(0, 600),
    end_s=st.just(0.0),
).map(lambda turn: replace(turn, end_s=turn.start_s + 2.0))


@settings(deadline=None, max_examples=40)
@given(st.lists(spoken_turns, max_size=12))
@example([SpokenTurn(Side.CALLER, "0:0:0{0", 0.0, 2.0)])
def test_whatever_was_said_makes_a_callers_file_that_can_be_read(spoken):
    turns = joined_turns(spoken)
    assert [turn.start_s for turn in turns] == sorted(turn.start_s for turn in turns)
    assert sum(bool(each.text.strip()) for each in spoken) >= len(turns)
    for language in Language:
        told = told_sentences(turns, language)
        call = ImportedCall(Path("some call: #1 'x'.wav"), Channel.LEFT, language)
        persona = parse_persona(persona_of(call, told))
        assert persona.language is language
        assert len(persona.facts) == max(1, len(told))
