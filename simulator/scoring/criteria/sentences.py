"""Better sentences that fit this caller: questions still worth asking, a summary of what was told, an offer."""

from __future__ import annotations

from functools import lru_cache

from simulator.language import Language
from simulator.personas.model import Fact, Persona
from simulator.scoring.acts import content_stems
from simulator.scoring.assessment import QuestionForm
from simulator.scoring.criteria.ledger import CallView, shortened
from simulator.scoring.grammar import grammar
from simulator.scoring.questions import find_questions
from simulator.scoring.record import Side, TurnRecord
from simulator.scoring.text import Words

_HEARD_CHARACTERS = 90
_OPENING_CHARACTERS = 120
_SHORTEST_SENTENCE = 12
"""A sentence shorter than this ('Ja, dag.') is quoted with the next one."""
_SUMMARY_FACTS = 4
"""More facts than this make a summary nobody listens to."""


def words_for(view: CallView, turn: TurnRecord | None, about: str = "") -> dict[str, str]:
    """Return what the placeholders of a better sentence stand for at a turn of the call.

    Args:
        view: the call.
        turn: where the sentence is for; None for the call as a whole.
        about: the words it is to replace: the question is chosen that asks for what they speak of.
    """
    words: dict[str, str] = {}
    heard = _last_felt(view, turn) if turn is not None else None
    if heard is not None:
        words["heard"] = shortened(_first_sentence(heard.text), _HEARD_CHARACTERS)
    opening = next((other for other in view.call.turns if other.side is Side.CALLER and other.text.strip(" .…")), None)
    if opening is not None:
        words["opening"] = shortened(opening.text, _OPENING_CHARACTERS)
    if about:
        words["said"] = shortened(about)
    told = view.told if turn is None else view.told_before(turn)
    persona = view.persona
    if persona is not None:
        asks = (*open_questions_for(persona, told, about), view.rubric.last_question.of(view.language))
        words["ask"] = asks[0]
        words["asks"] = "\n".join(asks)
        words["name"] = persona.name
        if persona.organisation:
            words["organisation"] = persona.organisation
        words["offer"] = persona.solution.offers[0]
        gists = [view.gist(fact_id) for fact_id in told if _known(persona, fact_id)]
        if gists:
            words["summary"] = joined(gists[-_SUMMARY_FACTS:], view.language)
    return words


def open_question_for(persona: Persona, told: tuple[str, ...], about: str = "") -> str | None:
    """Return the open question most worth asking for a fact not yet told, or None when all is told; see below."""
    return next(iter(open_questions_for(persona, told, about)), None)


def open_questions_for(persona: Persona, told: tuple[str, ...], about: str = "") -> tuple[str, ...]:
    """Return open questions for the facts not yet told, one a fact, most worth asking first; empty when all is told.

    Needed facts come first, among them those that `about` speaks of; hidden ones come last.
    """
    rules = grammar(persona.language)
    dutch = persona.language is Language.DUTCH
    wanted = content_stems(Words.of(about, dutch=dutch), rules)

    def shared(fact: Fact) -> int:
        if not wanted:
            return 0
        text = " ".join([fact.say, fact.gist or "", *fact.ask])
        return len(wanted & content_stems(Words.of(text, dutch=dutch), rules))

    left = [fact for fact in persona.facts if fact.id not in told]
    left.sort(key=lambda fact: (fact.hidden, not fact.needed, -shared(fact)))
    found = [next((ask for ask in fact.ask if _is_open(ask, persona.language)), None) for fact in left]
    return tuple(ask for ask in found if ask is not None) or tuple(fact.ask[0] for fact in left[:1])


@lru_cache(maxsize=4096)
def _is_open(ask: str, language: Language) -> bool:
    words = Words.of(ask, dutch=language is Language.DUTCH)
    found = find_questions(words, grammar(language))
    return len(found) == 1 and found[0].form is QuestionForm.OPEN


def _last_felt(view: CallView, turn: TurnRecord) -> TurnRecord | None:
    """Return the caller's last line before a turn that told how the caller feels, rather than a fact asked for."""
    lines = [
        other
        for other in view.call.turns
        if other.side is Side.CALLER and other.number < turn.number and other.text.strip(" .…")
    ]
    felt = [line for line in lines if not line.reason.startswith("fact")]
    return next(reversed(felt or lines), None)


def _first_sentence(text: str) -> str:
    ends = [place for mark in ".?!" if (place := text.find(mark, _SHORTEST_SENTENCE)) >= 0]
    return text[: min(ends) + 1] if ends else text


def joined(parts: list[str], language: Language) -> str:
    """Return parts as one enumeration."""
    if len(parts) < 2:
        return "".join(parts)
    conjunction = "en" if language is Language.DUTCH else "and"
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def _known(persona: Persona, fact_id: str) -> bool:
    return any(fact.id == fact_id for fact in persona.facts)
