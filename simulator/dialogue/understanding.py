"""What a trainee turn asks for and offers, by meaning: the caller's ear, without a tree of fixed questions.

Each question or request in the turn is held against everything the caller can be asked about (facts, background,
"tell me the story", "is there more"), and each sentence against the solution and against what may not be given. What
counts as near is worked out in `likeness`. One batched call of the encoder a turn; everything of the persona is
encoded once, when the ear is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.dialogue.choosing import answerable
from simulator.dialogue.concepts import Subject, plain_words
from simulator.dialogue.likeness import ASKING_WEIGHTS, OFFERING_WEIGHTS, Topic, TopicBook, chances
from simulator.dialogue.prompts import prompts
from simulator.dialogue.recollection import Recollection
from simulator.dialogue.state import CallerState, Circumstances, HeardTurn
from simulator.language import Language
from simulator.personas.model import Fact, Persona
from simulator.scoring.assessment import ActKind, QuestionForm, TurnAssessment
from simulator.scoring.encoder import SentenceEncoder

FACT_FROM: Final = 0.47
"""The least chance at which a question asks for a fact; below it the caller answers from background. Chosen by how
callers are heard with weights fitted on the other callers (`benchmarks/matching.py --fit`): from 0.4 to 0.5 as many are
heard right, above that fewer, and the lower, the more wrong facts come out."""

TOPIC_FROM: Final = 0.4
"""The least chance at which a question touches background, or asks for the story or for what is missing."""

FACT_BESIDE_OFFER_FROM: Final = 0.85
"""The same for a closed question in a turn that offers the solution: it mostly asks what the caller thinks of it."""

OFFER_FROM: Final = 0.65
"""The least chance at which a sentence offers the solution, against "something else"; chosen as `FACT_FROM` is, where
one in a hundred sentences of another kind is taken for an offer."""

OFFER_BY_QUESTION_FROM: Final = 0.9
"""The same for an open question: "how about I send someone?" offers, "how did that use to go?" does not."""

LIMIT_FROM: Final = 0.5
"""The least chance at which a sentence is about what may not be given, against "something else"."""

SHORTEST_CLAUSE_WORDS: Final = 3
"""Shorter clauses give nothing away and refuse nothing by themselves."""

LONG_SENTENCE_WORDS: Final = 16
"""A sentence longer than this is also looked at in pieces: recognisers drop full stops."""

PIECE_WORDS: Final = 12
"""How long such a piece is; each begins half a piece after the one before."""

LONGEST_SETTING_WORDS: Final = 20
"""A question is also read in its sentence when that is no longer than this."""

MOST_QUESTIONS: Final = 8
"""Of more questions than this in one turn only the last are looked at."""

MOST_SENTENCES: Final = 24
"""More than this many pieces of one turn are not looked at: that is a lecture, and the encoder takes time for each."""


class Target(StrEnum):
    """What a sentence can be about; the first part of a topic's key."""

    FACT = "fact"
    BACKGROUND = "background"
    EVERYTHING = "everything"
    ANYTHING_ELSE = "anything_else"
    CONSENT = "consent"
    HELP = "help"
    SMALL_TALK = "small_talk"
    OFFER = "offer"
    GIVES_IN = "gives_in"
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class Match:
    """What a sentence most likely means."""

    target: Target
    key: str
    """A fact's id, a background item's index, else empty."""
    chance: float
    """In [0, 1]."""

    @property
    def is_sure(self) -> bool:
        """True when it is likely enough to be taken so."""
        match self.target:
            case Target.FACT:
                return self.chance >= FACT_FROM
            case Target.OFFER:
                return self.chance >= OFFER_FROM
            case Target.GIVES_IN | Target.REFUSES:
                return self.chance >= LIMIT_FROM
            case _:
                return self.chance >= TOPIC_FROM


class Understanding:
    """One caller's ear: made once a call, deaf to everything the persona's file does not mention.

    Args:
        persona: who rings.
        encoder: makes sentences into vectors; called once here and once a turn.
    """

    def __init__(self, persona: Persona, encoder: SentenceEncoder) -> None:
        self._persona = persona
        self._encoder = encoder
        self._recollection = Recollection(persona)
        asking, offering = asking_topics(persona), offering_topics(persona)
        first, second = TopicBook.sentences(asking), TopicBook.sentences(offering)
        vectors = encoder.encode([*first, *second])
        self._asking = TopicBook(asking, persona.language, vectors[: len(first)])
        self._offering = TopicBook(offering, persona.language, vectors[len(first) :], Subject.OFFERING)

    def understand(
        self, assessment: TurnAssessment, state: CallerState, circumstances: Circumstances = Circumstances()
    ) -> HeardTurn:
        """Return the turn as this caller takes it.

        Blocks for one batch of the encoder (about 20 ms a sentence).

        Args:
            assessment: what was seen in the turn.
            state: the caller before the turn; what was told decides what "anything else?" asks for.
            circumstances: what happened around the words.
        """
        asking = asking_sentences(assessment, self._persona.language)[-MOST_QUESTIONS:]
        stating = stating_sentences(assessment.text, in_pieces=not assessment.summary.is_summary)[:MOST_SENTENCES]
        limiting = limit_clauses(assessment, self._persona.language) if self._persona.boundary is not None else ()
        texts = list(dict.fromkeys((*(text for readings in asking for text in readings), *stating, *limiting)))
        if not texts:
            return HeardTurn(assessment=assessment, circumstances=circumstances)
        vectors = dict(zip(texts, self._encoder.encode(texts), strict=True))
        meant = [(readings, self._best_reading(readings, vectors)) for readings in asking]
        offered = self._offered(assessment, {text: vectors[text] for text in stating})
        gave_in, refused = self._limit(assessment, {text: vectors[text] for text in limiting})
        explored = {question.text.strip() for question in assessment.questions if question.form is QuestionForm.OPEN}
        sure = [
            match
            for readings, match in meant
            if match is not None
            and match.is_sure
            and not (offered and _mere_check(match, explores=readings[0] in explored))
        ]
        asked, background = self._answers(sure, state)
        return HeardTurn(
            assessment=assessment,
            asked=asked,
            background=background if not asked else None,
            seeks_consent=bool(sure) and all(match.target in {Target.CONSENT, Target.HELP} for match in sure),
            offered=offered,
            gave_in=gave_in,
            refused=refused,
            circumstances=circumstances,
            untrue=self._recollection.untrue(assessment.summary.invented) if assessment.summary.is_summary else None,
            given_back=self._recollection.given_back(assessment.text) if assessment.summary.is_summary else (),
        )

    def question(self, sentence: str) -> Match | None:
        """Return what a question most likely asks for, sure or not, or None when most likely nothing known.

        It is read as it stands and, where more was said, as its last question alone without what leads up to it. A
        question for consent ("are you happy with that?") asks for nothing else, whatever words it shares with a fact.
        """
        last = next((part for part in reversed(sentences(sentence)) if part.endswith("?")), sentence)
        readings = tuple(dict.fromkeys((sentence, without_lead_in(last, self._persona.language))))
        return self._best_reading(
            readings, dict(zip(readings, self._encoder.encode(readings), strict=True)), or_offer=False
        )

    def offer_chance(self, sentence: str) -> float:
        """Return the chance, in [0, 1], that what is said offers this persona's solution, in any sentence or piece."""
        parts = stating_sentences(sentence)
        vectors = self._encoder.encode(parts)
        return max(
            (self._deal_chance(parts[row], vectors[row], Target.OFFER) for row in range(len(parts))), default=0.0
        )

    def _asked_for(self, sentence: str, vector: NDArray[np.float32]) -> Match | None:
        likely = chances(self._asking.utilities(sentence, vector, ASKING_WEIGHTS[self._persona.language]))
        best = int(likely.argmax())
        if best == len(self._asking.topics):
            return None
        target, _, key = self._asking.topics[best].key.partition(":")
        return Match(Target(target), key, float(likely[best]))

    def _best_reading(
        self, readings: Sequence[str], vectors: Mapping[str, NDArray[np.float32]], *, or_offer: bool = True
    ) -> Match | None:
        """Return what a question most likely asks for, read alone or in its sentence; None when it offers something."""
        if seeks_consent(readings[0], self._persona.language):
            return Match(Target.CONSENT, "", 1.0)
        if asks_nothing(readings[0], self._persona.language):
            return None
        matches = [self._asked_for(text, vectors[text]) for text in readings]
        best = max((match for match in matches if match is not None), key=lambda match: match.chance, default=None)
        unsure = best is None or best.chance < FACT_BESIDE_OFFER_FROM
        if unsure and offers_to_do(readings[0], self._persona.language):
            return Match(Target.CONSENT, "", 1.0)
        if not or_offer:
            return best
        offered = max(self._deal_chance(text, vectors[text], Target.OFFER) for text in readings)
        if offered >= OFFER_FROM and (best is None or best.chance <= offered):
            return None
        return best

    def _deal_chance(self, sentence: str, vector: NDArray[np.float32], target: Target) -> float:
        row = next((row for row, topic in enumerate(self._offering.topics) if topic.key == f"{target}:"), None)
        if row is None:
            return 0.0
        utilities = self._offering.utilities(sentence, vector, OFFERING_WEIGHTS)
        return float(chances(utilities[[row, -1]])[0])

    def _answers(self, matches: Sequence[Match], state: CallerState) -> tuple[tuple[str, ...], int | None]:
        asked: list[str] = []
        background: int | None = None
        for match in matches:
            match match.target:
                case Target.FACT:
                    asked.append(match.key)
                case Target.BACKGROUND:
                    background = int(match.key)
                case Target.EVERYTHING:
                    asked.extend(self._comes_up_with(state, hidden_first=False))
                case Target.ANYTHING_ELSE:
                    asked.extend(self._comes_up_with(state, hidden_first=True))
                case _:
                    pass
        return tuple(asked), background

    def _comes_up_with(self, state: CallerState, *, hidden_first: bool) -> tuple[str, ...]:
        """Return the fact a caller comes up with when asked for the story or for more; at most one."""

        def rank(fact: Fact) -> tuple[bool, bool]:
            return (hidden_first and not fact.hidden, not fact.needed)

        untold = [
            fact
            for fact in self._persona.facts
            if fact.id not in state.told and answerable(state, fact) and (hidden_first or not fact.hidden)
        ]
        return tuple(fact.id for fact in sorted(untold, key=rank)[:1])

    def _offered(self, assessment: TurnAssessment, vectors: Mapping[str, NDArray[np.float32]]) -> bool:
        """Return whether any sentence of the turn offers the solution.

        A summary tells the caller's own story, which is often close to the way out of it ("the old contract should have
        stopped"): in it only what "I" or "we" do offers something.
        """
        first_person = prompts(self._persona.language).first_person
        explored = [question.text for question in assessment.questions if question.form is QuestionForm.OPEN]
        for text, vector in vectors.items():
            explores = any(text in question or question in text for question in explored)
            if (explores or assessment.summary.is_summary) and not self._has_word_of(text, first_person):
                continue
            least = OFFER_BY_QUESTION_FROM if explores else OFFER_FROM
            if self._deal_chance(text, vector, Target.OFFER) >= least:
                return True
        return False

    def _limit(self, assessment: TurnAssessment, vectors: Mapping[str, NDArray[np.float32]]) -> tuple[bool, bool]:
        """Return whether the turn gives away what it may not, and whether it says no to that; never both.

        A sentence like giving away with a "not" in it refuses, unless another gives away outright ("just this once; do
        not tell anybody").
        """
        given = refused = 0.0
        for text, vector in vectors.items():
            giving = self._deal_chance(text, vector, Target.GIVES_IN)
            refusing = self._deal_chance(text, vector, Target.REFUSES)
            says_no = self._says_no(text) or assessment.shows(ActKind.REFUSAL)
            if giving >= LIMIT_FROM and not self._says_no(text) and giving >= refusing:
                given = max(given, giving)
            elif refusing >= LIMIT_FROM and (says_no or refusing > giving):
                refused = max(refused, refusing)
            elif giving >= LIMIT_FROM and says_no:
                refused = max(refused, LIMIT_FROM)
        return given > refused, refused > 0 and refused >= given

    def _says_no(self, sentence: str) -> bool:
        return self._has_word_of(sentence, prompts(self._persona.language).refusal_words)

    @staticmethod
    def _has_word_of(sentence: str, words: Sequence[str]) -> bool:
        return not set(words).isdisjoint(plain_words(sentence).split())


def asking_topics(persona: Persona) -> tuple[Topic, ...]:
    """Return everything this caller can be asked about.

    Whoever asks for the need behind the question, in whatever words, asks for the first fact the caller hides.
    """
    general = prompts(persona.language)
    hidden = next((fact for fact in persona.facts if fact.hidden), None)
    return (
        *(
            Topic(
                f"{Target.FACT}:{fact.id}",
                (*fact.ask, *general.need) if fact is hidden else fact.ask,
                tuple(filter(None, (fact.say, fact.short, fact.gist))),
            )
            for fact in persona.facts
        ),
        *(
            Topic(f"{Target.BACKGROUND}:{index}", item.ask, (item.say,))
            for index, item in enumerate(persona.background)
            if item.ask
        ),
        Topic(f"{Target.EVERYTHING}:", general.everything),
        Topic(f"{Target.ANYTHING_ELSE}:", general.anything_else),
        Topic(f"{Target.CONSENT}:", general.consent),
        Topic(f"{Target.HELP}:", general.help),
        Topic(f"{Target.SMALL_TALK}:", general.small_talk),
    )


def offering_topics(persona: Persona) -> tuple[Topic, ...]:
    """Return what this caller can be offered or refused, with the facts as a background to stand out from."""
    topics = [Topic(f"{Target.OFFER}:", persona.solution.offers)]
    boundary = persona.boundary
    if boundary is not None:
        topics += [
            Topic(f"{target}:", texts)
            for target, texts in ((Target.GIVES_IN, boundary.gives_in), (Target.REFUSES, boundary.refuses))
            if texts
        ]
    topics += [Topic(f"{Target.FACT}:{fact.id}", fact.ask) for fact in persona.facts]
    return tuple(topics)


def seeks_consent(sentence: str, language: Language) -> bool:
    """Tell whether a sentence only asks for a yes to what was just said or offered."""
    general = prompts(language)
    plain = f" {plain_words(sentence)} "
    asks_more = not set(general.exploring_words).isdisjoint(plain.split())
    return not asks_more and any(f" {frame} " in plain for frame in general.consent_frames)


def offers_to_do(sentence: str, language: Language) -> bool:
    """Tell whether a sentence begins as an offer to do something does and leaves no choice in it."""
    general = prompts(language)
    plain = f" {plain_words(sentence)} "
    begins = any(plain.startswith(f" {start} ") for start in general.consent_starts)
    return begins and set(general.choosing_words).isdisjoint(plain.split())


def asks_nothing(sentence: str, language: Language) -> bool:
    """Tell whether a sentence begins as kindness or a refusal does and has no question in it."""
    general = prompts(language)
    plain = plain_words(sentence)
    begun = next((start for start in general.statements if plain == start or plain.startswith(f"{start} ")), None)
    if begun is None or "?" in sentence:
        return False
    return set(general.question_words).isdisjoint(plain.removeprefix(begun).split())


def without_lead_in(sentence: str, language: Language) -> str:
    """Return a sentence without what leads up to its question and says nothing of what it asks ("can you tell me")."""
    words = sentence.split()
    while True:
        fitting = [
            len(lead_in.split())
            for lead_in in prompts(language).lead_ins
            if plain_words(" ".join(words[: len(lead_in.split())])) == lead_in
        ]
        if not fitting or len(words) - max(fitting) < SHORTEST_CLAUSE_WORDS:
            return " ".join(words)
        words = words[max(fitting) :]


def _mere_check(match: Match, *, explores: bool) -> bool:
    """Tell whether a question beside an offer is better taken as part of it than as a question of its own."""
    if match.target is Target.FACT:
        return not explores and match.chance < FACT_BESIDE_OFFER_FROM
    return match.target in {Target.EVERYTHING, Target.ANYTHING_ELSE}


_SENTENCE_END: Final = re.compile(r"(?<=[.!?;:…])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; a text without punctuation is one."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text.strip()) if plain_words(part))


def stating_sentences(text: str, *, in_pieces: bool = True) -> tuple[str, ...]:
    """Return the sentences of a turn, each once, and (unless told not to) the pieces of long ones."""
    whole = sentences(text)
    pieces: list[str] = list(whole)
    for sentence in whole:
        words = sentence.split()
        if in_pieces and len(words) > LONG_SENTENCE_WORDS:
            step = PIECE_WORDS // 2
            pieces.extend(" ".join(words[start : start + PIECE_WORDS]) for start in range(0, len(words) - step, step))
    return tuple(dict.fromkeys(pieces))


def limit_clauses(assessment: TurnAssessment, language: Language) -> tuple[str, ...]:
    """Return the clauses of a turn that may give away or refuse; a summary does neither.

    Clauses, because "I give you his number, but do not say it came from me" gives, whatever its "not" is about.
    """
    plain = plain_words(assessment.text)
    framed = bool(assessment.questions) and any(frame in plain for frame in prompts(language).summary_frames)
    if framed or (assessment.summary.is_summary and assessment.summary.checked):
        return ()
    clauses = [part.strip() for sentence in sentences(assessment.text) for part in sentence.split(",")]
    return tuple(dict.fromkeys(part for part in clauses if len(part.split()) >= SHORTEST_CLAUSE_WORDS))[:MOST_SENTENCES]


def asking_sentences(assessment: TurnAssessment, language: Language) -> tuple[tuple[str, ...], ...]:
    """Return what in the turn asks, in the order said: its questions, and sentences that begin as a request.

    Each comes in one to three readings: alone, in its sentence when that is not long ("and on the photo, what do you
    see?" means little without the photo), and without what leads up to it.
    """
    whole = sentences(assessment.text)
    requests = prompts(language).requests
    found: dict[tuple[str, ...], int] = {}
    for question in assessment.questions:
        alone = question.text.strip()
        if not plain_words(alone):
            continue
        around = next((each for each in whole if alone in each and len(each.split()) <= LONGEST_SETTING_WORDS), alone)
        readings = dict.fromkeys((alone, around, without_lead_in(alone, language)))
        found.setdefault(tuple(readings), question.span.start)
    for sentence in whole:
        if any(sentence in question.text or question.text in sentence for question in assessment.questions):
            continue
        plain = plain_words(sentence)
        if sentence.endswith("?") or any(plain == request or plain.startswith(f"{request} ") for request in requests):
            readings = dict.fromkeys((sentence, without_lead_in(sentence, language)))
            found.setdefault(tuple(readings), assessment.text.find(sentence))
    return tuple(sorted(found, key=lambda readings: found[readings]))
