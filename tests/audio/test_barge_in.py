import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.barge_in import BargeInAct, BargeInPhase, BargeInSettings, BargeInState, advance, is_backchannel
from audio.frames import FRAME_SAMPLES

SETTINGS = BargeInSettings(lower_after_ms=96, stop_after_ms=384, forget_after_ms=256)


def run(probabilities, settings=SETTINGS):
    state, acts = BargeInState(settings), []
    for index, probability in enumerate(probabilities):
        state, act = advance(state, probability, FRAME_SAMPLES)
        if act is not None:
            acts.append((index, act))
    return state, acts


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        pytest.param([0.1] * 100, [], id="listening"),
        pytest.param([0.9] * 2 + [0.1] * 20, [], id="a click"),
        pytest.param([0.9] * 6 + [0.1] * 20, [(2, "LOWER"), (13, "RESTORE")], id="a cough or mhm"),
        pytest.param([0.9] * 20, [(2, "LOWER"), (11, "STOP")], id="an interruption"),
        pytest.param([0.9] * 6 + [0.1] * 4 + [0.9] * 6, [(2, "LOWER"), (15, "STOP")], id="with a dip between words"),
        pytest.param(
            ([0.9] * 6 + [0.1] * 10) * 2,
            [(2, "LOWER"), (13, "RESTORE"), (18, "LOWER"), (29, "RESTORE")],
            id="two murmurs are no interruption",
        ),
        pytest.param([0.55] * 50, [], id="below the threshold"),
    ],
)
def test_interruption_or_murmur(probabilities, expected):
    assert [(index, act.name) for index, act in run(probabilities)[1]] == expected


def test_characters_differ():
    murmur = [0.9] * 6 + [0.1] * 20
    assert run(murmur, SETTINGS.yielding())[1] == [(2, BargeInAct.STOP)]
    assert run([0.9] * 20, SETTINGS.stubborn())[1] == [(2, BargeInAct.LOWER)]
    assert run([0.9] * 40, SETTINGS.stubborn())[1][-1] == (35, BargeInAct.STOP)


@given(st.lists(st.sampled_from([0.0, 0.5, 0.7, 1.0]), max_size=200))
def test_the_voice_is_lowered_before_it_is_restored_and_stops_once(probabilities):
    state, acts = run(probabilities)
    names = [act for _, act in acts]
    assert names.count(BargeInAct.STOP) <= 1
    if BargeInAct.STOP in names:
        assert names[-1] is BargeInAct.STOP
        assert state.phase is BargeInPhase.TAKING_OVER
    lowered = False
    for act in names:
        match act:
            case BargeInAct.LOWER:
                assert not lowered
                lowered = True
            case BargeInAct.RESTORE:
                assert lowered
                lowered = False
            case BargeInAct.STOP:
                assert lowered
    assert (state.phase is BargeInPhase.STIRRING) == (lowered and BargeInAct.STOP not in names)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Mhm.", "nl", True),
        ("Ja, ja, precies.", "nl", True),
        ("Oké.", "nl", True),
        ("Ja, maar wanneer is dat begonnen?", "nl", False),
        ("Wacht even.", "nl", False),
        ("", "nl", False),
        ("Uh-huh.", "en", True),
        ("Right, yeah.", "en", True),
        ("Hold on.", "en", False),
        ("yes yes yes yes", "en", False),
        ("Ja.", "fr", False),
    ],
)
def test_backchannels(text, language, expected):
    assert is_backchannel(text, language) is expected
