from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from simulator.app.services import CallPlan
from simulator.call.events import CallerReplied, TroubleArose
from simulator.cli.app_services import open_doors
from simulator.cli.doors.house import House
from simulator.cli.store import STORE_VARIABLE
from simulator.language import Language
from simulator.scoring.record import Side
from simulator.scoring.scorecard import Criterion
from simulator.sessions.handing_in import handed_in_at
from simulator.sessions.index.query import SessionQuery
from simulator.sessions.review import Comment, ReviewChangedError, ScoreCorrection
from simulator.sessions.session import Attempt, CallMode

LINES = ("Good afternoon, you are speaking with Tom.", "...", "Can you tell me how much was taken?")


class Listener:
    def __init__(self):
        self.said = []

    def notice(self, event):
        if isinstance(event, CallerReplied):
            self.said.append(event.turn.text)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return House(sessions_dir=tmp_path_factory.mktemp("sessions"))


@pytest.fixture(scope="module")
def services(house):
    return open_doors(house)


@pytest.fixture(scope="module")
def call(services):
    """A typed call that was held and saved, and what the caller said in it."""
    persona = next(each for each in services.callers.callers().personas if each.id == "ruth-double-charge")
    listener = Listener()
    running = services.calls.start_call(CallPlan(persona, CallMode.TYPED, Attempt.TEST, "Say my name."), listener)
    for line in LINES:
        running.say(line)
    running.hang_up()
    return running.finish(), listener.said


def test_a_call_is_saved_and_found_again(services, call):
    finished, _ = call
    assert finished.scorecard is not None
    (past,) = [each for each in services.past_calls.past_calls() if each.id == finished.session_id]
    assert past.caller_name == "Ruth Callaghan"
    assert past.attempt is Attempt.TEST
    assert [note.text for note in finished.notes] == ["Say my name."]
    assert services.past_calls.finished_call(finished.session_id).notes == finished.notes
    assert services.past_calls.finished_call(finished.session_id).record == finished.record


def test_a_call_is_handed_in_once_and_sent_from_its_folder(services, house, call, monkeypatch):
    session_id = call[0].session_id
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    assert not services.past_calls.can_hand_in
    monkeypatch.setenv(STORE_VARIABLE, "postgresql+psycopg://sanne@127.0.0.1/centre")
    assert services.past_calls.can_hand_in
    assert not services.past_calls.finished_call(session_id).handed_in
    sent = []
    monkeypatch.setattr("simulator.cli.store.begin_sending", sent.append)
    services.past_calls.hand_in(session_id)
    folder = house.sessions_dir / session_id
    moment = handed_in_at(folder)
    assert moment is not None
    assert services.past_calls.finished_call(session_id).handed_in
    services.past_calls.hand_in(session_id)
    assert handed_in_at(folder) == moment
    assert sent == [house.sessions_dir] * 2
    with pytest.raises(LookupError):
        services.past_calls.hand_in("20200101-000000-nobody-0000")
    assert len(sent) == 2


def test_a_branch_repeats_the_call_up_to_the_turn_and_is_its_child(services, call):
    finished, said = call
    turns = [turn for turn in finished.record.turns if turn.side is Side.TRAINEE]
    last = turns[-1].number
    listener = Listener()
    branch = services.calls.start_branch(finished.session_id, last, CallMode.TYPED, listener)
    assert listener.said == said[:3]
    branch.say("What day did the payments leave your bank?")
    branch.hang_up()
    child = branch.finish()
    assert child.session_id != finished.session_id
    assert child.parent_id == finished.session_id
    assert child.branch_turn == last
    assert services.past_calls.finished_call(child.session_id).parent_id == finished.session_id
    assert [turn.text for turn in child.record.turns][: last - 1] == [turn.text for turn in finished.record.turns][
        : last - 1
    ]


def test_a_damaged_call_is_listed_and_opens_as_far_as_it_goes(house, services, call):
    folder = house.sessions() / "20260101-120000-ruth-double-charge-ffff"
    folder.mkdir()
    (folder / "session.json").write_text("{", encoding="utf-8")
    (folder / "events.jsonl").write_text("", encoding="utf-8")
    damaged = next(each for each in services.past_calls.past_calls() if each.id == folder.name)
    assert damaged.started_at.year == 2026
    assert damaged.caller_name == "Ruth Callaghan"
    assert services.past_calls.finished_call(folder.name).record.turns == ()


def test_a_call_that_is_gone_is_a_sentence(services):
    with pytest.raises(LookupError, match="no session"):
        services.past_calls.finished_call("20200101-000000-nobody-0000")


def test_a_typed_call_has_no_sound_to_play(services, call):
    finished, _ = call
    with pytest.raises(LookupError, match="no recording"):
        services.past_calls.play_turn(finished.session_id, 1, threading.Event())


def test_a_review_is_kept_and_counts_and_is_never_written_over_another(services, call):
    finished, _ = call
    listed = services.training.sessions(SessionQuery(words="taken", caller="ruth"))
    (found,) = [each for each in listed if each.id == finished.session_id]
    opened = services.training.reviewed_call(found.id)
    assert opened.review.is_empty
    said_at = datetime.now(UTC)
    review = opened.review.with_comment(Comment("Trudy", said_at, "Calm.", 2)).with_score(
        ScoreCorrection("Trudy", said_at, Criterion.QUESTIONING, None, 33, "One question only.")
    )
    kept = services.training.keep_review(found.id, review, opened.edition)
    assert kept.counted is not None
    assert {score.criterion: score.value for score in kept.counted.scores}[Criterion.QUESTIONING] == 33
    assert services.training.reviewed_call(found.id).review == review
    assert services.past_calls.finished_call(found.id).review == review
    with pytest.raises(ReviewChangedError):
        services.training.keep_review(found.id, review.with_next_task(None).seen("Tom", said_at), opened.edition)
    listed = services.training.sessions(SessionQuery(caller="ruth"))
    assert [each.id for each in listed if each.has_review] == [found.id]


def test_the_models_are_told_with_what_they_cost_and_how_to_get_them(services):
    models = services.upkeep.models()
    assert models
    assert all(model.install == f"callsim models install {model.id}" for model in models)
    there = [model.is_installed for model in models]
    assert there == sorted(there, reverse=True)


def test_old_calls_are_deleted_and_counted(house, services, call):
    services.callers.callers()
    before = len(services.past_calls.past_calls())
    assert services.upkeep.delete_old(None).deleted == 0
    assert len(services.past_calls.past_calls()) == before
    assert not services.upkeep.delete_old(1).kept
    assert any(past.id == call[0].session_id for past in services.past_calls.past_calls())


class Workroom(House):
    def persona_folders(self):
        return (self.personas_dir,)


def test_a_caller_is_checked_as_its_file_is_saved(tmp_path):
    path = tmp_path / "new.persona.yaml"
    path.write_text("id: new\n", encoding="utf-8")
    stop, seen = threading.Event(), []

    def changed(files):
        mine = [each for each in files if each.name == path.name]
        if not mine:
            return
        seen.append(mine)
        if len(seen) == 1:
            saving.start()
        elif any("new.persona.yaml:2:" in line for line in mine[0].errors):
            stop.set()

    # Watching begins after the first check, so the file is saved until that is seen.
    saving = threading.Thread(target=_save_until, args=(path, stop))
    open_doors(Workroom(personas_dir=tmp_path)).workshop.watch(changed, stop)
    saving.join()
    assert not any("nonsense" in line for line in seen[0][0].errors)
    assert any(line.startswith("new.persona.yaml:2:") for line in seen[-1][0].errors)


def _save_until(path, stop):
    while not stop.wait(0.3):
        path.write_text("id: new\nnonsense: 3\n", encoding="utf-8")


def test_rehearsals_are_walked_until_they_are_stopped(services):
    stop, walked = threading.Event(), []

    def one(outcome):
        walked.append(outcome)
        stop.set()

    services.workshop.rehearse("ruth-double-charge", one, stop)
    (good,) = walked
    assert good.walk == "good"
    assert good.ending == "solved"
    with pytest.raises(LookupError, match="no-such"):
        services.workshop.rehearse("no-such", one, threading.Event())


def test_reading_a_review_is_noted_once_and_changes_nothing_else(services, call):
    finished, _ = call
    opened = services.training.reviewed_call(finished.session_id)
    review = opened.review.with_comment(Comment("Trudy", datetime.now(UTC), "Well asked."))
    services.training.keep_review(finished.session_id, review, opened.edition)
    services.past_calls.mark_review_read(finished.session_id)
    read = services.training.reviewed_call(finished.session_id)
    assert read.review.comments == review.comments
    assert read.review.seen_at is not None
    assert not read.review.has_news
    services.past_calls.mark_review_read(finished.session_id)
    assert services.training.reviewed_call(finished.session_id).edition == read.edition


def test_the_trainer_looks_at_another_folder_and_back(services, call, tmp_path):
    finished, _ = call
    everything = SessionQuery()
    here = {each.id for each in services.training.sessions(everything)}
    assert finished.session_id in here
    with pytest.raises(LookupError, match="is not a folder"):
        services.training.open_folder(str(tmp_path / "nowhere"))
    assert services.training.folder == ""
    other = House(sessions_dir=tmp_path)
    there = open_doors(other)
    persona = next(each for each in there.callers.callers().personas if each.id == "ruth-double-charge")
    running = there.calls.start_call(CallPlan(persona, CallMode.TYPED, Attempt.PRACTICE), Listener())
    running.hang_up()
    theirs = running.finish()
    services.training.open_folder(str(tmp_path))
    assert services.training.folder == str(tmp_path)
    assert {each.id for each in services.training.sessions(everything)} == {theirs.session_id}
    assert services.training.reviewed_call(theirs.session_id).call.session_id == theirs.session_id
    services.training.open_folder("")
    assert {each.id for each in services.training.sessions(everything)} == here


def test_what_was_handed_in_and_not_sent_is_counted(services, call, monkeypatch):
    assert call
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    assert services.past_calls.waiting_to_go() == 0
    monkeypatch.setenv(STORE_VARIABLE, "postgresql+psycopg://tom@127.0.0.1:1/centre")
    handed_in = len([each for each in services.past_calls.past_calls() if is_handed_in(services, each.id)])
    assert services.past_calls.waiting_to_go() == handed_in


def is_handed_in(services, session_id):
    return services.past_calls.finished_call(session_id).handed_in


@pytest.mark.models
def test_the_speed_of_a_sentence_is_measured(models_dir):
    speed = open_doors(House(models_dir=models_dir)).upkeep.measure_speed(Language.ENGLISH)
    assert speed.recogniser.startswith("whisper")
    assert speed.voice
    assert speed.recognised_s > 0
    assert speed.spoken_s > 0


def test_trainers_corrections_are_obeyed_from_the_next_call_on_or_missed_aloud(services, house, call, tmp_path):
    ours = tmp_path / "ours.jsonl"
    ours.write_text('{"table": "rose", "language": "en", "text": "No.", "octant": "helping"}\n', encoding="utf-8")
    persona = next(each for each in services.callers.callers().personas if each.id == "ruth-double-charge")
    before = house.settings
    troubles, digests = [], []

    class Ear:
        def notice(self, event):
            if isinstance(event, TroubleArose):
                troubles.append(event.message)

    def hold():
        running = services.calls.start_call(CallPlan(persona, CallMode.TYPED, Attempt.PRACTICE), Ear())
        running.say("No.")
        running.hang_up()
        digests.append(running.finish().scorecard.exemplars)

    try:
        house.settings = replace(before, exemplars=str(ours), uses_exemplars=True)
        hold()
        ours.unlink()
        hold()
        house.settings = replace(before, exemplars=str(ours))
        hold()
    finally:
        house.settings = before
    assert len(digests[0]) == 12
    assert digests[1:] == ["", ""]
    (said,) = troubles
    assert "ours.jsonl is weg of beschadigd" in said
