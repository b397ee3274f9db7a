"""A house without sound, disk or models for the screens to stand in: every door answers at once and remembers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from audio.sound_check import EchoReport, ReadingReport, RecordingReport, SoundFinding
from simulator.app.services import (
    AppServices,
    AppSettings,
    CallerShelf,
    CallPlan,
    CheckedFile,
    FinishedCall,
    ModelLine,
    PastCall,
    ReviewedCall,
    SoundDevices,
    SoundReport,
    TidiedUp,
    WalkOutcome,
    WrittenNote,
)
from simulator.call import events
from simulator.call.ports import CallObserver
from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.language import Language
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import HeardWord, LearyReading, TurnAssessment
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import MAIN_CRITERIA, Criterion, Evidence, RoseStep, Score, Scorecard
from simulator.sessions.index.query import SessionListing, SessionQuery
from simulator.sessions.review import (
    Comment,
    Decision,
    NextTask,
    Review,
    ReviewChangedError,
    ScoreCorrection,
    Verdict,
    effective_scorecard,
)
from simulator.sessions.session import Attempt, CallMode

STARTED = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)


def persona(persona_id: str, **changes: object) -> Persona:
    """Return a small but whole caller."""
    values: dict[str, object] = {
        "id": persona_id,
        "language": "nl",
        "name": "Karin de Wit",
        "title": "Al drie dagen geen internet",
        "difficulty": 3,
        "organisation": "Helderlijn",
        "briefing": "Je werkt op de helpdesk van Helderlijn, een internetprovider. "
        "Je mag een monteur sturen en vijf euro per dag vergoeden. Je mag geen contract opzeggen.",
        "stance": {"start": "attacking"},
        "facts": [{"id": "since", "say": "Sinds maandag.", "ask": ["Sinds wanneer?"], "needed": True}],
        "solution": {"offers": ["Ik stuur een monteur."], "closing": ["Dank u wel."]},
        "lines": {
            "opening": ["Het ligt er al drie dagen uit!"],
            "on_jargon": ["Wat is {term}?"],
            "on_summary_right": ["Ja, dat klopt."],
            "on_summary_incomplete": ["En {missed}?"],
            "on_summary_wrong": ["Nee."],
            "on_silence": ["Hallo?"],
            "escalating": ["Uw baas, graag."],
            "hanging_up": ["Dag."],
        },
        "rehearsal": {"good": ["a", "b", "c"], "bad": ["a", "b", "c"]},
    }
    values.update(changes)
    return Persona.model_validate(values)


PERSONAS = (
    persona("karin-geen-internet"),
    persona(
        "ruth-double-charge",
        language="en",
        name="Ruth Barker",
        title="Charged twice, and nobody answers",
        difficulty=2,
        organisation="Brightpay",
        stance={"start": "competing"},
        briefing="You work at the payments desk of Brightpay. You may refund up to fifty pounds at once.",
    ),
    persona(
        "joost-terugbellen",
        name="Joost Vermeer",
        title="Terugbellen over een mislukte levering",
        difficulty=4,
        direction="outbound",
        preparation_s=60,
        stance={"start": "withdrawn"},
    ),
)

CALLER_PATH = ((157, 0.8), (165, 0.6), (-150, 0.45), (-80, 0.4), (-35, 0.55), (-20, 0.75))
TRAINEE_PATH = ((80, 0.5), (35, 0.5), (12, 0.7), (40, 0.75), (22, 0.8))
TRAINEE_LINES = (
    "Goedemiddag, Helderlijn, u spreekt met Sanne. Wat kan ik voor u doen?",
    "Dat is vervelend. Sinds wanneer heeft u er last van?",
    "Wat maakt het voor u zo dringend?",
    "Dus het ligt er sinds maandag uit en u heeft morgen een gesprek via video. Klopt dat?",
    "Dan stuur ik vanmiddag een monteur bij u langs.",
)
CALLER_LINES = (
    "Nou, eindelijk iemand! Het ligt er al drie dagen uit!",
    "Sinds maandag, en niemand doet iets.",
    "Morgen heb ik een sollicitatiegesprek via video, dáárom.",
    "Ja, dat klopt helemaal.",
    "Nou, dat is fijn. Dank u wel.",
    "Dag!",
)


def caller_turn(index: int, number: int, at_s: float) -> TurnRecord:
    """Return the caller's line number `index`."""
    angle, length = CALLER_PATH[index]
    return TurnRecord(
        number=number,
        side=Side.CALLER,
        text=CALLER_LINES[index],
        start_s=at_s,
        end_s=at_s + 3,
        position=Stance.at(angle, length),
    )


def trainee_turn(index: int, number: int, at_s: float, text: str | None = None) -> TurnRecord:
    """Return the trainee's line number `index`; one of its words was heard badly."""
    angle, length = TRAINEE_PATH[index % len(TRAINEE_PATH)]
    said = TRAINEE_LINES[index % len(TRAINEE_LINES)] if text is None else text
    stance = Stance.at(angle, length)
    words = tuple(
        HeardWord(word, at_s + 0.3 * place, at_s + 0.3 * place + 0.25, 0.3 if place == 2 else 0.95)
        for place, word in enumerate(said.split())
    )
    reading = LearyReading(stance=stance, octant=stance.octant, alternative=stance.alternative, confidence=0.7)
    return TurnRecord(
        number=number,
        side=Side.TRAINEE,
        text=said,
        start_s=at_s,
        end_s=at_s + 4,
        words=() if text is not None else words,
        assessment=TurnAssessment(text=said, leary=reading),
    )


def whole_record() -> CallRecord:
    """Return a call of eleven turns."""
    turns: list[TurnRecord] = []
    for index in range(len(CALLER_LINES)):
        turns.append(caller_turn(index, len(turns) + 1, 10.0 * index))
        if index < len(TRAINEE_LINES):
            turns.append(trainee_turn(index, len(turns) + 1, 10.0 * index + 4))
    return CallRecord("karin-geen-internet", Language.DUTCH, tuple(turns), "solved")


def scorecard() -> Scorecard:
    """Return scores with evidence of every kind: won, lost, never came, not rated."""
    open_question = Evidence(
        "open_question", 12, 6, 24.0, "Wat maakt het voor u zo dringend?", "Een open vraag naar wat erachter zit."
    )
    stacked = Evidence(
        "stacked",
        -8,
        4,
        14.0,
        "Heeft u de modem herstart en welk lampje brandt er?",
        "Twee vragen tegelijk: de beller antwoordt op de laatste.",
        "Welke lampjes branden er op het kastje?",
    )
    never = Evidence("no_check", -10, None, None, "", "Je hebt niet gevraagd of het zo klopte.", "Klopt het zo?")
    return Scorecard(
        rubric="helpdesk",
        rubric_version="0123456789ab",
        scorer_version="1",
        scores=(
            Score(Criterion.QUESTIONING, 74, 70, (open_question, stacked)),
            Score(Criterion.SUMMARISING, 58, 50, (never,)),
            Score(Criterion.JARGON, None, 50),
            Score(Criterion.LEARY, 81, 50, (open_question,)),
            Score(Criterion.STRUCTURE, 66, 50, (never,)),
            Score(Criterion.LISTENING, 90, 50, ()),
        ),
        rose=(
            RoseStep(
                2,
                Stance.at(80, 0.5),
                Octant.FOLLOWING,
                Stance.at(165, 0.6),
                "Je was leidend; dat nodigt uit tot volgen. Karin bleef aanvallend.",
            ),
            RoseStep(
                4,
                Stance.at(35, 0.5),
                Octant.COOPERATING,
                Stance.at(-150, 0.45),
                "Je was helpend; dat nodigt uit tot meewerken. Karin werd opstandig.",
            ),
        ),
        headline="Je hebt Karin van aanvallend naar meewerkend gebracht door door te vragen.",
        next_step="Vat samen voordat je een oplossing biedt, en vraag of het klopt.",
    )


def finished_call(**changes: object) -> FinishedCall:
    """Return a call to look back on."""
    values: dict[str, object] = {
        "session_id": "20260309-140500-karin-geen-internet-0001",
        "persona_id": "karin-geen-internet",
        "caller_name": "Karin de Wit",
        "title": "Al drie dagen geen internet",
        "started_at": STARTED,
        "record": whole_record(),
        "scorecard": scorecard(),
        "mode": CallMode.TYPED,
        "attempt": Attempt.PRACTICE,
        "heard_turns": frozenset(turn.number for turn in whole_record().turns),
    }
    values.update(changes)
    return FinishedCall(**values)  # type: ignore[arg-type]


def past_call(**changes: object) -> PastCall:
    """Return a line of the list of calls."""
    values: dict[str, object] = {
        "id": "20260309-140500-karin-geen-internet-0001",
        "persona_id": "karin-geen-internet",
        "caller_name": "Karin de Wit",
        "title": "Al drie dagen geen internet",
        "started_at": STARTED,
        "scores": {score.criterion: score.value for score in scorecard().scores},
        "ending": "solved",
        "attempt": Attempt.PRACTICE,
    }
    values.update(changes)
    return PastCall(**values)  # type: ignore[arg-type]


def reviewed() -> Review:
    """Return a review with something of everything."""
    return (
        Review()
        .with_decision(Decision("Trudy", STARTED, Verdict.PASS))
        .with_score(ScoreCorrection("Trudy", STARTED, Criterion.SUMMARISING, 58, 65, "De samenvatting klopte."))
        .with_comment(Comment("Trudy", STARTED, "Rustige toon, ook waar Karin boos wordt."))
        .with_comment(Comment("Trudy", STARTED, "Een mooie opening.", 2))
        .with_next_task(NextTask("Trudy", STARTED, "Bel Joost terug."))
    )


def listing(**changes: object) -> SessionListing:
    """Return a line of the trainer's list."""
    values: dict[str, object] = {
        "id": "20260309-140500-karin-geen-internet-0001",
        "directory": None,
        "persona_id": "karin-geen-internet",
        "started_at": STARTED,
        "language": Language.DUTCH,
        "mode": CallMode.TYPED,
        "attempt": Attempt.PRACTICE,
        "trainee": "Sanne",
        "ending": "solved",
        "scores": {score.criterion.value: score.value for score in scorecard().scores},
    }
    values.update(changes)
    return SessionListing(**values)  # type: ignore[arg-type]


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
    rung: threading.Event = field(default_factory=threading.Event)
    silenced: threading.Event = field(default_factory=threading.Event)
    slow: threading.Event | None = None
    """Set by a test to let `warm_up` go on."""
    tones: int = 0
    findings: tuple[SoundFinding, ...] = ()
    echo_fault: Exception | None = None
    listings: tuple[SessionListing, ...] = field(default_factory=lambda: (listing(),))
    queries: list[SessionQuery] = field(default_factory=list)
    review: Review = field(default_factory=Review)
    edition: int = 0
    can_hand_in: bool = False
    handed_in: list[str] = field(default_factory=list)
    old_calls: int = 0
    """How many calls are older than the settings allow."""
    checks: queue.SimpleQueue[tuple[CheckedFile, ...]] = field(default_factory=queue.SimpleQueue)
    """What is found in the callers' files, one for each save."""
    watched: threading.Event = field(default_factory=threading.Event)
    """Set when nobody watches the files any more."""
    walk_on: threading.Event | None = None
    """Set by a test to let rehearsals go on after the first."""
    tidied: list[int | None] = field(default_factory=list)

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

    def ring(self, stop: threading.Event) -> None:
        self.rung.set()
        stop.wait(20)
        self.silenced.set()

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
