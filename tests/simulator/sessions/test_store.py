from __future__ import annotations

import os
import re
import shutil
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.frames import FRAME_SAMPLES, AudioFrame, read_only
from audio.scripted import ToneVoice
from simulator.call import events
from simulator.call.ports import KeepingError
from simulator.call.rehearsal import RehearsalTrainee
from simulator.language import Language
from simulator.scoring.record import Side, TurnRecord
from simulator.scoring.scorecard import Criterion, Evidence, Score, Scorecard
from simulator.sessions.session import CallMode, DamagedSessionError, Keep, rebuild_record
from simulator.sessions.store import SessionStore, SessionWriter, UnknownSessionError
from tests.simulator.call.happenings import HEARD
from tests.simulator.call.stage import Stage, caller

GOOD = caller().rehearsal.good
CARD = Scorecard(
    rubric="helpdesk",
    rubric_version="0123456789ab",
    scorer_version="1",
    scores=(
        Score(
            Criterion.QUESTIONING,
            64,
            50.0,
            (Evidence("open_question", 14.0, 2, 3.0, "Since when is it down?", "An open question explores."),),
        ),
        Score(Criterion.JARGON, None, 100.0),
    ),
    headline="You asked well.",
    next_step="Summarise before you offer.",
)


def begin(store: SessionStore, **changes: object) -> SessionWriter:
    given = {
        "persona_id": "test-caller",
        "persona_text": "id: test-caller\n",
        "language": Language.ENGLISH,
        "mode": CallMode.REHEARSED,
        "seed": 1,
        "trainee": "Sam",
        "versions": {"callsim": "0.1.0"},
        "settings": {"voice": "tone"},
    }
    return store.create(**{**given, **changes})


class _Later:
    trainee: RehearsalTrainee

    def notice(self, event: events.CallEvent) -> None:
        self.trainee.notice(event)


def call_into(writer: SessionWriter, lines: tuple[str, ...] = GOOD) -> Stage:
    later = _Later()
    stage = Stage(heard=lines, observers=(writer, later), recorder=writer)
    later.trainee = RehearsalTrainee(stage.microphone, ToneVoice(), lines)
    later.trainee.attend(stage.runner)
    stage.run()
    return stage


def test_a_call_is_kept_whole_and_comes_back_as_it_was(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "sessions")
    writer = begin(store)
    stage = call_into(writer)
    writer.finish(CARD)
    session = store.open(writer.id)
    assert rebuild_record(session) == stage.runner.record()
    assert session.scorecard == CARD
    assert not session.was_cut_short
    assert store.list()[0].ending == "solved"
    assert session.facts.persona_text == "id: test-caller\n"
    assert session.facts.trainee == "Sam"
    names = sorted(path.name for path in session.folder.iterdir())
    assert names == ["audio", "call.flac", "events.jsonl", "scorecard.json", "session.json"]
    for turn in session.record.turns:
        sound = session.turn_sound(turn)
        assert sound is not None
        assert sound.name == f"{turn.number:03d}-{turn.side.value}.flac"


def test_the_recording_holds_each_voice_where_the_journal_says(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store)
    call_into(writer)
    writer.finish(CARD)
    session = store.open("last")
    assert session.call_sound is not None
    samples, rate_hz = soundfile.read(session.call_sound)
    for turn in session.record.turns:
        own, other = (0, 1) if turn.side is Side.TRAINEE else (1, 0)
        stretch = samples[int(turn.start_s * rate_hz) + 800 : int(turn.end_s * rate_hz) - 800]
        assert np.sqrt(np.mean(stretch[:, own] ** 2)) > 0.05
        assert np.sqrt(np.mean(stretch[:, other] ** 2)) < 0.001


def test_the_folder_is_named_by_when_who_and_four_digits_and_for_its_owner_only(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "sessions")
    writer = begin(store, started_at=datetime(2026, 1, 31, 23, 59, 58, tzinfo=UTC).astimezone())
    call_into(writer, GOOD[:1])
    writer.finish(CARD)
    assert re.fullmatch(r"2026\d{4}-\d{6}-test-caller-[0-9a-f]{4}", writer.id)
    assert stat.S_IMODE(store.directory.stat().st_mode) == 0o700
    for path in [writer.folder, *writer.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_text_only_keeps_no_sound(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store, keep=Keep.TEXT)
    call_into(writer)
    writer.finish(CARD)
    session = store.open("last")
    assert session.call_sound is None
    assert not (session.folder / "audio").exists()
    assert session.record.turns


def the_program_dies(writer: SessionWriter) -> None:
    """Let go of the session's lock, as the system does for a program that is no more."""
    writer._lock.release(force=True)


def test_a_call_cut_short_opens_says_so_and_is_completed(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store)
    call_into(writer)
    journal = writer.folder / "events.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:9]) + lines[9][:25])
    assert store.open(writer.id).is_running
    assert list(writer.folder.glob(".*.pcm"))
    the_program_dies(writer)
    session = store.open(writer.id)
    assert session.was_cut_short
    assert session.record.turns
    assert (session.folder / "events.torn").read_bytes() == lines[9][:25]
    assert session.call_sound is not None
    assert not list(session.folder.glob(".*.pcm"))
    assert store.list()[0].ending is None


def test_the_list_is_newest_first_and_shows_scores(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    for hour in (9, 11, 10):
        writer = begin(store, started_at=datetime(2026, 1, 5, hour, tzinfo=UTC))
        writer.finish(CARD)
    assert [summary.ending for summary in store.list()] == [None] * 3
    assert [summary.scorecard for summary in store.list()] == [CARD] * 3
    assert [summary.id for summary in store.list()] == sorted(store.ids(), reverse=True)


def test_no_sessions_is_an_empty_list_and_a_sentence(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "nowhere")
    assert store.list() == ()
    with pytest.raises(UnknownSessionError, match=r"no sessions in .*nowhere yet"):
        store.open("last")


def test_a_session_is_found_by_the_beginning_and_the_end_of_its_id(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    first = begin(store, started_at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    second = begin(store, started_at=datetime(2026, 1, 6, 9, tzinfo=UTC))
    assert store.open("20260105").id == first.id
    assert store.open(second.id[-4:]).id == second.id
    with pytest.raises(UnknownSessionError, match="2 sessions begin or end with '2026'"):
        store.open("2026")


def test_an_unknown_id_names_the_nearest(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store)
    wrong = writer.id[:-4] + "zzzz"
    with pytest.raises(UnknownSessionError, match=re.escape(writer.id)):
        store.open(wrong)
    for strange in ("../..", "", "/etc", "[red]"):
        with pytest.raises(UnknownSessionError):
            store.open(strange)


def test_foreign_folders_are_not_sessions(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "20260105-090000-test-caller-12ab").write_text("a file")
    assert SessionStore(tmp_path).ids() == ()


def test_a_damaged_session_is_listed_and_says_why(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store)
    (writer.folder / "session.json").write_text('{"id": 3}')
    (summary,) = store.list()
    assert "session.json cannot be read" in summary.trouble
    assert "session.json cannot be read" in store.open(writer.id).trouble


def test_a_damaged_scorecard_does_not_cost_the_session(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store)
    writer.finish(CARD)
    (writer.folder / "scorecard.json").write_text("{")
    assert store.open("last").scorecard is None


def test_a_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeepingError, match=r"No session can be kept in .*--sessions DIR"):
        begin(SessionStore(tmp_path / "file" / "sessions"))


def test_a_full_disk_is_said_once_and_the_call_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store)

    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.sessions.journal.os.write", full)
    monkeypatch.setattr("simulator.sessions.recording.os.write", full)
    stage = call_into(writer)
    troubles = stage.listener.of(events.TroubleArose)
    assert len(troubles) == 1
    assert not troubles[0].fatal
    assert stage.runner.record().ending == "solved"
    monkeypatch.undo()
    writer.finish(CARD)
    assert rebuild_record(store.open("last")) == stage.runner.record()


def test_frames_arrive_on_one_thread_while_turns_are_written_on_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.lseek

    def slow_seek(handle: int, place: int, how: int) -> int:
        found = real(handle, place, how)
        threading.Event().wait(0.0005)
        return found

    monkeypatch.setattr("simulator.sessions.recording.os.lseek", slow_seek)
    writer = begin(SessionStore(tmp_path))
    count = 120
    sound = read_only(np.full(FRAME_SAMPLES, 0.25, dtype=np.float32))

    def listen() -> None:
        for index in range(count):
            writer.trainee_frame(AudioFrame(sound, index * FRAME_SAMPLES / 16_000))

    listener = threading.Thread(target=listen)
    listener.start()
    number = 0
    while listener.is_alive():
        number += 1
        turn = TurnRecord(number, Side.TRAINEE, "Hello.", 0.2, 1.0)
        writer.notice(events.TraineeTurnHeard(turn, HEARD))
    listener.join()
    writer.finish(None)
    samples, _ = soundfile.read(writer.folder / "call.flac")
    assert len(samples) == count * FRAME_SAMPLES
    assert np.all(samples[:, 0] > 0.2)


def test_a_folder_that_is_removed_while_the_call_goes_on_costs_the_recording_and_not_the_call(tmp_path: Path) -> None:
    writer = begin(SessionStore(tmp_path))

    class Vandal:
        def notice(self, event: events.CallEvent) -> None:
            if isinstance(event, events.TraineeTurnEnded):
                shutil.rmtree(writer.folder, ignore_errors=True)

    later = _Later()
    stage = Stage(heard=GOOD, observers=(writer, Vandal(), later), recorder=writer)
    later.trainee = RehearsalTrainee(stage.microphone, ToneVoice(), GOOD)
    later.trainee.attend(stage.runner)
    stage.run()
    assert stage.runner.record().ending == "solved"
    assert len(stage.listener.of(events.TroubleArose)) == 1
    with pytest.raises(KeepingError, match="cannot be kept"):
        writer.finish(CARD)


def test_a_journal_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    writer = begin(store)
    writer.finish(None)
    journal = writer.folder / "events.jsonl"
    journal.unlink()
    journal.mkdir()
    with pytest.raises(DamagedSessionError, match=r"events\.jsonl cannot be read"):
        store.open("last")
    (listed,) = store.list()
    assert "Errno" not in listed.trouble
    assert str(journal) in listed.trouble
