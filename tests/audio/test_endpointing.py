import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.endpointing import (
    EndpointSettings,
    EndpointState,
    EndReason,
    NoiseDismissed,
    PauseBegan,
    Phase,
    SpeechResumed,
    SpeechStarted,
    UtteranceEnded,
    advance,
    end_now,
    utterance_so_far,
)
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, read_only

FRAME_S = FRAME_SAMPLES / SPEECH_RATE_HZ
SETTINGS = EndpointSettings(
    min_speech_ms=96, max_start_gap_ms=64, end_silence_ms=320, pre_roll_ms=96, post_roll_ms=64, max_utterance_s=60
)


def numbered_frame(index, dropped=0, start_s=None):
    """A frame whose every sample tells which one it is."""
    samples = read_only((np.arange(FRAME_SAMPLES) + index * FRAME_SAMPLES).astype(np.float32))
    return AudioFrame(samples, index * FRAME_S if start_s is None else start_s, dropped)


def run(probabilities, settings=SETTINGS, end_silence_s=None):
    state, happened = EndpointState(settings), []
    for index, probability in enumerate(probabilities):
        state, events = advance(state, probability, numbered_frame(index), end_silence_s)
        happened += events
    return state, happened


def names(events):
    return [type(event).__name__ for event in events]


def frames_of(utterance):
    return (np.unique(utterance.samples // FRAME_SAMPLES)).astype(int).tolist()


def test_a_sentence_has_a_pre_roll_and_an_end():
    state, events = run([0.1] * 10 + [0.9] * 20 + [0.1] * 12)
    started, paused, ended = events
    assert started == SpeechStarted(10 * FRAME_S)
    assert paused == PauseBegan(pytest.approx(30 * FRAME_S))
    assert ended.reason is EndReason.SILENCE
    assert frames_of(ended.utterance) == list(range(7, 32))
    assert ended.utterance.start_s == pytest.approx(7 * FRAME_S)
    assert ended.utterance.speech_start_s == pytest.approx(10 * FRAME_S)
    assert ended.utterance.speech_end_s == pytest.approx(30 * FRAME_S)
    assert not ended.utterance.samples.flags.writeable
    assert state.phase is Phase.QUIET


def test_the_end_comes_with_the_frame_that_completes_the_silence():
    _, events = run([0.9] * 10 + [0.1] * 9)
    assert names(events) == ["SpeechStarted", "PauseBegan"]
    _, events = run([0.9] * 10 + [0.1] * 10)
    assert names(events) == ["SpeechStarted", "PauseBegan", "UtteranceEnded"]


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        pytest.param([0.4] * 50, [], id="between the thresholds nothing begins"),
        pytest.param([0.9] * 2 + [0.1] * 5, ["NoiseDismissed"], id="a click is no speech"),
        pytest.param([0.9, 0.1, 0.9, 0.9], ["SpeechStarted"], id="a short dip in the first word is borne"),
        pytest.param([0.9, 0.1, 0.1, 0.1, 0.9, 0.9], ["NoiseDismissed"], id="a long dip is not"),
        pytest.param([0.9] * 5 + [0.4] * 50, ["SpeechStarted"], id="a voice may sink to the stop threshold"),
        pytest.param(
            [0.9] * 5 + [0.1] * 5 + [0.4] * 5,
            ["SpeechStarted", "PauseBegan", "UtteranceEnded"],
            id="but does not resume below the start threshold",
        ),
        pytest.param(
            [0.9] * 5 + [0.1] * 5 + [0.9], ["SpeechStarted", "PauseBegan", "SpeechResumed"], id="a pause within"
        ),
    ],
)
def test_what_begins_and_ends(probabilities, expected):
    assert names(run(probabilities)[1]) == expected


def test_the_patience_of_the_moment_wins():
    speech_then_pause = [0.9] * 10 + [0.1] * 12
    assert names(run(speech_then_pause, end_silence_s=0.5)[1])[-1] == "PauseBegan"
    assert names(run(speech_then_pause, end_silence_s=math.inf)[1])[-1] == "PauseBegan"
    _, events = run([0.9] * 10 + [0.1], end_silence_s=0.0)
    assert names(events) == ["SpeechStarted", "PauseBegan", "UtteranceEnded"]
    assert names(run(speech_then_pause, SETTINGS.with_patience(2.0))[1])[-1] == "PauseBegan"


def test_a_key_ends_the_turn():
    state, _ = run([0.9] * 10, end_silence_s=math.inf)
    state, (ended,) = end_now(state)
    assert ended.reason is EndReason.MANUAL
    assert frames_of(ended.utterance) == list(range(10))
    assert end_now(state) == (state, ())
    state, _ = run([0.1, 0.9])
    state, (dismissed,) = end_now(state)
    assert dismissed == NoiseDismissed(pytest.approx(FRAME_S))
    assert state.phase is Phase.QUIET


def test_what_is_heard_so_far_is_what_ends_when_nothing_more_is_said():
    state, _ = run([0.9] * 10 + [0.1] * 3)
    so_far = utterance_so_far(state)
    _, events = run([0.9] * 10 + [0.1] * 10)
    whole = events[-1].utterance
    np.testing.assert_array_equal(so_far.samples, whole.samples)
    assert so_far.speech_end_s == whole.speech_end_s
    assert utterance_so_far(EndpointState()) is None


def test_a_monologue_is_cut_where_it_is_least_like_speech():
    settings = EndpointSettings(min_speech_ms=96, pre_roll_ms=0, max_utterance_s=20 * FRAME_S)
    _, events = run([0.9] * 17 + [0.6] + [0.9] * 10, settings)
    started, ended, again = events
    assert ended.reason is EndReason.LIMIT
    assert frames_of(ended.utterance) == list(range(18))
    assert again == SpeechStarted(pytest.approx(18 * FRAME_S))
    assert isinstance(started, SpeechStarted)


def test_lost_sound_becomes_silence_so_that_times_stay_true():
    state = EndpointState(SETTINGS)
    for index in range(5):
        state, _ = advance(state, 0.9, numbered_frame(index))
    later = numbered_frame(5, dropped=FRAME_SAMPLES, start_s=6 * FRAME_S)
    state, _ = advance(state, 0.9, later)
    _, (ended,) = end_now(state)
    assert len(ended.utterance.samples) == 7 * FRAME_SAMPLES
    assert not ended.utterance.samples[5 * FRAME_SAMPLES : 6 * FRAME_SAMPLES].any()
    assert ended.utterance.speech_end_s == pytest.approx(7 * FRAME_S)


@pytest.mark.parametrize(
    "wrong",
    [{"start_threshold": 0.3}, {"stop_threshold": -0.1}, {"pre_roll_ms": -1.0}, {"max_utterance_s": 0.0}],
)
def test_settings_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        EndpointSettings(**wrong)


probability = st.sampled_from([0.02, 0.4, 0.6, 0.97])
stretches = st.lists(st.tuples(probability, st.integers(1, 25)), max_size=25).map(
    lambda runs: [value for value, count in runs for _ in range(count)]
)
times = st.sampled_from([0.0, 32.0, 50.0, 96.0, 320.0])
any_settings = st.builds(
    EndpointSettings,
    min_speech_ms=times,
    max_start_gap_ms=times,
    end_silence_ms=times,
    pre_roll_ms=times,
    post_roll_ms=times,
    max_utterance_s=st.sampled_from([0.01, 0.3, 1.0, 60.0]),
)


@given(stretches, any_settings)
def test_no_sample_is_lost_or_doubled(probabilities, settings):
    state, events = run(probabilities, settings)
    _, last = end_now(state)
    utterances = [event.utterance for event in (*events, *last) if isinstance(event, UtteranceEnded)]
    samples = np.concatenate([each.samples for each in utterances]) if utterances else np.zeros(0)
    assert (np.diff(samples) > 0).all(), "a sample came twice, or out of order"
    for each in utterances:
        assert (np.diff(each.samples) == 1).all(), "a sample is missing within an utterance"
        if len(each.samples):
            assert each.samples[0] == round(each.start_s * SPEECH_RATE_HZ)
    present = set(samples.astype(int).tolist())
    spoken = [
        index
        for index, value in enumerate(probabilities)
        for each in utterances
        if value >= settings.start_threshold
        and each.speech_start_s - 1e-9 <= index * FRAME_S < each.speech_end_s - 1e-9
    ]
    for index in spoken:
        assert set(range(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES)) <= present


@given(stretches, any_settings)
def test_events_alternate_and_time_never_goes_back(probabilities, settings):
    state, events = run(probabilities, settings)
    _, last = end_now(state)
    follows = {
        "quiet": {"SpeechStarted": "speaking", "NoiseDismissed": "quiet"},
        "speaking": {"PauseBegan": "pausing", "UtteranceEnded": "quiet"},
        "pausing": {"SpeechResumed": "speaking", "UtteranceEnded": "quiet"},
    }
    where, latest_s = "quiet", 0.0
    for event in (*events, *last):
        where = follows[where][type(event).__name__]
        at_s = event.utterance.speech_end_s if isinstance(event, UtteranceEnded) else event.at_s
        assert at_s >= latest_s - 1e-9
        latest_s = at_s
    assert where == "quiet"


@given(stretches, any_settings)
def test_rolls_are_bounded(probabilities, settings):
    state, events = run(probabilities, settings)
    for event in events:
        if isinstance(event, UtteranceEnded):
            heard = event.utterance
            assert heard.speech_start_s - heard.start_s <= settings.pre_roll_ms / 1000 + 1e-6
            tail_s = heard.start_s + heard.duration_s - heard.speech_end_s
            assert tail_s <= max(settings.post_roll_ms / 1000, FRAME_S) + 1e-6
            assert heard.duration_s <= settings.max_utterance_s + settings.pre_roll_ms / 1000 + 2 * FRAME_S or (
                settings.min_speech_ms / 1000 > settings.max_utterance_s
            )
    assert len(state.pre_roll) * FRAME_S <= settings.pre_roll_ms / 1000 + 1e-6


@settings(deadline=None)
@given(stretches)
def test_no_speech_gives_no_utterance(probabilities):
    _, events = run([min(value, 0.4) for value in probabilities])
    assert events == []


def test_an_hour_of_one_breath_costs_no_more_a_frame_than_a_second(benchmark_frames=3_000):
    settings = EndpointSettings(max_utterance_s=1e9)
    state = EndpointState(settings)
    frame = numbered_frame(0)
    for _ in range(benchmark_frames):
        state, _ = advance(state, 0.9, frame)
    before = state.kept
    state, _ = advance(state, 0.9, frame)
    assert state.kept.before is before, "keeping a frame must not copy those before"


def test_resuming_tells_when():
    _, events = run([0.9] * 5 + [0.1] * 3 + [0.9])
    assert events[-1] == SpeechResumed(pytest.approx(8 * FRAME_S))
