"""Turns as they go into the record: pure, from what was heard and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from audio.frames import Utterance
from simulator.call.conversation import Answer
from simulator.call.spoken_line import SpokenLine, speaking_time_s
from simulator.call.thinking import HeardSpeech
from simulator.dialogue.state import HeardTurn
from simulator.scoring.record import Side, TurnRecord


def trainee_turn(number: int, utterances: Sequence[Utterance], speech: HeardSpeech, heard: HeardTurn) -> TurnRecord:
    """Return the record of a spoken trainee turn: from its first speech to its last."""
    return TurnRecord(
        number=number,
        side=Side.TRAINEE,
        text=speech.text,
        start_s=utterances[0].speech_start_s,
        end_s=utterances[-1].speech_end_s,
        words=speech.words,
        assessment=heard.assessment,
        interrupts=heard.circumstances.interrupted_caller,
    )


def caller_turn(line: SpokenLine, answer: Answer) -> TurnRecord:
    """Return the record of a caller turn before it sounds, its length reckoned from its words."""
    return TurnRecord(
        number=line.turn_number,
        side=Side.CALLER,
        text=line.text,
        start_s=line.due_s,
        end_s=line.due_s + speaking_time_s(line.text),
        position=answer.state.position,
        facts_told=answer.reply.facts_told,
        reason=answer.reply.reason.value,
        interrupts=line.breaks_in,
    )
