"""What can be seen in one trainee turn, and the turn it is seen in: the types of the scoring package.

An assessment is made from the words alone (and the words before), so the same words give the same assessment.
Spans are character offsets into the text that was assessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.language import Language
from simulator.leary import NEUTRAL, Octant, Quadrant, Stance


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a turn's text, as character offsets [start, end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word of a spoken turn with the recogniser's trust in it."""

    text: str
    start_s: float
    """Seconds on the call's clock."""
    end_s: float
    probability: float
    """In [0, 1]; 1 for typed words."""


@dataclass(frozen=True, slots=True)
class TraineeTurn:
    """What the trainee said in one turn, as text."""

    text: str
    words: tuple[HeardWord, ...] = ()
    """Empty for typed turns. Words below the rubric's probability are left out of scoring."""


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact the caller has told, against which a summary is held."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class TurnContext:
    """What was said before the turn."""

    language: Language
    caller_line: str | None = None
    """The caller's last line."""
    earlier_caller_lines: tuple[str, ...] = ()
    """Older lines of the caller, oldest first."""
    known_terms: tuple[str, ...] = ()
    """Technical terms this caller knows."""
    facts: tuple[ToldFact, ...] = ()
    """Facts told so far, in the order told."""
    open_terms: tuple[str, ...] = ()
    """Terms that confused the caller and have not been explained since."""


class QuestionForm(StrEnum):
    """What a question does: explore or check."""

    OPEN = "open"
    CLOSED = "closed"


class QuestionFlag(StrEnum):
    """What is wrong with a question."""

    LEADING = "leading"
    STACKED = "stacked"
    ASSUMPTION = "assumption"
    REPROACH = "reproach"


class QuestionWording(StrEnum):
    """How a question is worded, whatever it does."""

    POLAR = "polar"
    """Verb before subject."""
    QUESTION_WORD = "question_word"
    REQUEST = "request"
    """A request to tell or to give."""
    STATEMENT = "statement"
    """A statement that only asks for a yes."""
    TAG = "tag"
    """A check behind a statement, as 'klopt dat'."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the turn."""

    text: str
    span: Span
    form: QuestionForm
    flags: tuple[QuestionFlag, ...] = ()
    wording: QuestionWording = QuestionWording.POLAR


@dataclass(frozen=True, slots=True)
class SummaryReading:
    """Does the turn give back what the caller said, and is it right?"""

    is_summary: bool = False
    covered: tuple[str, ...] = ()
    """Ids of told facts the summary holds."""
    missed: tuple[str, ...] = ()
    """Ids of told facts it leaves out; empty when it is no summary."""
    invented: tuple[str, ...] = ()
    """What it says that the caller did not, as quoted from the turn."""
    checked: bool = False
    """True when the trainee asked whether it is right."""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class JargonUse:
    """A term this caller may not know."""

    term: str
    """As said."""
    span: Span
    explained: bool = False
    """True when the same turn explains it."""


class ActKind(StrEnum):
    """What else a turn can do."""

    GREETING = "greeting"
    NAME = "name"
    OFFER_OF_HELP = "offer_of_help"
    EMPATHY = "empathy"
    APOLOGY = "apology"
    REFLECTION = "reflection"
    FOLLOW_UP = "follow_up"
    ASSUMPTION = "assumption"
    REPROACH = "reproach"
    ORDER = "order"
    OFFER = "offer"
    PROMISE = "promise"
    REFUSAL = "refusal"
    AGREEMENT = "agreement"
    CLOSING = "closing"
    HOLD_ANNOUNCED = "hold_announced"
    HANDOVER = "handover"
    CALL_BACK = "call_back"
    EXPLANATION = "explanation"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the turn does, with the words that show it."""

    kind: ActKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class LearyCue:
    """Words that pulled the reading of the stance, and which way."""

    text: str
    span: Span | None
    pull: Stance
    name: str
    """The cue's name in the data file, for example 'order' or 'we-form'."""


@dataclass(frozen=True, slots=True)
class LearyReading:
    """Where the turn stands on the rose."""

    stance: Stance = NEUTRAL
    octant: Octant | None = None
    """None when the stance is neutral."""
    alternative: Octant | None = None
    """A second candidate when unsure."""
    confidence: float = 0.0
    """The chance, in [0, 1], that a careful human would put it in the same quadrant."""
    cues: tuple[LearyCue, ...] = ()

    @property
    def quadrant(self) -> Quadrant:
        """The quarter of the rose of the stance."""
        return self.stance.quadrant


@dataclass(frozen=True, slots=True)
class TrainersWord:
    """A label that stands in an assessment because a trainer judged words like these so."""

    kind: str
    """A `labels.LabelKind` value."""
    subject: str = ""
    """The question or the term, as said in this turn; empty for labels of the whole turn."""
    line: int = 0
    """The exemplar's line in its file, counted from 1."""


@dataclass(frozen=True, slots=True)
class TurnAssessment:
    """All that was seen in one trainee turn."""

    text: str
    """The text that was assessed (doubtful words left out)."""
    questions: tuple[Question, ...] = ()
    reflection: float = 0.0
    """Probability, in [0, 1], that the turn gives back (part of) what the caller said or feels."""
    summary: SummaryReading = SummaryReading()
    jargon: tuple[JargonUse, ...] = ()
    acts: tuple[Act, ...] = ()
    leary: LearyReading = LearyReading()
    explained_terms: tuple[str, ...] = ()
    """Terms of `TurnContext.open_terms` that this turn explains."""
    by_trainer: tuple[TrainersWord, ...] = ()
    """The labels that are a trainer's, from exemplars; all others are the scorer's own."""
    exemplars: str = ""
    """Digest of the exemplars that were asked, whether one spoke or not; empty where none were."""

    def shows(self, kind: ActKind) -> bool:
        """Tell whether the turn does this."""
        return any(act.kind is kind for act in self.acts)
