"""Between any two system calls of a call being kept, the program may die or the disk fail: what was kept stays."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from audio.frames import SPEECH_RATE_HZ, AudioFrame, SpeechChunk, read_only
from simulator.call import events
from simulator.call.events import CallEvent
from simulator.call.ports import KeepingError
from simulator.call.typed import TypedCall
from simulator.language import Language
from simulator.scoring.record import Side
from simulator.scoring.scorecard import Criterion, Score, Scorecard
from simulator.sessions.session import CallMode, DamagedSessionError, Session
from simulator.sessions.store import SessionStore, UnknownSessionError
from tests.simulator.call.stage import Listener, caller, minds
from tests.simulator.sessions.faults import Disk, Fault, Killed

EVERY = int(os.environ.get("CALLSIM_TEST_FAULTS_EVERY", "17"))
"""Of the system calls each of so many is tried, another set for each kind of fault; 1 by hand tries them all."""

SCORECARD = Scorecard("helpdesk", "0123456789ab", "1", (Score(Criterion.JARGON, 70, 70.0),))
PIECE_S = 0.5


@cache
def happened() -> tuple[CallEvent, ...]:
    """A short typed call; its turns are given sound below."""
    listener = Listener()
    persona = caller()
    call = TypedCall(persona, minds(persona), seed=1, observers=(listener,))
    call.open()
    for line in persona.rehearsal.good[:2]:
        call.say(line)
    call.hang_up()
    return tuple(listener.events)


def sound(seconds: float) -> np.ndarray:
    return read_only(np.full(int(seconds * SPEECH_RATE_HZ), 0.2, np.float32))


@dataclass
class Kept:
    """What the program was told had been kept, before it died."""

    session_id: str | None = None
    turns: set[int] = field(default_factory=set)
    spoken: set[int] = field(default_factory=set)
    scored: bool = False
    complaints: list[str] = field(default_factory=list)


def keep_a_call(directory: Path, kept: Kept) -> None:
    """Keep the call as the programs do: every refusal to keep is said, and the call goes on."""

    def attempt(step) -> bool:
        try:
            step()
        except KeepingError as trouble:
            kept.complaints.append(str(trouble))
            return False
        return True

    try:
        writer = SessionStore(directory).create(
            persona_id="test-caller",
            persona_text="id: test-caller\n",
            language=Language.ENGLISH,
            mode=CallMode.SPOKEN,
            seed=1,
        )
    except KeepingError as trouble:
        kept.complaints.append(str(trouble))
        return
    kept.session_id = writer.id
    for event in happened():
        match event:
            case events.TraineeTurnHeard(turn=turn):
                frame = AudioFrame(sound(PIECE_S), turn.start_s)
                attempt(lambda frame=frame: writer.trainee_frame(frame))
            case events.CallerSpeechStarted(at_s=at_s, turn_number=number):
                chunk = SpeechChunk(sound(PIECE_S), SPEECH_RATE_HZ)
                attempt(lambda chunk=chunk, at_s=at_s, number=number: writer.caller_chunk(chunk, at_s, number))
            case _:
                pass
        if attempt(lambda event=event: writer.notice(event)):
            match event:
                case events.TraineeTurnHeard(turn=turn):
                    kept.turns.add(turn.number)
                    kept.spoken.add(turn.number)
                case events.CallerReplied(turn=turn):
                    kept.turns.add(turn.number)
                case events.CallerSpeechEnded(turn_number=number):
                    kept.spoken.add(number)
                case _:
                    pass
    kept.scored = attempt(lambda: writer.finish(SCORECARD))


def run(directory: Path, fault: Fault, at: int) -> tuple[Disk, Kept]:
    disk, kept = Disk(directory, fault, at), Kept()
    with disk.between():
        keep_a_call(directory, kept)
    gc.collect()
    return disk, kept


def opened(directory: Path, kept: Kept) -> Session | None:
    """The session as the next program finds it; None when the program died before there was one."""
    store = SessionStore(directory)
    ids = store.ids()
    assert len(ids) <= 1
    if kept.session_id is not None:
        assert ids == (kept.session_id,)
    if not ids:
        return None
    listed = store.list()
    assert [each.id for each in listed] == list(ids)
    assert not listed[0].trouble
    session = store.open(ids[0])
    assert not session.is_running
    return session


def check_kept(directory: Path, kept: Kept) -> None:
    session = opened(directory, kept)
    if session is None:
        assert not kept.turns
        return
    turns = {turn.number: turn for turn in session.record.turns}
    assert kept.turns <= turns.keys()
    for number in kept.spoken:
        assert session.turn_sound(turns[number]) is not None, number
    if kept.spoken:
        assert session.call_sound is not None
    assert not list(session.folder.glob(".*.pcm"))
    if kept.scored:
        assert session.scorecard == SCORECARD
    events_told = [entry.seq for entry in session.journal.entries]
    assert events_told == sorted(set(events_told))


def chosen(calls: Sequence[str], fault: Fault) -> range:
    """Return which calls are tried, counted from 1; other ones for every fault."""
    return range(1 + fault.value % EVERY, len(calls) + 1, EVERY)


def calls_of_a_call(tmp_path: Path) -> list[str]:
    disk, kept = run(tmp_path / "counted", Fault.NONE, 0)
    assert not kept.complaints
    assert kept.scored
    check_kept(tmp_path / "counted", kept)
    return disk.calls


def test_the_calls_are_counted(tmp_path):
    calls = calls_of_a_call(tmp_path)
    assert {"open", "write", "fsync", "rename", "replace", "mkdir", "unlink"} <= set(calls)
    assert len(calls) > 60


@pytest.mark.parametrize("fault", [Fault.KILL_BEFORE, Fault.KILL_HALFWAY, Fault.KILL_AFTER])
def test_a_program_that_dies_between_any_two_calls_loses_no_finished_turn(tmp_path, fault):
    calls = calls_of_a_call(tmp_path)
    for at in chosen(calls, fault):
        directory = tmp_path / f"{at}"
        disk, kept = run(directory, fault, at)
        assert disk.dead
        try:
            check_kept(directory, kept)
        except Exception as error:
            raise AssertionError(f"{fault.name} at call {at} ({calls[at - 1]}): {error!r}") from error


@pytest.mark.parametrize("fault", [Fault.FULL_ONCE, Fault.FULL_FROM_HERE, Fault.BROKEN_ONCE, Fault.BROKEN_FROM_HERE])
def test_a_disk_that_fails_at_any_call_is_said_once_and_the_call_goes_on(tmp_path, fault):
    calls = calls_of_a_call(tmp_path)
    everything = {
        event.turn.number for event in happened() if isinstance(event, events.TraineeTurnHeard | events.CallerReplied)
    }
    for at in chosen(calls, fault):
        directory = tmp_path / f"{at}"
        try:
            _, kept = run(directory, fault, at)
            # Once while the call goes on, once more when it is closed and the rest is lost for good.
            assert len(kept.complaints) <= 2
            assert all(len(sentence.split()) > 6 for sentence in kept.complaints)
            session = opened(directory, kept)
            if kept.session_id is None:
                assert kept.complaints
                continue
            assert session is not None
            found = {turn.number for turn in session.record.turns}
            assert kept.turns <= found or kept.complaints
            if fault in (Fault.FULL_ONCE, Fault.BROKEN_ONCE):
                assert found == everything
        except Exception as error:
            raise AssertionError(f"{fault.name} at call {at} ({calls[at - 1]}): {error!r}") from error


@pytest.mark.parametrize("fault", [Fault.KILL_BEFORE, Fault.KILL_AFTER, Fault.FULL_ONCE, Fault.BROKEN_FROM_HERE])
def test_completing_a_call_that_was_cut_short_can_itself_be_cut_short(tmp_path, fault):
    whole = calls_of_a_call(tmp_path)
    dies_at = len(whole) * 3 // 4
    counted = tmp_path / "first"
    _, kept = run(counted, Fault.KILL_AFTER, dies_at)
    disk = Disk(counted)
    with disk.between():
        check_kept(counted, kept)
    for at in chosen(disk.calls, fault):
        directory = tmp_path / f"{at}"
        _, kept = run(directory, Fault.KILL_AFTER, dies_at)
        failing = Disk(directory, fault, at)
        with failing.between():
            try:
                SessionStore(directory).open("last")
            except (DamagedSessionError, UnknownSessionError):
                pass
            except Killed:
                pass
        gc.collect()
        try:
            check_kept(directory, kept)
        except Exception as error:
            raise AssertionError(f"{fault.name} at call {at} ({disk.calls[at - 1]}): {error!r}") from error


def test_both_sides_of_the_made_call_have_sound(tmp_path):
    _, kept = run(tmp_path, Fault.NONE, 0)
    session = opened(tmp_path, kept)
    assert session is not None
    sides = {turn.side for turn in session.record.turns if turn.number in kept.spoken}
    assert sides == set(Side)
