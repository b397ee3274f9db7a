"""A house without sound, disk or models for the screens to stand in: every door answers at once and remembers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from audio.sound_check import EchoReport, ReadingReport, RecordingReport, SoundFinding
from simulator.app.services import (
    AppServices,
    AppSettings,
    CallerShelf,
    CallPlan,
    CheckedFile,
    CheckedPlace,
    FinishedCall,
    Folders,
    ModelLine,
    PastCall,
    Place,
    ReviewedCall,
    SoundDevices,
    SoundReport,
    SpeechSpeed,
    SpokenAhead,
    TidiedUp,
    WalkOutcome,
    WrittenNote,
)
from simulator.call import events
from simulator.call.ports import CallObserver
from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.language import Language
from simulator.personas.model import Persona
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import MAIN_CRITERIA
from simulator.sessions.index.query import SessionListing, SessionQuery
from simulator.sessions.review import (
    Review,
    ReviewChangedError,
    effective_scorecard,
)
from simulator.sessions.session import Attempt, CallMode
from tests.simulator.app.pretend_calls import (
    CALLER_LINES,
    PERSONAS,
    caller_turn,
    finished_call,
    listing,
    past_call,
    scorecard,
    trainee_turn,
)


@dataclass
class PretendCall:
    """A call that answers each turn with the next line, on the thread that spoke."""

    plan: CallPlan
    observer: CallObserver
    asked: list[str] = field(default_factory=list)
    turns: list[TurnRecord] = field(default_factory=list)
    notes: list[WrittenNote] = field(default_factory=list)
    lines: int = 0
    ended: Ending | None = None
    parent: str | None = None
    branch_turn: int | None = None

    @property
    def persona(self) -> Persona:
        return self.plan.persona

    @property
    def mode(self) -> CallMode:
        return self.plan.mode

    def open(self) -> None:
        self.observer.notice(events.CallAnswered(0.0))
        self._reply()

    def _reply(self) -> None:
        turn = caller_turn(min(self.lines, len(CALLER_LINES) - 1), len(self.turns) + 1, 10.0 * self.lines)
        self.lines += 1
        self.turns.append(turn)
        assert turn.position is not None
        self.observer.notice(events.CallerReplied(turn, CallerState(position=turn.position, patience=5)))
        self.observer.notice(events.CallerSpeechStarted(turn.start_s, turn.number, 0.3))
        self.observer.notice(events.CallerSpeechEnded(turn.end_s, turn.number))
        if self.lines == len(CALLER_LINES):
            self._end(Ending.SOLVED)

    def _end(self, ending: Ending) -> None:
        if self.ended is None:
            self.ended = ending
            self.observer.notice(events.CallEnded(99.0, ending))

    def say(self, text: str) -> None:
        self.asked.append(f"say {text}")
        turn = trainee_turn(self.lines - 1, len(self.turns) + 1, 10.0 * self.lines - 6, text)
        self.turns.append(turn)
        self.observer.notice(events.TraineeTurnEnded(turn.end_s))
        assert turn.assessment is not None
        self.observer.notice(events.TraineeTurnHeard(turn, HeardTurn(turn.assessment)))
        self._reply()

    def end_turn(self) -> None:
        self.asked.append("end_turn")

    def mute(self, muted: bool) -> None:
        self.asked.append(f"mute {muted}")
        self.observer.notice(events.MicrophoneMuted(5.0, muted))

    def hold(self, held: bool) -> None:
        self.asked.append(f"hold {held}")
        self.observer.notice(events.HoldStarted(5.0, True) if held else events.HoldEnded(6.0))

    def pause(self, paused: bool) -> None:
        self.asked.append(f"pause {paused}")
        reason = events.PauseReason.TRAINEE
        self.observer.notice(events.CallPaused(5.0, reason) if paused else events.CallResumed(6.0))

    def say_again(self) -> None:
        self.asked.append("say_again")
        self.observer.notice(events.LineRepeated(7.0, 1))
        self.observer.notice(events.CallerSpeechEnded(9.0, 1))

    def transfer(self) -> None:
        self.asked.append("transfer")
        self.observer.notice(events.TransferStarted(8.0, announced=False))
        self._end(Ending.TRANSFERRED)

    def note(self, text: str) -> None:
        self.asked.append(f"note {text}")
        self.notes.append(WrittenNote(12.0, text))
        self.observer.notice(events.NoteTaken(12.0, text))

    def hang_up(self) -> None:
        self.asked.append("hang_up")
        self._end(Ending.TRAINEE_HUNG_UP)

    def finish(self) -> FinishedCall:
        self.asked.append("finish")
        record = CallRecord(self.persona.id, self.persona.language, tuple(self.turns), self.ended)
        return finished_call(
            session_id=finished_call().session_id if self.parent is None else f"{self.parent}-branch",
            record=record,
            persona_id=self.persona.id,
            caller_name=self.persona.name,
            title=self.persona.title,
            parent_id=self.parent,
            branch_turn=self.branch_turn,
            mode=self.plan.mode,
            attempt=self.plan.attempt,
            notes=tuple(self.notes),
        )


FILES = (
    CheckedFile(
        "/callers/nieuw.persona.yaml",
        "nieuw.persona.yaml",
        errors=("nieuw.persona.yaml:14: stance.start: '[red]boos' is not an octant.",),
    ),
    CheckedFile(
        "/callers/joost-terugbellen.persona.yaml",
        "joost-terugbellen.persona.yaml",
        "joost-terugbellen",
        "Joost Vermeer: Terugbellen",
        smells=("joost-terugbellen.persona.yaml:30: facts: two questions mean the same.",),
    ),
    CheckedFile(
        "/callers/karin-geen-internet.persona.yaml",
        "karin-geen-internet.persona.yaml",
        "karin-geen-internet",
        "Karin de Wit: Al drie dagen geen internet",
    ),
)
"""Callers' files: a broken one, a doubtful one, a good one."""


@dataclass
class PretendServices:
    """All doors, with what came through them."""

    kept: AppSettings = field(default_factory=lambda: AppSettings(trainee=""))
    shelf: CallerShelf = field(default_factory=lambda: CallerShelf(PERSONAS))
    saved: FinishedCall = field(default_factory=finished_call)
    parents: dict[str, str] = field(default_factory=dict)
    """The session each session branched off from."""
    made: tuple[PastCall, ...] = field(default_factory=lambda: (past_call(),))
    sound: SoundReport = field(default_factory=lambda: SoundReport(None, "Jabra Evolve 20", "Jabra Evolve 20"))
    warm_up_fault: Exception | None = None
    calls: list[PretendCall] = field(default_factory=list)
    played: list[int] = field(default_factory=list)
    rings: list[str] = field(default_factory=list)
    """Which telephone rang, here or at the other end."""
    rung: threading.Event = field(default_factory=threading.Event)
    silenced: threading.Event = field(default_factory=threading.Event)
    slow: threading.Event | None = None
    """Set by a test to let `warm_up` go on."""
    ahead: tuple[SpokenAhead, ...] = ()
    """What is told about lines spoken before it rings, each time."""
    begun_ahead: list[str] = field(default_factory=list)
    stopped_ahead: list[str] = field(default_factory=list)
    """The callers for whom lines were begun to be spoken ahead, and for whom that was stopped."""
    tones: int = 0
    findings: tuple[SoundFinding, ...] = ()
    echo_fault: Exception | None = None
    listings: tuple[SessionListing, ...] = field(default_factory=lambda: (listing(),))
    queries: list[SessionQuery] = field(default_factory=list)
    review: Review = field(default_factory=Review)
    edition: int = 0
    room: str = ""
    """The folder that the trainer looks at."""
    can_hand_in: bool = False
    handed_in: list[str] = field(default_factory=list)
    speed: SpeechSpeed | Exception = field(default_factory=lambda: SpeechSpeed("whisper-base", "[b]piper", 0.62, 0.31))
    waiting: int = 0
    """How many handed-in calls are still to be sent."""
    read_reviews: list[str] = field(default_factory=list)
    old_calls: int = 0
    """How many calls are older than the settings allow."""
    checks: queue.SimpleQueue[tuple[CheckedFile, ...]] = field(default_factory=queue.SimpleQueue)
    """What is found in the callers' files, one for each save."""
    watched: threading.Event = field(default_factory=threading.Event)
    """Set when nobody watches the files any more."""
    walk_on: threading.Event | None = None
    """Set by a test to let rehearsals go on after the first."""
    tidied: list[int | None] = field(default_factory=list)
    places: list[tuple[Place, str]] = field(default_factory=list)
    checked: CheckedPlace = field(default_factory=lambda: CheckedPlace("/calls/[b]new", 12))

    def doors(self) -> AppServices:
        """All doors lead here."""
        return AppServices(
            preferences=self,
            callers=self,
            calls=self,
            past_calls=self,
            sound=self,
            training=self,
            upkeep=self,
            workshop=self,
        )

    @property
    def doubtful_below(self) -> float:
        return 0.5

    def settings(self) -> AppSettings:
        return self.kept

    def keep_settings(self, settings: AppSettings) -> None:
        self.kept = settings

    def callers(self) -> CallerShelf:
        return self.shelf

    def past_calls(self) -> tuple[PastCall, ...]:
        return self.made

    def finished_call(self, session_id: str) -> FinishedCall:
        if all(call.id != session_id for call in self.made):
            raise LookupError(f"The session {session_id} is gone.")
        return replace(self.saved, session_id=session_id, parent_id=self.parents.get(session_id))

    def waiting_to_go(self) -> int:
        return self.waiting

    def mark_review_read(self, session_id: str) -> None:
        self.read_reviews.append(session_id)

    def hand_in(self, session_id: str) -> None:
        self.handed_in.append(session_id)

    def sound_devices(self) -> SoundDevices:
        return SoundDevices(("Jabra Evolve 20", "Built-in [Mic]"), ("Jabra Evolve 20",))

    def sound_check(self) -> SoundReport:
        return self.sound

    def listen(self, level_dbfs: Callable[[float], None], stop: threading.Event) -> None:
        level_dbfs(-22.0)
        stop.wait(5)

    def play_tone(self, stop: threading.Event) -> None:
        self.tones += 1

    def record_voice(
        self, ready: Callable[[], None], level_dbfs: Callable[[float], None], stop: threading.Event
    ) -> RecordingReport:
        ready()
        level_dbfs(-18.0)
        return RecordingReport(-24.0, -9.0, -61.0, 0.0, self.findings)

    def find_echo(self, stop: threading.Event) -> EchoReport:
        if self.echo_fault is not None:
            raise self.echo_fault
        return EchoReport(True, 12.0, 30.0, -54.0, (SoundFinding.ECHO,))

    def sentence(self, language: Language) -> str:
        return "Goedemorgen, u spreekt met de helpdesk."

    def hear_sentence(
        self,
        language: Language,
        ready: Callable[[], None],
        level_dbfs: Callable[[float], None],
        stop: threading.Event,
    ) -> ReadingReport:
        return ReadingReport(self.sentence(language), "goedemorgen u spreekt met [b]de helpdesk", 1.0)

    def ring(self, stop: threading.Event, *, outbound: bool = False) -> None:
        self.rings.append("outbound" if outbound else "inbound")
        self.rung.set()
        stop.wait(20)
        self.silenced.set()

    def speak_ahead(self, persona: Persona, told: Callable[[SpokenAhead], None], stop: threading.Event) -> None:
        self.begun_ahead.append(persona.id)
        for ahead in self.ahead:
            told(ahead)
        if self.ahead and not self.ahead[-1].is_done:
            stop.wait(20)
            self.stopped_ahead.append(persona.id)

    def warm_up(self, persona: Persona, mode: CallMode) -> None:
        if self.slow is not None:
            self.slow.wait(10)
        if self.warm_up_fault is not None:
            raise self.warm_up_fault

    def start_call(self, plan: CallPlan, observer: CallObserver) -> PretendCall:
        call = PretendCall(plan, observer)
        if plan.note:
            call.notes.append(WrittenNote(0.0, plan.note))
        self.calls.append(call)
        call.open()
        return call

    def start_branch(self, session_id: str, turn: int, mode: CallMode, observer: CallObserver) -> PretendCall:
        parent = self.finished_call(session_id)
        persona = next(each for each in self.shelf.personas if each.id == parent.persona_id)
        plan = CallPlan(persona, mode, Attempt.PRACTICE)
        call = PretendCall(plan, observer, parent=session_id, branch_turn=turn)
        self.calls.append(call)
        call.open()
        for said in parent.record.turns:
            if said.side is Side.TRAINEE and said.number < turn:
                call.say(said.text)
        return call

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        self.played.append(turn)

    def sessions(self, query: SessionQuery) -> tuple[SessionListing, ...]:
        self.queries.append(query)
        return tuple(each for each in self.listings if query.trainee.casefold() in each.trainee.casefold())

    @property
    def folder(self) -> str:
        return self.room

    def open_folder(self, folder: str) -> None:
        if folder == "nowhere":
            raise LookupError("nowhere is not a folder.")
        self.room = folder

    def reviewed_call(self, session_id: str) -> ReviewedCall:
        call = self.finished_call(session_id)
        counted = None if call.scorecard is None else effective_scorecard(call.scorecard, self.review)
        return ReviewedCall(call, "Sanne", self.review, str(self.edition), counted)

    def keep_review(self, session_id: str, review: Review, edition: str) -> ReviewedCall:
        if edition != str(self.edition):
            raise ReviewChangedError("The review was changed by somebody else.")
        self.review = review
        self.edition += 1
        return self.reviewed_call(session_id)

    def models(self) -> tuple[ModelLine, ...]:
        return (
            ModelLine(
                "whisper-base", "Whisper base, [b]all languages", 148, True, "callsim models install whisper-base"
            ),
            ModelLine("kokoro", "Kokoro, English", 114, False, "callsim models install kokoro"),
        )

    def folders(self) -> Folders:
        return Folders("/calls/[b]mine", "/callers", "/models", "/settings.yaml")

    def check_place(self, place: Place, text: str) -> CheckedPlace:
        self.places.append((place, text))
        return self.checked if text else CheckedPlace("")

    def measure_speed(self, language: Language) -> SpeechSpeed:
        if isinstance(self.speed, Exception):
            raise self.speed
        return self.speed

    def delete_old(self, days: int | None) -> TidiedUp:
        self.tidied.append(days)
        return TidiedUp(self.old_calls if days else 0)

    def watch(self, changed: Callable[[tuple[CheckedFile, ...]], None], stop: threading.Event) -> None:
        changed(FILES)
        while not stop.is_set():
            try:
                changed(self.checks.get(timeout=0.02))
            except queue.Empty:
                continue
        self.watched.set()

    def rehearse(self, persona_id: str, walked: Callable[[WalkOutcome], None], stop: threading.Event) -> None:
        scores = {score.criterion: score.value for score in scorecard().scores if score.criterion in MAIN_CRITERIA}
        for walk, ending in (("good", "solved"), ("bad", "hung_up"), ("silent", "solved"), ("jargon", "escalated")):
            if stop.is_set():
                return
            fault = "the silent rehearsal is solved" if walk == "silent" else ""
            walked(WalkOutcome(walk, 6, ending, 3, 4, scores, fault))
            if self.walk_on is not None:
                self.walk_on.wait(10)
