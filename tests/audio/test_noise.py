"""A minute of noise is no turn: the real detector and the real endpointing, on noises made here."""

import numpy as np
import pytest

from audio.barge_in import BargeInAct, BargeInState
from audio.barge_in import advance as judge
from audio.endpointing import EndpointState, UtteranceEnded, advance
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, read_only
from audio.vad import SileroDetector

MINUTE = 60 * SPEECH_RATE_HZ


def silence(rng):
    return np.zeros(MINUTE)


def hiss(rng):
    return rng.normal(0, 0.05, MINUTE)


def rumble(rng):
    spectrum = np.fft.rfft(rng.normal(0, 1, MINUTE))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** 0.5
    noise = np.fft.irfft(spectrum, MINUTE)
    return 0.2 * noise / np.abs(noise).max()


def mains_hum(rng):
    times = np.arange(MINUTE) / SPEECH_RATE_HZ
    return sum(0.1 / number * np.sin(2 * np.pi * 50 * number * times) for number in range(1, 6))


def typing(rng):
    sound = rng.normal(0, 0.001, MINUTE)
    for start in np.cumsum(rng.integers(1_200, 6_000, MINUTE // 4_000)):
        click = rng.normal(0, 0.4, 400) * np.exp(-np.arange(400) / 60)
        sound[start : start + 400] += click[: max(0, min(400, MINUTE - start))]
    return sound


def breathing(rng):
    times = np.arange(MINUTE) / SPEECH_RATE_HZ
    return rng.normal(0, 0.08, MINUTE) * np.maximum(0, np.sin(2 * np.pi * times / 4)) ** 2


def telephone_tone(rng):
    times = np.arange(MINUTE) / SPEECH_RATE_HZ
    return 0.2 * np.sin(2 * np.pi * 425 * times) * (times % 5 < 1)


@pytest.mark.parametrize("noise", [silence, hiss, rumble, mains_hum, typing, breathing, telephone_tone])
@pytest.mark.parametrize("level_db", [0.0, -24.0])
def test_a_minute_of_noise_is_no_turn_and_no_interruption(noise, level_db):
    samples = read_only(np.clip(noise(np.random.default_rng(7)) * 10 ** (level_db / 20), -1, 1))
    turn, interruption, happened = EndpointState(), BargeInState(), []
    for index, probability in enumerate(SileroDetector().probabilities(samples)):
        frame = AudioFrame(samples[index * FRAME_SAMPLES : (index + 1) * FRAME_SAMPLES], index * 0.032)
        turn, events = advance(turn, float(probability), frame)
        happened += [event for event in events if isinstance(event, UtteranceEnded)]
        interruption, act = judge(interruption, float(probability), FRAME_SAMPLES)
        happened += [act] if act is BargeInAct.STOP else []
    assert happened == []
