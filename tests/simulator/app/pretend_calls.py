"""Callers, calls, scores and reviews for the screens to show: small, whole, and with something of every kind."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.app.services import (
    FinishedCall,
    PastCall,
)
from simulator.language import Language
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import HeardWord, LearyReading, TurnAssessment
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import Criterion, Evidence, RoseStep, Score, Scorecard
from simulator.sessions.index.query import SessionListing
from simulator.sessions.review import (
    Comment,
    Decision,
    NextTask,
    Review,
    ScoreCorrection,
    Verdict,
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
