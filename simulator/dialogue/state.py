"""The caller as a value: what changes in a caller during a call, and what a caller says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.leary import Stance
from simulator.scoring.assessment import TurnAssessment


class Ending(StrEnum):
    """How a call ended."""

    SOLVED = "solved"
    ESCALATED = "escalated"
    HUNG_UP = "hung_up"
    TRANSFERRED = "transferred"
    CALL_BACK = "call_back"
    CLOSED_UNSOLVED = "closed_unsolved"
    """The trainee said goodbye before it was solved."""
    OUT_OF_TIME = "out_of_time"
    TRAINEE_HUNG_UP = "trainee_hung_up"


class ReplyReason(StrEnum):
    """Why the caller says what is said; the order is the order of DESIGN 6."""

    OPENING = "opening"
    ENDING = "ending"
    ACCEPTED = "accepted"
    """The offer is taken; the trainee may still close the call."""
    HURT_JARGON = "hurt_jargon"
    HURT_INTERRUPTION = "hurt_interruption"
    HURT_HOLD = "hurt_hold"
    HURT_ASSUMPTION = "hurt_assumption"
    HURT_ATTACK = "hurt_attack"
    HURT_SILENCE = "hurt_silence"
    SUMMARY_RIGHT = "summary_right"
    SUMMARY_INCOMPLETE = "summary_incomplete"
    SUMMARY_WRONG = "summary_wrong"
    FACT = "fact"
    FACT_REPEATED = "fact_repeated"
    FACT_HIDDEN = "fact_hidden"
    BACKGROUND = "background"
    EXPLAINED = "explained"
    EMPATHY = "empathy"
    APOLOGY = "apology"
    OFFER = "offer"
    OFFER_TOO_EARLY = "offer_too_early"
    BOUNDARY = "boundary"
    GREETING = "greeting"
    UNCLEAR = "unclear"
    OCTANT = "octant"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What happened around the words of a turn."""

    interrupted_caller: bool = False
    """True when the trainee talked through the caller's line and the caller fell silent."""
    silent_s: float = 0.0
    """How long nobody had said anything. An empty text with this at 0 is speech nobody could make out."""
    held_unannounced: bool = False
    """True when the caller was put on hold without a word since the last turn."""


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A trainee turn as the caller takes it: what it does, what it asks for, what it offers."""

    assessment: TurnAssessment
    asked: tuple[str, ...] = ()
    """Ids of the facts asked for, in the order asked."""
    background: int | None = None
    """Index of the persona's background item that the question touches, when no fact is asked for."""
    seeks_consent: bool = False
    """True when the turn only asks for a go-ahead or a nod: "may I put you on hold?", "is that all right?"."""
    offered: bool = False
    """True when the turn offers a solution of the persona."""
    gave_in: bool = False
    """True when the turn gives away what the boundary forbids."""
    refused: bool = False
    """True when the turn says no to what the boundary forbids."""
    circumstances: Circumstances = Circumstances()
    untrue: tuple[str, ...] | None = None
    """What of a summary's inventions is really untrue, by all the caller knows; None when nobody looked."""
    given_back: tuple[str, ...] = ()
    """Ids of facts the caller hears given back, beside those the assessment found covered."""


@dataclass(frozen=True, slots=True)
class CallerState:
    """Everything that changes in a caller during a call."""

    position: Stance
    patience: float
    """Turns that get nowhere the caller still takes."""
    trust: float = 0.0
    """In [0, 1]; grows with empathy, right summaries and follow-up, falls with what hurts."""
    told: tuple[str, ...] = ()
    """Ids of the facts told, in order."""
    confused_by: tuple[str, ...] = ()
    """Terms that confused and were not explained since."""
    summarised: bool = False
    """True once a right summary was given since the last new needed fact."""
    used: tuple[str, ...] = ()
    """Lines said, in order."""
    turns: int = 0
    """Trainee turns answered."""
    boundary_asks: int = 0
    """How often the caller asked for what may not be given."""
    ending: Ending | None = None
    soreness: float = 0.0
    """In [0, 1]; what hurt lately and was not made good. A sore caller comes nearer more slowly."""
    offer_open: bool = False
    """True when the right offer was made but could not be taken yet; a check or an agreement takes it later."""
    boundary_refusals: int = 0
    """How often the trainee said no well to what may not be given."""
    boundary_given: bool = False
    """True once the trainee gave away what may not be given."""
    boundary_turn: int = 0
    """The turn in which the caller last asked for what may not be given."""
    picked: tuple[str, ...] = ()
    """Lines of the persona that were used, in order, as written there (`{term}` not filled in)."""
    recent: tuple[str, ...] = ()
    """Those of them that made up the last reply."""
    accepted: bool = False
    """True once the offer was taken and the caller only waits for the trainee's closing words."""


@dataclass(frozen=True, slots=True)
class CallerReply:
    """What the caller says, and why."""

    text: str
    reason: ReplyReason
    facts_told: tuple[str, ...] = ()
    """Ids of the facts this line tells for the first time."""
    ending: Ending | None = None
    """Set when the caller ends the call with this line."""
