"""The account of a call, drawn up from its events: what was said, when, and how it ended.

One pure function serves the running call, the typed call and a journal read back years later, so that all three
are scored on the same record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simulator.call import events
from simulator.call.events import CallEvent
from simulator.language import Language
from simulator.scoring.record import CallRecord, TurnRecord


def record_of(happened: Iterable[CallEvent], persona_id: str, language: Language) -> CallRecord:
    """Return the record of a call from what happened, in order; a call without `CallEnded` has no ending.

    Of a line that was cut off only the words that sounded count, and a line that was cut off before its first
    word was never said. Facts that were cut off were not told. A line that was spoken again, or that went on after
    the call stood still, keeps its first beginning; the repetition is no turn.
    """
    begun: set[int] = set()
    repeated: set[int] = set()
    turns: dict[int, TurnRecord] = {}
    ending: str | None = None
    holds = unannounced = 0
    for event in happened:
        match event:
            case events.TraineeTurnHeard(turn=turn):
                turns[turn.number] = turn
            case events.CallerReplied(turn=turn):
                turns[turn.number] = turn
            case events.LineRepeated(turn_number=number):
                repeated.add(number)
            case (
                events.CallerSpeechStarted(turn_number=number)
                | events.CallerSpeechEnded(turn_number=number)
                | events.CallerInterrupted(turn_number=number)
            ) if number in repeated:
                pass
            case events.CallerSpeechStarted(at_s=at_s, turn_number=number) if number in turns and number not in begun:
                begun.add(number)
                turn = turns[number]
                turns[number] = replace(turn, start_s=at_s, end_s=at_s + max(0.0, turn.end_s - turn.start_s))
            case events.CallerSpeechEnded(at_s=at_s, turn_number=number) if number in turns:
                turns[number] = replace(turns[number], end_s=max(at_s, turns[number].start_s))
            case events.CallerInterrupted(at_s=at_s, turn_number=number) if number in turns:
                _cut(turns, event)
            case events.HoldStarted(announced=announced):
                holds += 1
                unannounced += not announced
            case events.CallEnded(ending=how):
                ending = None if how is None else how.value
            case _:
                pass
    ordered = tuple(turns[number] for number in sorted(turns))
    return CallRecord(persona_id, language, ordered, ending, holds, unannounced)


def _cut(turns: dict[int, TurnRecord], cut: events.CallerInterrupted) -> None:
    turn = turns[cut.turn_number]
    if not cut.words_spoken:
        del turns[cut.turn_number]
        return
    turns[cut.turn_number] = replace(
        turn,
        text=cut.words_spoken,
        end_s=max(cut.at_s, turn.start_s),
        facts_told=tuple(fact for fact in turn.facts_told if fact not in cut.facts_untold),
    )
