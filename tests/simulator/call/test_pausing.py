from __future__ import annotations

import numpy as np
import pytest

from audio.errors import ModelError
from audio.frames import SPEECH_RATE_HZ, Samples, Utterance, read_only
from audio.turn_end import TurnEndSettings
from simulator.call import events
from simulator.call.bearing import LEAST_LISTENING, MOST_LISTENING, listening_patience
from simulator.call.pausing import HEARS_SAMPLES, PauseJudge
from simulator.personas.model import TurnTaking
from tests.simulator.call.script import Script, tone
from tests.simulator.call.stage import Stage, caller

SETTINGS = TurnEndSettings()
UNKNOWN_S = 0.7


class Listens:
    """Judges every turn alike, and remembers how much of it was heard."""

    def __init__(self, probability: float = 0.9) -> None:
        self.answer = probability
        self.heard: list[int] = []

    def probability(self, samples: Samples) -> float:
        self.heard.append(len(samples))
        return self.answer


class Broken:
    def probability(self, samples: Samples) -> float:
        raise ModelError("The model failed on this sound. Install it again.")


def said(until_s: float, length_s: float = 1.0) -> Utterance:
    samples = read_only(np.zeros(round(length_s * SPEECH_RATE_HZ)))
    return Utterance(samples, until_s - length_s, until_s - length_s, until_s)


def judge(completion: object = None, patience: float = 1.0, complaints: list | None = None) -> PauseJudge:
    complain = (complaints if complaints is not None else []).append
    return PauseJudge(completion, "en", SETTINGS, patience, UNKNOWN_S, complain)


def test_knowing_nothing_it_waits_as_long_as_a_plain_silence() -> None:
    assert judge().end_silence_s(3.0) == UNKNOWN_S
    assert judge(patience=1.2).end_silence_s(3.0) == pytest.approx(1.2 * UNKNOWN_S)


def test_sound_and_words_of_a_pause_decide_together() -> None:
    pause = judge(Listens(0.9))
    pause.listen((said(3.0),))
    assert pause.end_silence_s(3.0) == SETTINGS.sure_s
    pause.read((said(3.0),), "I will look it up for you.", 0.98)
    assert pause.end_silence_s(3.0) < SETTINGS.unsure_s
    pause.read((said(3.0),), "I will look it up for you.", 0.02)
    assert pause.end_silence_s(3.0) >= SETTINGS.unsure_s
    pause.read((said(3.0),), "I cannot do that because")
    assert pause.end_silence_s(3.0) == SETTINGS.unlikely_s


def test_what_is_known_of_one_pause_says_nothing_of_the_next() -> None:
    pause = judge(Listens(0.9))
    pause.listen((said(3.0),))
    pause.read((said(3.0),), "How can I help you?")
    assert pause.end_silence_s(5.0) == UNKNOWN_S
    pause.read((said(5.0),), "How can I help you with")
    assert pause.end_silence_s(5.0) == SETTINGS.unlikely_s
    assert pause.sounds_complete is None


def test_without_a_model_words_and_silence_decide() -> None:
    pause = judge()
    pause.listen((said(3.0),))
    assert not pause.listens
    pause.read((said(3.0),), "I will look it up for you.", 0.98)
    assert pause.end_silence_s(3.0) < SETTINGS.unsure_s
    pause.read((said(3.0),), "I will look it up for", 0.3)
    assert pause.end_silence_s(3.0) == SETTINGS.unlikely_s


def sung(*pitches_hz: float) -> Utterance:
    """Seven syllables of 120 Hz and a last one that goes through some pitches, with the silence after it."""
    swell = np.interp(np.linspace(0, 2, SPEECH_RATE_HZ // 5), [0, 1, 2], [0.05, 1.0, 0.05])
    last = np.interp(np.linspace(0, 1, 6_000), np.linspace(0, 1, len(pitches_hz)), pitches_hz)
    pitch_hz = np.concatenate([np.full(7 * len(swell), 120.0), last])
    level = np.concatenate([*[swell] * 7, np.interp(np.arange(6_000), [0, 1_000, 6_000], [0.05, 1.0, 0.3])])
    phase = 2 * np.pi * np.cumsum(pitch_hz) / SPEECH_RATE_HZ
    wave = 0.2 * level * sum(np.sin(n * phase) / n for n in range(1, 6))
    heard = np.concatenate([np.zeros(5_120), wave, np.zeros(2_048)])
    return Utterance(read_only(heard), 0.0, 0.32, len(heard) / SPEECH_RATE_HZ - 0.128)


def test_a_voice_that_falls_is_answered_sooner_than_one_that_hangs() -> None:
    falls, hangs = sung(120.0, 90.0), sung(130.0, 132.0)
    waits_s = []
    for said_so in (falls, hangs):
        pause = judge()
        pause.follow_melody((said_so,))
        pause.read((said_so,), "I will look it up for you", 0.85, 0.6)
        waits_s.append(pause.end_silence_s(said_so.speech_end_s))
    assert waits_s[0] < waits_s[1]


def test_the_model_of_complete_turns_is_asked_only_where_no_words_were_made_out() -> None:
    pause = judge(Listens(0.9))
    pause.follow_melody((said(3.0),))
    assert pause.lacks_words(3.0)
    pause.read((said(3.0),), "I will look it up for you.", 0.98, 0.9)
    assert not pause.lacks_words(3.0)
    pause.read((said(5.0),), "")
    assert pause.lacks_words(5.0)
    pause.listen((said(5.0),))
    assert not pause.lacks_words(5.0)
    assert not judge().lacks_words(7.0)


def test_a_model_that_fails_is_said_once_and_done_without() -> None:
    complaints: list[str] = []
    pause = judge(Broken(), complaints=complaints)
    pause.listen((said(3.0),))
    pause.listen((said(4.0),))
    assert complaints == ["The model failed on this sound. Install it again."]
    assert pause.end_silence_s(4.0) == UNKNOWN_S


def test_a_turn_in_parts_is_heard_to_its_last_seconds() -> None:
    listens = Listens()
    judge(listens).listen((said(5.0, 5.0), said(12.0, 6.0)))
    assert listens.heard == [HEARS_SAMPLES]


def test_character_only_shades_how_long_pauses_are_borne() -> None:
    usual = listening_patience(TurnTaking())
    hasty = listening_patience(TurnTaking(breaks_in_after_s=4.0))
    calm = listening_patience(TurnTaking(breaks_in_after_s=110.0))
    assert usual == pytest.approx(1.0)
    assert LEAST_LISTENING <= hasty < usual < calm <= MOST_LISTENING


def ended_after_s(probability: float) -> float:
    """How long it was silent before a turn that sounds like this was over."""
    script = Script()
    stage = Stage(heard=("Since when is it down?",), observers=(script,), completion=Listens(probability))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.TraineeTurnHeard, lambda _: stage.runner.hang_up())
    stage.run()
    (ended,) = stage.listener.of(events.TraineeTurnEnded)
    assert ended.sounds_complete == probability
    return ended.silence_s


def test_a_call_waits_longer_for_a_voice_that_hangs() -> None:
    patience = listening_patience(caller().turn_taking)
    assert ended_after_s(0.99) <= SETTINGS.unsure_s * patience
    assert ended_after_s(0.01) == pytest.approx(SETTINGS.unlikely_s * patience, abs=0.05)
