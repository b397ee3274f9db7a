"""What the caller says, in the order a person's attention takes: one chooser an occasion, the first that fits speaks.

The order: end the call > react to what hurt > answer a summary > answer a question > react to empathy, an offer
or a greeting > speak from where the caller stands on the rose.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simulator.dialogue.dynamics import (
    Happening,
    SummaryVerdict,
    is_unheard,
    judge_summary,
    missed_facts,
    was_told_in_full,
)
from simulator.dialogue.endings import ending_lines, waits_for_goodbye
from simulator.dialogue.lines import (
    LAST_RESORT,
    Memory,
    SpokenLine,
    missed_filling,
    octant_lines,
    octants_by_nearness,
    pick,
    say_first,
)
from simulator.dialogue.state import CallerState, Ending, HeardTurn, ReplyReason
from simulator.personas.model import Fact, Persona
from simulator.scoring.assessment import ActKind, QuestionForm

LENIENT_FROM: Final = 0.35
"""From this `together` on, a caller without much temper lets an interruption or a reproach pass."""

SHORT_TEMPERED_FROM: Final = 0.6
"""From this temper on, nothing that hurts is let pass."""

ASKS_LIMIT_FROM_TURN: Final = 3
"""From this trainee turn on, a caller who wants what may not be given brings it up, whatever is being talked of."""

GREETING_TURNS: Final = 2
"""In this many first trainee turns a greeting is answered as one."""

TURNS_BETWEEN_LIMIT_ASKS: Final = 2
"""After a no, the caller waits this many turns before trying again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the caller says next and what follows from saying it."""

    lines: tuple[SpokenLine, ...]
    """One line, or two that belong together."""
    reason: ReplyReason
    facts_told: tuple[str, ...] = ()
    asks_limit: bool = False
    """True when it asks for what may not be given."""
    ending: Ending | None = None
    accepts: bool = False
    """True when it takes the offer and leaves the last word to the trainee."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything a choice depends on."""

    persona: Persona
    state: CallerState
    """After the turn moved the caller; nothing is said yet."""
    heard: HeardTurn
    happenings: tuple[Happening, ...]
    rng: random.Random

    @property
    def memory(self) -> Memory:
        """What was said before."""
        return Memory(self.state.picked, self.state.recent, self.state.used[-1] if self.state.used else "")

    def any_of(self, *occasions: Sequence[str], fillings: Mapping[str, str] | None = None) -> SpokenLine:
        """Return a line of the first occasion that has a fresh one, else one that fits the position."""
        return say_first(self.persona, self.state.position, self.memory, self.rng, *occasions, fillings=fillings)

    def maybe(self, *occasions: Sequence[str], fillings: Mapping[str, str] | None = None) -> SpokenLine | None:
        """Return a line of the first occasion that has a fresh one, or None."""
        for candidates in occasions:
            line = pick(candidates, self.memory, self.rng, fillings)
            if line is not None:
                return line
        return None


def choose(moment: Moment, ending: Ending | None) -> Choice:
    """Return what the caller says; total: any moment gives a reply that is not empty.

    Args:
        moment: the turn and where it left the caller.
        ending: how this turn ends the call, or None when it goes on.
    """
    if ending is Ending.SOLVED and waits_for_goodbye(moment.persona, moment.state, moment.heard):
        return Choice((moment.any_of(moment.persona.solution.closing),), ReplyReason.ACCEPTED, accepts=True)
    if ending is not None:
        line = moment.any_of(*ending_lines(moment.persona, moment.state, moment.heard, ending))
        return Choice((line,), ReplyReason.ENDING, ending=ending)
    for chooser in CHOOSERS:
        choice = chooser(moment)
        if choice is not None:
            return choice
    return _from_the_rose(moment)


def answerable(state: CallerState, fact: Fact) -> bool:
    """Tell whether the caller will tell this fact now: it is not hidden, or its gate is open."""
    if not fact.hidden:
        return True
    gate = fact.opens_at
    return (
        (gate.together is None or state.position.together >= gate.together)
        and (gate.trust is None or state.trust >= gate.trust)
        and set(gate.after) <= set(state.told)
    )


def makes_progress(persona: Persona, state: CallerState, heard: HeardTurn, happenings: Sequence[Happening]) -> bool:
    """Tell whether the turn gets the call somewhere, as the caller feels it.

    Args:
        persona: who rings.
        state: after the turn moved the caller.
        heard: the turn.
        happenings: what the caller felt in it.
    """
    if Happening.ATTACK in happenings or Happening.SILENCE in happenings:
        return False
    helpful = {
        Happening.EMPATHY,
        Happening.SUMMARY_RIGHT,
        Happening.SUMMARY_INCOMPLETE,
        Happening.EXPLAINED,
        Happening.OFFER,
        Happening.REFUSED,
    }
    if helpful & set(happenings):
        return True
    if any(fact_id not in state.told and answerable(state, persona.fact(fact_id)) for fact_id in heard.asked[-1:]):
        return True
    return state.turns <= 1 and heard.assessment.shows(ActKind.GREETING)


def _unheard(moment: Moment) -> Choice | None:
    """Ask again what nobody could make out."""
    if not is_unheard(moment.heard):
        return None
    persona = moment.persona
    return Choice((moment.any_of(persona.lines.on_unclear, LAST_RESORT[persona.language]),), ReplyReason.UNCLEAR)


def _hurt(moment: Moment) -> Choice | None:
    """React to what hurt most; small things are let pass by a caller who is at ease."""
    lines = moment.persona.lines
    felt = moment.happenings
    at_ease = moment.state.position.together >= LENIENT_FROM and moment.persona.stance.temper < SHORT_TEMPERED_FROM
    if Happening.SILENCE in felt:
        if moment.heard.circumstances.held_unannounced:
            return Choice((moment.any_of(lines.on_hold, lines.on_silence),), ReplyReason.HURT_HOLD)
        return Choice((moment.any_of(lines.on_silence),), ReplyReason.HURT_SILENCE)
    if Happening.ATTACK in felt:
        return Choice((moment.any_of(lines.on_attack),), ReplyReason.HURT_ATTACK)
    if Happening.HOLD in felt:
        return Choice((moment.any_of(lines.on_hold),), ReplyReason.HURT_HOLD)
    if Happening.JARGON in felt:
        use = next(use for use in moment.heard.assessment.jargon if not use.explained)
        return Choice((moment.any_of(lines.on_jargon, fillings={"term": use.term}),), ReplyReason.HURT_JARGON)
    if Happening.INTERRUPTION in felt and not at_ease:
        line = moment.maybe(lines.on_interruption)
        if line is not None:
            return Choice((line,), ReplyReason.HURT_INTERRUPTION)
    if Happening.ASSUMPTION in felt and not (at_ease and _asks_something_new(moment)):
        line = moment.maybe(lines.on_assumption)
        if line is not None:
            return Choice((line,), ReplyReason.HURT_ASSUMPTION)
    if Happening.REPROACH in felt and not at_ease:
        line = moment.maybe(lines.on_why, lines.on_attack)
        if line is not None:
            return Choice((line,), ReplyReason.HURT_ATTACK)
    return None


def _asks_something_new(moment: Moment) -> bool:
    """Tell whether the turn asks for a fact the caller will tell and has not told."""
    state = moment.state
    return any(
        fact_id not in state.told and answerable(state, moment.persona.fact(fact_id))
        for fact_id in moment.heard.asked[-1:]
    )


def _limit(moment: Moment) -> Choice | None:
    """React to a yes or a no to what the trainee may not give."""
    boundary = moment.persona.boundary
    if boundary is None:
        return None
    if Happening.GAVE_IN in moment.happenings:
        line = moment.maybe(boundary.on_given)
        return None if line is None else Choice((line,), ReplyReason.BOUNDARY)
    if Happening.REFUSED in moment.happenings:
        line = moment.maybe(boundary.on_refused)
        return None if line is None else Choice((line,), ReplyReason.BOUNDARY)
    return None


def _summary(moment: Moment) -> Choice | None:
    told = moment.state.told
    verdict = judge_summary(moment.persona, told, moment.heard)
    lines = moment.persona.lines
    match verdict:
        case None:
            return None
        case SummaryVerdict.WRONG:
            return Choice((moment.any_of(lines.on_summary_wrong),), ReplyReason.SUMMARY_WRONG)
        case SummaryVerdict.INCOMPLETE:
            missed = moment.persona.fact(missed_facts(moment.persona, told, moment.heard)[0])
            line = moment.any_of(lines.on_summary_incomplete, fillings=missed_filling(missed))
            return Choice((line,), ReplyReason.SUMMARY_INCOMPLETE)
        case SummaryVerdict.RIGHT:
            first = moment.any_of(lines.on_summary_right)
            confirmed = _confirmed(moment)
            answer = _answer(moment, only_new=True) if _asked_openly(moment) else None
            if answer is None or set(answer.facts_told) & set(confirmed):
                return Choice((first,), ReplyReason.SUMMARY_RIGHT, confirmed)
            return Choice((first, *answer.lines[-1:]), ReplyReason.SUMMARY_RIGHT, (*confirmed, *answer.facts_told))


def _confirmed(moment: Moment) -> tuple[str, ...]:
    """Return the needed facts a right summary names that were not told yet: saying yes to it tells them."""
    state = moment.state
    return tuple(
        fact.id
        for fact in moment.persona.needed_facts
        if fact.id in moment.heard.given_back and fact.id not in state.told and answerable(state, fact)
    )


def _question(moment: Moment) -> Choice | None:
    answer = _answer(moment, only_new=False) or _from_background(moment)
    if answer is None or len(answer.lines) > 1 or answer.reason not in {ReplyReason.FACT, ReplyReason.BACKGROUND}:
        return answer
    relief = _relief(moment)
    return answer if relief is None else replace(answer, lines=(relief, *answer.lines))


def _relief(moment: Moment) -> SpokenLine | None:
    """Return what empathy draws from a caller who is not at ease yet, to be said before the answer; each line once."""
    if Happening.EMPATHY not in moment.happenings or moment.state.position.together >= LENIENT_FROM:
        return None
    return moment.maybe([line for line in moment.persona.lines.on_empathy if line not in moment.state.picked])


def _answer(moment: Moment, *, only_new: bool) -> Choice | None:
    """Answer the fact asked for last; `only_new` leaves out repeats and what stays hidden."""
    asked = moment.heard.asked
    if not asked:
        return None
    persona, state = moment.persona, moment.state
    fact = persona.fact(asked[-1])
    if not answerable(state, fact) and fact.id not in state.told:
        if only_new:
            return None
        generic = [item.say for item in persona.background if not item.ask]
        return Choice((moment.any_of(persona.lines.on_hidden, generic),), ReplyReason.FACT_HIDDEN)
    if was_told_in_full(persona, state, fact.id):
        return None if only_new else _repeat(moment, fact)
    text = fact.say if _asked_openly(moment) or fact.id in state.told or fact.short is None else fact.short
    line = moment.maybe((text,))
    if line is None:
        return None if only_new else _repeat(moment, fact)
    new = () if fact.id in state.told else (fact.id,)
    parts: tuple[SpokenLine, ...] = (line,)
    if len(set(asked)) > 1 and not only_new:
        remark = moment.maybe(persona.lines.on_stacked)
        parts = (line,) if remark is None else (remark, line)
    return Choice(parts, ReplyReason.FACT, new)


def _repeat(moment: Moment, fact: Fact) -> Choice:
    """Answer what was told before: kindly by who is at ease, with a remark by who is not."""
    answer = moment.maybe((fact.short or fact.say,), (fact.say,))
    easy = moment.state.position.together >= LENIENT_FROM and moment.persona.stance.temper < SHORT_TEMPERED_FROM
    if answer is not None and easy and moment.state.picked.count(answer.template) < 2:
        return Choice((answer,), ReplyReason.FACT_REPEATED)
    remark = moment.any_of(moment.persona.lines.on_asked_twice)
    parts = (remark,) if answer is None or answer.template == remark.template else (remark, answer)
    return Choice(parts, ReplyReason.FACT_REPEATED)


def _asked_openly(moment: Moment) -> bool:
    """Tell whether the last question explores; a request without a question mark ("tell me ...") does too."""
    questions = moment.heard.assessment.questions
    return not questions or questions[-1].form is QuestionForm.OPEN


def _from_background(moment: Moment) -> Choice | None:
    """Answer a question that asks for no fact, unless the turn does something that deserves an answer more."""
    background = moment.persona.background
    index = moment.heard.background
    if index is not None and not (moment.state.turns == 1 and _greets(moment)):
        line = moment.maybe([background[index].say])
        if line is not None:
            return Choice((line,), ReplyReason.BACKGROUND)
    if not moment.heard.assessment.questions or moment.heard.seeks_consent or _deserves_more(moment):
        return None
    line = moment.maybe([item.say for item in background if not item.ask])
    if line is not None:
        return Choice((line,), ReplyReason.BACKGROUND)
    line = moment.maybe(moment.persona.lines.on_unclear)
    return None if line is None else Choice((line,), ReplyReason.UNCLEAR)


def _deserves_more(moment: Moment) -> bool:
    """Tell whether the turn greets, comforts or offers, so that its question is not what it is about."""
    if moment.heard.offered or Happening.EXPLAINED in moment.happenings or Happening.EMPATHY in moment.happenings:
        return True
    return _greets(moment)


def _greets(moment: Moment) -> bool:
    """Tell whether the turn is a greeting at the start of the call."""
    assessment = moment.heard.assessment
    greets = any(assessment.shows(kind) for kind in (ActKind.GREETING, ActKind.NAME, ActKind.OFFER_OF_HELP))
    return greets and moment.state.turns <= GREETING_TURNS


def _kindness(moment: Moment) -> Choice | None:
    """React to what does good, to an offer that does not help yet, and to a greeting."""
    lines = moment.persona.lines
    assessment = moment.heard.assessment
    felt = moment.happenings
    solution = moment.persona.solution
    occasions: tuple[tuple[bool, ReplyReason, tuple[Sequence[str], ...]], ...] = (
        (Happening.TOO_EARLY in felt, ReplyReason.OFFER_TOO_EARLY, (solution.too_early, lines.on_offer)),
        (Happening.OFFER in felt, ReplyReason.OFFER, (lines.on_offer,)),
        (Happening.EXPLAINED in felt, ReplyReason.EXPLAINED, (lines.on_explained,)),
        (Happening.EMPATHY in felt, ReplyReason.EMPATHY, (lines.on_empathy,)),
        (Happening.APOLOGY in felt, ReplyReason.APOLOGY, (lines.on_apology,)),
        (_greets(moment), ReplyReason.GREETING, (lines.on_greeting,)),
        (
            assessment.shows(ActKind.OFFER) or assessment.shows(ActKind.PROMISE),
            ReplyReason.OFFER,
            (lines.on_offer,),
        ),
    )
    for fits, reason, lines_of_occasion in occasions:
        if fits:
            line = moment.maybe(*lines_of_occasion)
            if line is not None:
                return Choice((line,), reason)
    return None


def limit_due(persona: Persona, state: CallerState) -> bool:
    """Tell whether the caller is about to ask (again) for what may not be given."""
    boundary = persona.boundary
    if boundary is None or state.boundary_given or state.boundary_asks >= len(boundary.asks):
        return False
    if state.boundary_asks == 0:
        return state.turns >= ASKS_LIMIT_FROM_TURN
    return state.turns - state.boundary_turn > TURNS_BETWEEN_LIMIT_ASKS


def ask_for_limit(moment: Moment) -> SpokenLine | None:
    """Return the next of the boundary's asks, in rising order, when it is due."""
    boundary = moment.persona.boundary
    if boundary is None or not limit_due(moment.persona, moment.state):
        return None
    return moment.maybe((boundary.asks[moment.state.boundary_asks],))


def _from_the_rose(moment: Moment) -> Choice:
    """Speak from where the caller stands; a caller who wants what may not be given brings that up here."""
    asking = ask_for_limit(moment)
    if asking is not None:
        return Choice((asking,), ReplyReason.BOUNDARY, asks_limit=True)
    position = moment.state.position
    line = moment.any_of(*(octant_lines(moment.persona, octant) for octant in octants_by_nearness(position)))
    return Choice((line,), ReplyReason.OCTANT)


CHOOSERS: Final[tuple[Callable[[Moment], Choice | None], ...]] = (
    _unheard,
    _hurt,
    _limit,
    _summary,
    _question,
    _kindness,
)
"""In the order of a person's attention."""
