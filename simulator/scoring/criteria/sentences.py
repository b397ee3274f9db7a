"""Better sentences that fit this caller: questions still worth asking, a summary of what was told, an offer."""

from __future__ import annotations

from functools import lru_cache

from simulator.language import Language
from simulator.personas.model import Fact, Persona
from simulator.scoring.acts import content_stems
from simulator.scoring.assessment import QuestionForm
from simulator.scoring.criteria.ledger import CallView, shortened
from simulator.scoring.grammar import grammar
from simulator.scoring.plain_words import bare_term, plain_words
from simulator.scoring.questions import find_questions
from simulator.scoring.record import Side, TurnRecord
from simulator.scoring.text import Words

_HEARD_CHARACTERS = 90
_OPENING_CHARACTERS = 120
_TELLING_WORDS = 4
"""A sentence of fewer words ('Ja, goedemiddag.') is quoted with the next one."""
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
    if heard is not None and len(heard.text.split()) >= _TELLING_WORDS:
        words["heard"] = shortened(_first_sentence(heard.text), _HEARD_CHARACTERS)
    if heard is not None and heard.reason == "hurt_jargon":
        words |= _confusing_term(view, heard)
    opening = next((other for other in view.call.turns if other.side is Side.CALLER and other.text.strip(" .…")), None)
    if opening is not None:
        words["opening"] = shortened(opening.text, _OPENING_CHARACTERS)
    if about:
        words["said"] = shortened(about)
    told = view.told if turn is None else view.told_before(turn)
    persona = view.persona
    if persona is not None:
        asks = (
            *open_questions_for(persona, told, about, said_by_caller(view, turn)),
            view.rubric.last_question.of(view.language),
        )
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


def with_needed_question(words: dict[str, str], view: CallView, turn: TurnRecord) -> dict[str, str]:
    """Return the words of a better sentence that asks only for what the call needs, and else asks nothing.

    To somebody who is upset a question of detail is no help.
    """
    if view.persona is None:
        return words
    told, said = view.told_before(turn), said_by_caller(view, turn)
    asks = open_questions_for(view.persona, told, turn.text, said, only_needed=True)
    return {**words, "ask": "", "asks": "\n".join(asks)}


def said_by_caller(view: CallView, turn: TurnRecord | None = None) -> tuple[str, ...]:
    """Return the caller's lines, up to a turn where one is given."""
    callers = (other for other in view.call.turns if other.side is Side.CALLER)
    return tuple(other.text for other in callers if turn is None or other.number < turn.number)


def open_question_for(persona: Persona, told: tuple[str, ...], about: str = "") -> str | None:
    """Return the open question most worth asking for a fact not yet told, or None when all is told; see below."""
    return next(iter(open_questions_for(persona, told, about)), None)


def open_questions_for(
    persona: Persona,
    told: tuple[str, ...],
    about: str = "",
    said: tuple[str, ...] = (),
    *,
    only_needed: bool = False,
) -> tuple[str, ...]:
    """Return open questions for the facts not yet told, one a fact, most worth asking first; empty when all is told.

    Needed facts come first, among them those that `about` speaks of; hidden ones come last. A question that takes
    something for granted, or that the caller's lines in `said` answered, is left out.
    """
    rules = grammar(persona.language)
    dutch = persona.language is Language.DUTCH
    wanted = content_stems(Words.of(about, dutch=dutch), rules)

    def shared(fact: Fact) -> int:
        if not wanted:
            return 0
        text = " ".join([fact.say, fact.gist or "", *fact.ask])
        return len(wanted & content_stems(Words.of(text, dutch=dutch), rules))

    facts = [fact for fact in persona.needed_facts if not fact.hidden] if only_needed else persona.facts
    left = [fact for fact in facts if fact.id not in told]
    left.sort(key=lambda fact: (fact.hidden, not fact.needed, -shared(fact)))
    fitting = [ask for ask in (_first_open(fact, persona.language) for fact in left) if ask is not None]
    fitting = [ask for ask in fitting if not _is_answered(ask, said, persona.language)]
    closed = [fact.ask[0] for fact in left if not _takes_for_granted(fact.ask[0], persona.language)]
    return tuple(fitting or ([] if only_needed else closed[:1]))


def _first_open(fact: Fact, language: Language) -> str | None:
    """Return a fact's first open question, None where it takes for granted what was said or done before."""
    first = next((ask for ask in fact.ask if _is_open(ask, language)), None)
    return None if first is None or _takes_for_granted(first, language) else first


def _takes_for_granted(ask: str, language: Language) -> bool:
    return _holds(ask, "refers_back", language)


def _is_answered(ask: str, said: tuple[str, ...], language: Language) -> bool:
    """Tell whether a caller who named a length of time is asked since when ('drie dagen zit ik al zonder')."""
    return _holds(ask, "asks_since_when", language) and any(_holds(line, "tells_how_long", language) for line in said)


@lru_cache(maxsize=4096)
def _holds(text: str, group: str, language: Language) -> bool:
    words = Words.of(text, dutch=language is Language.DUTCH)
    return grammar(language).says(group, words)


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


def _confusing_term(view: CallView, heard: TurnRecord) -> dict[str, str]:
    """Return the term the caller does not understand, and plain words for it where the lexicon has them."""
    spoken = [turn for turn in view.spoken if turn.number < heard.number]
    terms = [use.term for turn in reversed(spoken) if turn.assessment for use in turn.assessment.jargon]
    named = [term for term in terms if term.lower() in heard.text.lower()]
    if not terms:
        return {}
    term = (named or terms)[0]
    plain = plain_words(view.language).get(bare_term(term))
    return {"term": term, **({"plain": plain} if plain is not None else {})}


def _first_sentence(text: str) -> str:
    """Return how a line begins, up to the end of a sentence that says something: 'Ja, goedemiddag.' does not."""
    for place, mark in enumerate(text):
        if mark in ".?!" and len(text[:place].split()) >= _TELLING_WORDS:
            return text[: place + 1]
    return text


def joined(parts: list[str], language: Language) -> str:
    """Return parts as one enumeration."""
    if len(parts) < 2:
        return "".join(parts)
    conjunction = "en" if language is Language.DUTCH else "and"
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def _known(persona: Persona, fact_id: str) -> bool:
    return any(fact.id == fact_id for fact in persona.facts)
