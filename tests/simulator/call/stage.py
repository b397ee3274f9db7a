"""A small persona and honest small minds for tests of the call: they see what the words plainly say, nothing more."""

from __future__ import annotations

from dataclasses import replace

from audio.scripted import (
    FrameClock,
    LevelDetector,
    Pace,
    ScriptedMicrophone,
    ScriptedTranscriber,
    SilentSpeaker,
    ToneVoice,
)
from simulator.call.conversation import Minds
from simulator.call.events import CallEvent
from simulator.call.runner import CallRunner, CallSettings, Ears, Mouth
from simulator.dialogue.state import CallerState, Circumstances, HeardTurn
from simulator.leary import Octant, Stance
from simulator.personas.model import (
    CallerLines,
    Fact,
    Persona,
    Rehearsal,
    Solution,
    Temperament,
    TurnTaking,
)
from simulator.scoring.assessment import (
    Act,
    ActKind,
    LearyReading,
    Question,
    QuestionForm,
    Span,
    SummaryReading,
    TraineeTurn,
    TurnAssessment,
    TurnContext,
)


def caller(**changes: object) -> Persona:
    """Return an English caller with two facts and a patient ear; keyword arguments replace fields."""
    persona = Persona(
        id="test-caller",
        language="en",
        name="Ann Test",
        title="No internet",
        difficulty=1,
        briefing="You work at a helpdesk.",
        stance=Temperament(start=Octant.ATTACKING, stubbornness=0.2, temper=0.5),
        patience=12,
        turn_taking=TurnTaking(reply_delay_s=0.3, breaks_in_after_s=12.0, silent_s=4.0),
        facts=(
            Fact(
                id="since",
                say="It has been down since Monday morning.",
                short="Since Monday.",
                ask=("Since when is it down?",),
                needed=True,
            ),
            Fact(id="light", say="The light on the box is red.", ask=("What colour is the light?",), needed=True),
        ),
        solution=Solution(offers=("I will send a mechanic today.",), closing=("Thank you, that is fine. Goodbye.",)),
        lines=CallerLines(
            opening=("My internet is down. Do something about it!",),
            attacking=("This is ridiculous.", "You people never listen."),
            helping=("I can wait if you need time.", "Take your time."),
            on_jargon=("What is {term}?",),
            on_summary_right=("Yes, that is right.",),
            on_summary_incomplete=("You forgot something: {missed}.",),
            on_summary_wrong=("No, that is not what I said.",),
            on_silence=("Hello? Is anyone there?", "Are you still there?"),
            on_interruption=("Let me finish, please.", "I was speaking."),
            escalating=("I want to speak to your manager.",),
            hanging_up=("I have had enough. Goodbye.",),
        ),
        rehearsal=Rehearsal(
            good=("Since when is it down?", "What colour is the light?", "I will send a mechanic today.", "Goodbye."),
            bad=("You must wait.", "Not my problem.", "Whatever."),
        ),
    )
    return persona.model_copy(update=changes)


class PlainAssessor:
    """Calls whatever ends in a question mark an open question; knows a hold and a summary by name."""

    def assess(self, turn: TraineeTurn, context: TurnContext) -> TurnAssessment:
        span = Span(0, len(turn.text))
        asks = turn.text.rstrip().endswith("?")
        return TurnAssessment(
            text=turn.text,
            questions=(Question(turn.text, span, QuestionForm.OPEN),) if asks else (),
            summary=SummaryReading(is_summary="summarise" in turn.text),
            acts=(Act(ActKind.HOLD_ANNOUNCED, turn.text, span),) if "hold" in turn.text else (),
            leary=LearyReading(Stance(0.7, 0.3), Octant.HELPING, confidence=0.9),
        )


class PlainUnderstanding:
    """Understands the very questions and offers a persona names, and nothing else."""

    def __init__(self, persona: Persona) -> None:
        self._persona = persona

    def understand(
        self, assessment: TurnAssessment, state: CallerState, circumstances: Circumstances = Circumstances()
    ) -> HeardTurn:
        asked = tuple(fact.id for fact in self._persona.facts if any(ask in assessment.text for ask in fact.ask))
        offered = any(offer in assessment.text for offer in self._persona.solution.offers)
        return HeardTurn(assessment, asked=asked, offered=offered, circumstances=circumstances)


def minds(persona: Persona) -> Minds:
    return Minds(PlainAssessor(), PlainUnderstanding(persona))


class Listener:
    """An observer that remembers."""

    def __init__(self) -> None:
        self.events: list[CallEvent] = []

    def notice(self, event: CallEvent) -> None:
        self.events.append(event)

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]


class Stage:
    """A call on scripted sound: a fast one by default."""

    def __init__(
        self,
        persona: Persona | None = None,
        heard: tuple[str, ...] = (),
        *,
        observers: tuple = (),
        recorder: object = None,
        settings: CallSettings = CallSettings(),
        inline: bool = True,
        pace: Pace = Pace.AS_FAST_AS_CONSUMED,
        **parts: object,
    ) -> None:
        self.persona = persona or caller()
        self.clock = FrameClock()
        self.microphone = ScriptedMicrophone(self.clock, pace)
        self.transcriber = ScriptedTranscriber(heard)
        self.speaker = SilentSpeaker(self.clock)
        self.listener = Listener()
        ears = Ears(self.microphone, LevelDetector(), self.transcriber)
        of_ears = {"microphone", "detector", "transcriber", "completion"}
        mouth = Mouth(ToneVoice(), self.speaker)
        self.runner = CallRunner(
            self.persona,
            replace(ears, **{k: v for k, v in parts.items() if k in of_ears}),
            replace(mouth, **{k: v for k, v in parts.items() if k in {"voice", "speaker"}}),
            self.clock,
            minds(self.persona),
            seed=1,
            observers=(self.listener, *observers),
            recorder=recorder,
            settings=settings,
            inline=inline,
        )

    def run(self, timeout_s: float = 20.0) -> list[CallEvent]:
        self.runner.start()
        self.runner.wait(timeout_s)
        self.runner.close()
        return self.listener.events
