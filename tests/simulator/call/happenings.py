"""One event of each kind, and strategies for any."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from simulator.call import events
from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.leary import Stance
from simulator.scoring.assessment import HeardWord, TurnAssessment
from simulator.scoring.record import Side, TurnRecord

HEARD = HeardTurn(TurnAssessment(text="Since when?"))
STATE = CallerState(Stance(-0.5, 0.3), 5.0)
TRAINEE_TURN = TurnRecord(
    2, Side.TRAINEE, "Since when?", 3.0, 4.0, (HeardWord("Since", 3.0, 3.4, 0.9),), HEARD.assessment
)
CALLER_TURN = TurnRecord(1, Side.CALLER, "It is down!", 0.0, 2.0, position=Stance(-0.5, 0.3), reason="opening")

REPLIED = events.CallerReplied(CALLER_TURN, STATE)
REPLIED_LAST = events.CallerReplied(CALLER_TURN, CallerState(Stance(0.5, 0.0), 5.0, ending=Ending.SOLVED))
FATAL = events.TroubleArose(1.0, "The microphone went away.", fatal=True)

EACH = {
    "answered": events.CallAnswered(0.0),
    "trainee started": events.TraineeSpeechStarted(1.0),
    "dismissed": events.TraineeSpeechDismissed(1.0),
    "trainee ended": events.TraineeTurnEnded(1.0),
    "heard": events.TraineeTurnHeard(TRAINEE_TURN, HEARD),
    "silence": events.SilenceNoticed(1.0, 7.0),
    "replied": REPLIED,
    "replied last": REPLIED_LAST,
    "caller started": events.CallerSpeechStarted(1.0, 1, 0.2),
    "caller ended": events.CallerSpeechEnded(1.0, 1),
    "interrupted": events.CallerInterrupted(1.0, 1, "It is", ("since",)),
    "hold": events.HoldStarted(1.0, announced=True),
    "off hold": events.HoldEnded(1.0),
    "muted": events.MicrophoneMuted(1.0, muted=True),
    "level": events.MicrophoneLevelMeasured(1.0, -30.0),
    "dropped": events.FramesDropped(1.0, 512),
    "paused": events.CallPaused(1.0, events.PauseReason.DEVICE, "The headset went away; plug it in."),
    "resumed": events.CallResumed(2.0, "The headset is back."),
    "put through": events.TransferStarted(1.0, True),
    "repeated": events.LineRepeated(1.0, 3),
    "noted": events.NoteTaken(1.0, "Order 40-12, [red]blue[/red] box"),
    "lowered": events.VoiceLowered(1.0, True),
    "trouble": events.TroubleArose(1.0, "The voice failed.", fatal=False),
    "fatal": FATAL,
    "ended": events.CallEnded(1.0, Ending.SOLVED),
}

any_event = st.sampled_from(sorted(EACH)).map(EACH.__getitem__)

_times = st.floats(0.0, 3600.0, allow_nan=False)
_texts = st.text(max_size=60)
_stances = st.builds(Stance, st.floats(-0.7, 0.7), st.floats(-0.7, 0.7))


def _turns(side: Side, **fields: Any) -> st.SearchStrategy[TurnRecord]:
    return st.builds(
        TurnRecord,
        number=st.integers(1, 200),
        side=st.just(side),
        text=_texts,
        start_s=_times,
        end_s=_times,
        words=st.just(()),
        assessment=st.none(),
        position=st.none(),
        facts_told=st.lists(st.sampled_from(["since", "light"]), max_size=2).map(tuple),
        **fields,
    )


_heard = st.builds(HeardTurn, st.builds(TurnAssessment, text=_texts))
_states = st.builds(CallerState, _stances, st.floats(0, 9), used=st.just(("a",)))

written_event = st.one_of(
    st.builds(events.TraineeSpeechStarted, _times),
    st.builds(events.SilenceNoticed, _times, _times),
    st.builds(events.TroubleArose, _times, _texts, st.booleans()),
    st.builds(events.CallerInterrupted, _times, st.integers(1, 99), _texts, st.just(("since",))),
    st.builds(events.TraineeTurnHeard, _turns(Side.TRAINEE), _heard),
    st.builds(
        events.CallerReplied,
        _turns(Side.CALLER),
        _states,
    ),
    st.builds(events.CallEnded, _times, st.sampled_from([*Ending, None])),
)
"""Any event a journal holds, with any text people can say."""
