"""Made-up callers and hand-made turns for the tests of the caller."""

from __future__ import annotations

from typing import Any

from simulator.dialogue.state import Circumstances, HeardTurn
from simulator.language import Language
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import (
    Act,
    ActKind,
    JargonUse,
    LearyReading,
    Question,
    QuestionFlag,
    QuestionForm,
    Span,
    SummaryReading,
    TurnAssessment,
)

OCCASIONS = (
    "on_greeting",
    "on_explained",
    "on_empathy",
    "on_apology",
    "on_offer",
    "on_interruption",
    "on_hold",
    "on_assumption",
    "on_attack",
    "on_asked_twice",
    "on_hidden",
    "on_unclear",
    "on_stacked",
    "on_why",
    "transferred",
    "called_back",
    "goodbye",
)


def persona(
    *,
    start: Octant = Octant.ATTACKING,
    stubbornness: float = 0.5,
    temper: float = 0.5,
    patience: int = 6,
    max_turns: int = 24,
    sparse: bool = False,
    **changes: Any,
) -> Persona:
    """Return a made-up caller; a sparse one has only the lines a persona must have, one of each."""
    lines: dict[str, list[str]] = {
        "opening": ["My internet is down!"],
        "on_jargon": ["What is a {term}?"],
        "on_summary_right": ["That is right."],
        "on_summary_incomplete": ["You forgot: {missed}."],
        "on_summary_wrong": ["I never said that."],
        "on_silence": ["Hello?"],
        "escalating": ["Get me your manager."],
        "hanging_up": ["I am hanging up."],
    }
    if not sparse:
        lines = {key: [*texts, f"{texts[0]} Again."] for key, texts in lines.items()}
        for key in (*OCCASIONS, *(octant.value for octant in Octant)):
            lines[key] = [f"{key} one.", f"{key} two.", f"{key} three."]
    content: dict[str, Any] = {
        "id": "made-up",
        "language": Language.ENGLISH,
        "name": "Pat Example",
        "title": "No internet",
        "difficulty": 3,
        "briefing": "You are on the helpdesk.",
        "stance": {"start": start, "stubbornness": stubbornness, "temper": temper},
        "patience": patience,
        "max_turns": max_turns,
        "facts": [
            {
                "id": "since",
                "say": "It went down on Monday, right after breakfast.",
                "short": "Since Monday.",
                "gist": "down since Monday",
                "ask": ["Since when has it been down?"],
                "needed": True,
            },
            {
                "id": "light",
                "say": "There is a red light blinking on the box.",
                "short": "A red one.",
                "gist": "a red light blinks",
                "ask": ["Which light is on?"],
                "needed": True,
            },
            {
                "id": "need",
                "say": "I have a job interview tomorrow, by video.",
                "ask": ["What makes it urgent?"],
                "hidden": True,
                "opens_at": {"together": 0.1, "trust": 0.2},
            },
        ],
        "background": [
            {"say": "I am at home.", "ask": ["Where are you?"]},
            {"say": "I could not tell you."},
        ],
        "solution": {
            "offers": ["I will send a technician today."],
            "closing": ["Great, thank you. Bye!"],
            "too_early": ["You do not even know what is wrong yet."],
        },
        "lines": lines,
        "rehearsal": {"good": ["a", "b", "c"], "bad": ["a", "b", "c"]},
    }
    return Persona.model_validate(content | changes)


def stance(octant: Octant, length: float = 0.8, confidence: float = 0.8) -> LearyReading:
    """Return a reading in the middle of an octant."""
    return LearyReading(stance=Stance.at(octant.centre_deg, length), octant=octant, confidence=confidence)


def turn(
    text: str = "Some words.",
    *acts: ActKind,
    leary: LearyReading | None = None,
    questions: tuple[QuestionForm, ...] = (),
    flags: tuple[QuestionFlag, ...] = (),
    jargon: tuple[str, ...] = (),
    explained: tuple[str, ...] = (),
    summary: SummaryReading | None = None,
    asked: tuple[str, ...] = (),
    background: int | None = None,
    offered: bool = False,
    gave_in: bool = False,
    refused: bool = False,
    circumstances: Circumstances | None = None,
) -> HeardTurn:
    """Return a heard turn put together by hand."""
    span = Span(0, len(text))
    return HeardTurn(
        assessment=TurnAssessment(
            text=text,
            questions=tuple(Question(text, span, form, flags) for form in questions),
            summary=summary or SummaryReading(),
            jargon=tuple(JargonUse(term, span) for term in jargon),
            acts=tuple(Act(kind, text, span) for kind in acts),
            leary=leary or LearyReading(),
            explained_terms=explained,
        ),
        asked=asked,
        background=background,
        offered=offered,
        gave_in=gave_in,
        refused=refused,
        circumstances=circumstances or Circumstances(),
    )


SILENCE = turn("", circumstances=Circumstances(silent_s=8.0))
UNHEARD = turn("")
GOODBYE = turn("Goodbye then.", ActKind.CLOSING)
HELP = turn("I will help you.", ActKind.EMPATHY, leary=stance(Octant.HELPING))
ATTACK = turn("You did it yourself!", leary=stance(Octant.ATTACKING))
ASK_SINCE = turn("Since when?", questions=(QuestionForm.OPEN,), asked=("since",))
ASK_LIGHT = turn("Which light?", questions=(QuestionForm.OPEN,), asked=("light",))
ASK_NEED = turn("What makes it urgent?", questions=(QuestionForm.OPEN,), asked=("need",))
OFFER = turn("I will send a technician.", offered=True, leary=stance(Octant.HELPING))
