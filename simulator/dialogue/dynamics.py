"""How a trainee turn moves the caller: position on the rose, trust, soreness and patience. Pure arithmetic.

What the trainee shows draws the caller toward its complement: together draws together and against draws against
(symmetry on the horizontal axis), above draws below and the reverse (complementarity on the vertical axis).
Sources: D. J. Kiesler, "The 1982 Interpersonal Circle", Psychological Review 90 (1983), for the two rules;
P. Sadler et al., "Are we on the same wavelength?", Journal of Personality and Social Psychology 97 (2009), who
found partners' affiliation very strongly in phase and their dominance equally strongly out of phase: hence one
and the same step on both axes. The sizes of the steps are ours, set so that an angry caller of middling
stubbornness needs about five good turns to come together, and documented below one by one.

On top of that come happenings: what hurts a caller on the phone and what does a caller good. What hurts counts
more for a caller with more temper; what does good counts less for a more stubborn one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from simulator.dialogue.state import CallerState, HeardTurn
from simulator.leary import Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import ActKind, LearyReading

BASE_STEP: Final = 0.40
"""Fraction of the way to the invited stance that a clear turn moves a caller without any stubbornness."""

STUBBORN_BRAKE: Final = 0.75
"""How much of the step full stubbornness takes away; the rest keeps even the most stubborn caller moving."""

CLEAR_LENGTH: Final = 0.6
"""A shown stance this long works with full force; a shorter one in proportion."""

GOAL_LENGTH: Final = 0.85
"""How outspoken the invited stance is that the caller is drawn to."""

SURE_FROM: Final = 0.3
"""Confidence below which a reading against the caller is not held against the trainee."""

AGAINST_FROM: Final = -0.2
"""A shown stance with less `together` than this is against the caller: it never calms."""

ATTACK_FROM: Final = -0.4
"""A shown stance with less `together` than this, and not from below, is an attack."""

BLAMES_FROM: Final = -0.4
"""The pull on `together`, of one cue, at and below which it blames; what sounds curt pulls less."""

FLAT_ATTACK_FROM: Final = -0.65
"""With less `together` than this a turn is an attack even when it asks a fair question; a fair question with more is
curt at most."""

OUTERMOST: Final = 0.92
"""How far along the horizontal axis a turn takes anyone: some height is left to tell attacking from rebellious."""

SORE_BRAKE: Final = 0.5
"""How much of every move toward together full soreness takes away."""

SORE_FADING: Final = 0.75
"""What is left of soreness a turn later."""

LONGEST_PULL: Final = 0.5
"""The most that happenings of one turn together move a caller along the horizontal axis."""


class Happening(StrEnum):
    """Something in or around a turn that a caller feels."""

    ATTACK = "attack"
    HOLD = "hold"
    INTERRUPTION = "interruption"
    JARGON = "jargon"
    ASSUMPTION = "assumption"
    REPROACH = "reproach"
    ORDER = "order"
    SILENCE = "silence"
    STACKED = "stacked"
    ASKED_TWICE = "asked_twice"
    TOO_EARLY = "too_early"
    SUMMARY_WRONG = "summary_wrong"
    SUMMARY_INCOMPLETE = "summary_incomplete"
    SUMMARY_RIGHT = "summary_right"
    EMPATHY = "empathy"
    APOLOGY = "apology"
    FOLLOW_UP = "follow_up"
    OPEN_QUESTION = "open_question"
    EXPLAINED = "explained"
    OFFER = "offer"
    REFUSED = "refused"
    GAVE_IN = "gave_in"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a happening does to a caller of middling temper and stubbornness."""

    together: float = 0.0
    trust: float = 0.0
    patience: float = 0.0
    """In turns."""
    soreness: float = 0.0

    @property
    def hurts(self) -> bool:
        """True when it throws the caller back."""
        return self.together < 0


EFFECTS: Final[dict[Happening, Effect]] = {
    Happening.ATTACK: Effect(together=-0.20, trust=-0.20, patience=-1.0, soreness=0.45),
    Happening.HOLD: Effect(together=-0.18, trust=-0.10, patience=-1.0, soreness=0.25),
    Happening.INTERRUPTION: Effect(together=-0.10, trust=-0.05, patience=-0.5, soreness=0.15),
    Happening.JARGON: Effect(together=-0.12, trust=-0.05, patience=-0.5, soreness=0.10),
    Happening.ASSUMPTION: Effect(together=-0.12, trust=-0.08, patience=-0.5, soreness=0.15),
    Happening.REPROACH: Effect(together=-0.15, trust=-0.10, patience=-0.5, soreness=0.25),
    Happening.ORDER: Effect(together=-0.04),
    Happening.SILENCE: Effect(together=-0.10, trust=-0.03, patience=-0.5, soreness=0.05),
    Happening.STACKED: Effect(together=-0.03),
    Happening.ASKED_TWICE: Effect(together=-0.06, trust=-0.03, patience=-0.25, soreness=0.05),
    Happening.TOO_EARLY: Effect(together=-0.04, trust=-0.02, patience=-0.25),
    Happening.SUMMARY_WRONG: Effect(together=-0.12, trust=-0.10, patience=-0.5, soreness=0.10),
    Happening.SUMMARY_INCOMPLETE: Effect(together=0.04, trust=0.05),
    Happening.SUMMARY_RIGHT: Effect(together=0.18, trust=0.20, patience=1.0, soreness=-0.25),
    Happening.EMPATHY: Effect(together=0.20, trust=0.15, patience=0.75, soreness=-0.40),
    Happening.APOLOGY: Effect(together=0.08, trust=0.05, patience=0.25, soreness=-0.30),
    Happening.FOLLOW_UP: Effect(together=0.06, trust=0.10),
    Happening.OPEN_QUESTION: Effect(together=0.05, trust=0.04),
    Happening.EXPLAINED: Effect(together=0.10, trust=0.08, patience=0.5, soreness=-0.15),
    Happening.OFFER: Effect(together=0.10, trust=0.05, patience=0.5),
    Happening.REFUSED: Effect(together=-0.03, trust=0.05),
    Happening.GAVE_IN: Effect(together=0.10),
}
"""One row a happening. Empathy and a right summary do most good, an attack and an unannounced hold most harm."""


class SummaryVerdict(StrEnum):
    """How the caller takes a summary."""

    RIGHT = "right"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"


def judge_summary(persona: Persona, told: tuple[str, ...], heard: HeardTurn) -> SummaryVerdict | None:
    """Return how the caller takes the summary in a turn, or None when there is none to take.

    Giving back a single thing on the way ("since Monday, then") is listening, not yet a summary: nobody answers it with
    what was left out. Only needed facts can be missed: nobody expects every detail back.

    Args:
        persona: whose facts they are.
        told: ids of the facts told so far.
        heard: the turn.
    """
    assessment = heard.assessment
    reading = assessment.summary
    if not reading.is_summary:
        return None
    covered = {fact for fact in told if fact in reading.covered or fact in heard.given_back}
    meant_as_one = reading.checked or len(covered) >= max(2, len(told) / 2)
    if reading.invented if heard.untrue is None else heard.untrue:
        says_it_flatly = not assessment.questions and not assessment.shows(ActKind.EMPATHY)
        return SummaryVerdict.WRONG if meant_as_one or says_it_flatly else None
    if missed_facts(persona, told, heard):
        return SummaryVerdict.INCOMPLETE if meant_as_one else None
    return SummaryVerdict.RIGHT if covered or reading.checked else None


def missed_facts(persona: Persona, told: tuple[str, ...], heard: HeardTurn) -> tuple[str, ...]:
    """Return the ids of needed facts that were told and that the summary leaves out, in the order told."""
    reading = heard.assessment.summary
    needed = {fact.id for fact in persona.needed_facts}
    held = {*reading.covered, *heard.given_back}
    return tuple(fact for fact in told if fact in needed and fact in reading.missed and fact not in held)


def as_taken(heard: HeardTurn) -> LearyReading:
    """Return the stance of a turn as the caller takes it: a fair question, however curt, is not held against anyone."""
    reading = heard.assessment.leary
    hostile = heard.assessment.shows(ActKind.REPROACH) or heard.assessment.shows(ActKind.ASSUMPTION)
    if not heard.asked or hostile or not FLAT_ATTACK_FROM < reading.stance.together < 0:
        return reading
    return replace(reading, stance=Stance(0.0, reading.stance.above))


def turns_against(heard: HeardTurn) -> bool:
    """Tell whether the turn surely stands against the caller, from above or from below."""
    reading = as_taken(heard)
    return reading.stance.together <= AGAINST_FROM and reading.confidence >= SURE_FROM


def attacks(heard: HeardTurn) -> bool:
    """Tell whether the turn turns on the caller: surely against, and not from below."""
    reading = as_taken(heard)
    stance = reading.stance
    return reading.confidence >= SURE_FROM and stance.together <= ATTACK_FROM and stance.above >= -0.25


def perceive(persona: Persona, state: CallerState, heard: HeardTurn) -> tuple[Happening, ...]:
    """Return what the caller feels in this turn, in the order of `Happening`, each once.

    Whoever turns on the caller gets no credit for kind words in the same breath: "sorry hoor" in an attack is
    part of the attack.
    """
    assessment = heard.assessment
    verdict = judge_summary(persona, state.told, heard)
    needs_known = set(needs(persona)) <= set(state.told)
    stacked = len(set(heard.asked)) > 1 and any("stacked" in question.flags for question in assessment.questions)
    last_asked = heard.asked[-1] if heard.asked else None
    seen: dict[Happening, bool] = {
        Happening.ATTACK: attacks(heard),
        Happening.HOLD: heard.circumstances.held_unannounced,
        Happening.INTERRUPTION: heard.circumstances.interrupted_caller,
        Happening.JARGON: any(not use.explained for use in assessment.jargon),
        Happening.ASSUMPTION: assessment.shows(ActKind.ASSUMPTION)
        or any("assumption" in question.flags for question in assessment.questions),
        Happening.REPROACH: assessment.shows(ActKind.REPROACH)
        or any("reproach" in question.flags for question in assessment.questions),
        Happening.ORDER: assessment.shows(ActKind.ORDER),
        Happening.SILENCE: is_silence(heard),
        Happening.STACKED: stacked,
        Happening.ASKED_TWICE: last_asked is not None and was_told_in_full(persona, state, last_asked),
        Happening.TOO_EARLY: heard.offered and not needs_known,
        Happening.SUMMARY_WRONG: verdict is SummaryVerdict.WRONG,
        Happening.SUMMARY_INCOMPLETE: verdict is SummaryVerdict.INCOMPLETE,
        Happening.SUMMARY_RIGHT: verdict is SummaryVerdict.RIGHT,
        Happening.EMPATHY: assessment.shows(ActKind.EMPATHY),
        Happening.APOLOGY: assessment.shows(ActKind.APOLOGY),
        Happening.FOLLOW_UP: assessment.shows(ActKind.FOLLOW_UP),
        Happening.OPEN_QUESTION: any(question.form == "open" for question in assessment.questions),
        Happening.EXPLAINED: bool(set(assessment.explained_terms) & set(state.confused_by)) and not blames(heard),
        Happening.OFFER: heard.offered and needs_known,
        Happening.REFUSED: heard.refused and not heard.gave_in,
        Happening.GAVE_IN: heard.gave_in,
    }
    against = turns_against(heard)
    return tuple(
        happening
        for happening in Happening
        if seen[happening] and not (against and EFFECTS[happening].together > 0 and happening is not Happening.GAVE_IN)
    )


def blames(heard: HeardTurn) -> bool:
    """Tell whether words of the turn push the caller away outright ("your own fault"): they explain nothing."""
    leary = heard.assessment.leary
    return any(cue.pull.together <= BLAMES_FROM for cue in leary.cues)


def is_silence(heard: HeardTurn) -> bool:
    """Tell whether the turn is a silence: nothing was said for some time."""
    return not heard.assessment.text.strip() and heard.circumstances.silent_s > 0


def is_unheard(heard: HeardTurn) -> bool:
    """Tell whether something was said that nobody could make out."""
    return not heard.assessment.text.strip() and heard.circumstances.silent_s <= 0


def needs(persona: Persona) -> tuple[str, ...]:
    """Return the ids of the facts that must be known before the caller takes the offer."""
    return persona.solution.needs or tuple(fact.id for fact in persona.needed_facts)


def was_told_in_full(persona: Persona, state: CallerState, fact_id: str) -> bool:
    """Tell whether the caller has said all there is to say about a fact."""
    if fact_id not in state.told:
        return False
    fact = persona.fact(fact_id)
    return fact.short is None or fact.say in state.picked


def drawn_to(shown: Stance) -> Stance:
    """Return the stance a shown one draws the caller to: its complement, outspoken.

    Source: the two rules of Kiesler (1983); the length is `GOAL_LENGTH`.
    """
    return shown if shown.length == 0 else Stance.at(shown.invites.angle_deg, GOAL_LENGTH)


def step_size(persona: Persona, reading: LearyReading) -> float:
    """Return how far, in [0, BASE_STEP], this turn draws this caller toward what it invites."""
    if reading.stance.is_neutral:
        return 0.0
    force = min(1.0, reading.stance.length / CLEAR_LENGTH) * (0.5 + 0.5 * max(0.0, min(1.0, reading.confidence)))
    return BASE_STEP * (1.0 - STUBBORN_BRAKE * persona.stance.stubbornness) * force


def move(
    persona: Persona, state: CallerState, heard: HeardTurn, happenings: tuple[Happening, ...] | None = None
) -> CallerState:
    """Return the state after the turn has worked on the caller; nothing is said yet.

    Changes position, trust, soreness and patience (by what happened; a turn that got nowhere is charged by
    `charge_patience`). The position stays on the disc; trust and soreness stay in [0, 1]; patience never rises
    above the persona's own.

    Args:
        persona: who is moved.
        state: before the turn.
        heard: the turn.
        happenings: what `perceive` saw, when already known.
    """
    felt = perceive(persona, state, heard) if happenings is None else happenings
    reading = as_taken(heard)
    against = turns_against(heard)
    drawn = state.position.toward(drawn_to(reading.stance), step_size(persona, reading))
    together = _symmetric(state.position.together, drawn.together, reading.stance.together)
    above = drawn.above

    shift = max(-LONGEST_PULL, min(LONGEST_PULL, sum(_felt_shift(persona, EFFECTS[item]) for item in felt)))
    gain = together - state.position.together + shift
    if gain > 0:
        gain *= 1.0 - SORE_BRAKE * state.soreness
    if against:
        gain = min(0.0, gain)
    relapse = _relapse(persona, felt)
    above += relapse * (persona.stance.start.stance.above - above)
    position = _on_disc(_within_reach(state.position.together, gain), above)

    return replace(
        state,
        position=position,
        trust=_unit(state.trust + sum(_felt_trust(persona, EFFECTS[item]) for item in felt)),
        soreness=_unit(state.soreness * SORE_FADING + sum(_felt_soreness(persona, EFFECTS[item]) for item in felt)),
        patience=min(
            float(persona.patience), state.patience + sum(_felt_patience(persona, EFFECTS[item]) for item in felt)
        ),
    )


def charge_patience(persona: Persona, state: CallerState, heard: HeardTurn, progress: bool) -> CallerState:
    """Return the state after a turn that got somewhere (patience recovers) or nowhere (patience is spent).

    A turn that gets nowhere but is meant well costs half.
    """
    if progress:
        change = 0.5
    elif heard.assessment.leary.stance.together > 0.2 and heard.assessment.leary.confidence >= SURE_FROM:
        change = -0.5
    else:
        change = -1.0
    return replace(state, patience=min(float(persona.patience), state.patience + change))


def _symmetric(before: float, drawn: float, shown: float) -> float:
    """Return the drawn `together`, cut so that togetherness never pushes away and againstness never calms."""
    if shown > 0:
        return max(before, drawn)
    if shown < 0:
        return min(before, drawn)
    return before


def _felt_shift(persona: Persona, effect: Effect) -> float:
    return effect.together * (_sting(persona) if effect.hurts else _give(persona))


def _felt_trust(persona: Persona, effect: Effect) -> float:
    return effect.trust * (_sting(persona) if effect.trust < 0 else _give(persona))


def _felt_soreness(persona: Persona, effect: Effect) -> float:
    return effect.soreness * (_sting(persona) if effect.soreness > 0 else 1.0)


def _felt_patience(persona: Persona, effect: Effect) -> float:
    return effect.patience * (_sting(persona) if effect.patience < 0 else 1.0)


def _sting(persona: Persona) -> float:
    """How much more than a middling caller this one feels what hurts: 0.5 to 1.5."""
    return 0.5 + persona.stance.temper


def _give(persona: Persona) -> float:
    """How much of what does good reaches this caller: 0.5 to 1."""
    return 1.0 - 0.5 * persona.stance.stubbornness


def _relapse(persona: Persona, felt: tuple[Happening, ...]) -> float:
    """How far what hurts throws the caller back to the height he or she started from, in [0, 0.5]."""
    return min(0.5, sum(-EFFECTS[item].together for item in felt if EFFECTS[item].hurts) * _sting(persona))


def _within_reach(together: float, gain: float) -> float:
    """Return `together` after the gain, no further out than `OUTERMOST` unless it already was."""
    if gain < 0:
        return max(together + gain, min(together, -OUTERMOST))
    return min(together + gain, max(together, OUTERMOST))


def _on_disc(together: float, above: float) -> Stance:
    """Return the stance with this `together`; what does not fit on the disc is taken off the height.

    Cutting both axes in proportion would let a fall in height count as a step away, or back toward, together.
    """
    across = max(-1.0, min(1.0, together))
    room = max(0.0, 1.0 - across * across) ** 0.5
    return Stance(across, max(-room, min(room, above)))


def _unit(value: float) -> float:
    return max(0.0, min(1.0, value))
