"""What every export tells: the call, its scores as the tool gave them and as they count, and the trainer's review."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import yaml

from simulator.language import Language
from simulator.leary import Stance
from simulator.plain_text import one_line
from simulator.scoring.record import LEAST_WORD_PROBABILITY, CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import Criterion, Evidence, Scorecard
from simulator.sessions.review import Comment, LabelCorrection, Review, effective_scorecard, standing_scores
from simulator.sessions.session import Session
from simulator.sessions.wording import OCTANTS, WORDS

DOUBTFUL_BELOW = LEAST_WORD_PROBABILITY
"""Words the recogniser trusted less are marked; the bound of the standard rubric, below which words are not scored."""


@dataclass(frozen=True)
class Material:
    """One session, ready to be told."""

    session: Session
    review: Review = field(default_factory=Review)
    language: Language | None = None
    """Of headings and labels; the call's own where None."""
    counting: Scorecard | None = None
    """The scores as they count, where corrected labels changed them; else they are made of the tool's."""

    @cached_property
    def record(self) -> CallRecord:
        """The call."""
        return self.session.record

    @cached_property
    def tongue(self) -> Language:
        """The language of headings and labels."""
        return self.language or self.record.language

    @cached_property
    def words(self) -> dict[str, str]:
        """The fixed words."""
        return WORDS[self.tongue]

    @cached_property
    def scorecard(self) -> Scorecard | None:
        """The scores as they count; None for a call that was not scored."""
        if self.counting is not None:
            return self.counting
        tools = self.session.scorecard
        return None if tools is None else effective_scorecard(tools, self.review)

    @cached_property
    def corrected(self) -> dict[Criterion, int | None]:
        """The tool's score of every criterion that counts with another, by a corrected score or corrected labels."""
        tools = {} if self.session.scorecard is None else {s.criterion: s.value for s in self.session.scorecard.scores}
        counting = () if self.scorecard is None else self.scorecard.scores
        by_hand = standing_scores(self.review)
        return {
            score.criterion: tools.get(score.criterion)
            for score in counting
            if score.criterion in by_hand or (self.session.scorecard and score.value != tools.get(score.criterion))
        }

    @cached_property
    def _persona(self) -> dict[str, str]:
        # Only two texts are needed of a caller's file, and an old one may have faults for the reader of today.
        try:
            raw = yaml.safe_load(self.session.facts.persona_text)
        except yaml.YAMLError:
            raw = None
        if not isinstance(raw, dict):
            return {}
        return {key: str(value) for key, value in raw.items() if key in ("name", "title")}

    @property
    def caller_name(self) -> str:
        """Who rang; the id where the file no longer tells."""
        return one_line(self._persona.get("name", "") or self.session.facts.persona_id)

    @property
    def title(self) -> str:
        """What the call was about; may be empty."""
        return one_line(self._persona.get("title", ""))

    @property
    def length_s(self) -> float:
        """Until the last word."""
        return max((turn.end_s for turn in self.record.turns), default=0.0)

    def speaker(self, turn: TurnRecord) -> str:
        """Return who said a turn, as it is named in the text."""
        if turn.side is Side.CALLER:
            return self.caller_name
        return one_line(self.session.facts.trainee) or self.words["trainee"]

    def evidence_of(self, turn: int) -> tuple[tuple[Criterion, Evidence], ...]:
        """Return what a turn earned and cost, by criterion."""
        scores = () if self.scorecard is None else self.scorecard.scores
        return tuple((score.criterion, each) for score in scores for each in score.evidence if each.turn == turn)

    def comments_on(self, turn: int | None) -> tuple[Comment, ...]:
        """Return the comments on a turn, those on a second of it included; None for those on no turn."""
        return tuple(each for each in self.review.comments if self._turn_of(each) == turn)

    def corrections_of(self, turn: int) -> tuple[LabelCorrection, ...]:
        """Return the corrected labels of a turn, all that were ever made."""
        return tuple(each for each in self.review.label_corrections if each.turn == turn)

    def _turn_of(self, comment: Comment) -> int | None:
        numbers = [turn.number for turn in self.record.turns]
        if comment.turn in numbers:
            return comment.turn
        if comment.at_s is None:
            return None
        begun = [turn.number for turn in self.record.turns if turn.start_s <= comment.at_s]
        return begun[-1] if begun else next(iter(numbers), None)

    @property
    def caller_path(self) -> tuple[tuple[int, Stance], ...]:
        """Where the caller stood, by turn."""
        return tuple((turn.number, turn.position) for turn in self.record.turns if turn.position is not None)

    @property
    def trainee_path(self) -> tuple[tuple[int, Stance], ...]:
        """What the trainee showed, by turn: as it was scored, or as it was read in the call where it was not."""
        if self.scorecard is not None and self.scorecard.rose:
            return tuple((step.turn, step.shown) for step in self.scorecard.rose)
        return tuple(
            (turn.number, turn.assessment.leary.stance) for turn in self.record.turns if turn.assessment is not None
        )

    def stance_in_words(self, stance: Stance) -> str:
        """Return where on the rose a stance lies."""
        return self.words["neutral"] if stance.is_neutral else OCTANTS[self.tongue][stance.octant]

    def label_in_words(self, value: str) -> str:
        """Return the value of a label as the language says it."""
        octants = {octant.value: name for octant, name in OCTANTS[self.tongue].items()}
        return ", ".join(octants.get(part) or self.words.get(part, part) for part in value.split("+"))


def pieces(turn: TurnRecord) -> tuple[tuple[str, bool], ...]:
    """Return a turn's text in pieces, each with whether the recogniser doubted it; typed text is one piece."""
    if not turn.words or turn.side is Side.CALLER:
        return ((one_line(turn.text), False),) if turn.text.strip() else ()
    joined: list[tuple[str, bool]] = []
    for word in turn.words:
        doubted = word.probability < DOUBTFUL_BELOW
        text = one_line(word.text)
        if joined and joined[-1][1] is doubted:
            joined[-1] = (f"{joined[-1][0]} {text}", doubted)
        else:
            joined.append((text, doubted))
    return tuple(joined)
