"""Better sentences that fit this caller: questions still worth asking, a summary of what was told, an offer."""

from __future__ import annotations

from simulator.language import Language
from simulator.personas.model import Persona
from simulator.scoring.assessment import QuestionForm
from simulator.scoring.criteria.ledger import CallView
from simulator.scoring.grammar import grammar
from simulator.scoring.questions import find_questions
from simulator.scoring.record import TurnRecord
from simulator.scoring.text import Words

_SUMMARY_FACTS = 4
"""More facts than this make a summary nobody listens to."""


def words_for(view: CallView, turn: TurnRecord | None) -> dict[str, str]:
    """Return what the placeholders of a better sentence stand for at a turn of the call."""
    words: dict[str, str] = {}
    told = view.told if turn is None else view.told_before(turn)
    persona = view.persona
    if persona is not None:
        ask = open_question_for(persona, told)
        if ask:
            words["ask"] = ask
        words["name"] = persona.name
        if persona.organisation:
            words["organisation"] = persona.organisation
        words["offer"] = persona.solution.offers[0]
        gists = [view.gist(fact_id) for fact_id in told if _known(persona, fact_id)]
        if gists:
            words["summary"] = joined(gists[-_SUMMARY_FACTS:], view.language)
    return words


def open_question_for(persona: Persona, told: tuple[str, ...]) -> str | None:
    """Return an open question for a fact not yet told: needed ones first, hidden ones last; None when all is told."""
    left = [fact for fact in persona.facts if fact.id not in told]
    left.sort(key=lambda fact: (fact.hidden, not fact.needed))
    rules = grammar(persona.language)
    dutch = persona.language is Language.DUTCH
    for fact in left:
        for ask in fact.ask:
            if any(q.form is QuestionForm.OPEN for q in find_questions(Words.of(ask, dutch=dutch), rules)):
                return ask
    return left[0].ask[0] if left else None


def joined(parts: list[str], language: Language) -> str:
    """Return parts as one enumeration."""
    if len(parts) < 2:
        return "".join(parts)
    conjunction = "en" if language is Language.DUTCH else "and"
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def _known(persona: Persona, fact_id: str) -> bool:
    return any(fact.id == fact_id for fact in persona.facts)
