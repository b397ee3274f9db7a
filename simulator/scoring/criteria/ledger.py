"""A criterion's sum as it grows: base, evidence, limits; and the call as the criteria look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from simulator.language import Language
from simulator.personas.model import Persona
from simulator.scoring.assessment import Span, TurnAssessment
from simulator.scoring.grammar import grammar
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.rubric import Rubric, Rule, Text
from simulator.scoring.scorecard import Criterion, Evidence, Score
from simulator.scoring.text import Words

AGAINST: Final = -0.2
"""A stance further against the caller than this fights: it asks to blame, and gives nothing back."""

QUOTE_CHARACTERS: Final = 160
"""Longer quotes are cut: a trainee finds the words back by turn and second."""


def cut_to_scale(total: float) -> int:
    """Return a sum as a score: cut to 0..100 and rounded, halves up."""
    return int(max(0.0, min(100.0, total)) + 0.5)


@dataclass(frozen=True)
class CallView:
    """A call with what every criterion asks of it."""

    call: CallRecord
    persona: Persona | None
    rubric: Rubric
    advised: set[str] = field(default_factory=set, compare=False, repr=False)
    """Better sentences and questions that were given in this call's debrief: none is given twice."""

    @property
    def language(self) -> Language:
        """The call's language."""
        return self.call.language

    @cached_property
    def spoken(self) -> tuple[TurnRecord, ...]:
        """Trainee turns with words and an assessment, in order."""
        return tuple(
            turn
            for turn in self.call.turns
            if turn.side is Side.TRAINEE and turn.assessment is not None and turn.assessment.text.strip(" .…")
        )

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Ids of all facts the caller told, in order, once each."""
        return tuple(dict.fromkeys(fact for turn in self.call.turns for fact in turn.facts_told))

    def told_before(self, turn: TurnRecord) -> tuple[str, ...]:
        """Return the ids of the facts told before a turn."""
        return tuple(
            dict.fromkeys(fact for other in self.call.turns if other.number < turn.number for fact in other.facts_told)
        )

    def caller_before(self, turn: TurnRecord) -> TurnRecord | None:
        """Return the caller's last turn before a turn."""
        return next((t for t in reversed(self.call.turns) if t.number < turn.number and t.side is Side.CALLER), None)

    def caller_after(self, turn: TurnRecord) -> TurnRecord | None:
        """Return the caller's answer to a turn."""
        return next((t for t in self.call.turns if t.number > turn.number and t.side is Side.CALLER), None)

    @property
    def too_short(self) -> bool:
        """True when the trainee said too little to rate anything."""
        return len(self.spoken) < self.rubric.thresholds.least_turns

    def fights(self, turn: TurnRecord) -> bool:
        """Tell whether a trainee turn surely goes against the caller."""
        assert turn.assessment is not None
        reading = turn.assessment.leary
        return reading.stance.together <= AGAINST and reading.confidence >= self.rubric.thresholds.stance_confidence

    def gist(self, fact_id: str) -> str:
        """Return a fact in a few words; its id without a persona."""
        if self.persona is None:
            return fact_id
        try:
            fact = self.persona.fact(fact_id)
        except KeyError:
            return fact_id
        return fact.gist or fact.say.rstrip(".!?")


@dataclass
class Ledger:
    """Collects a criterion's evidence and keeps its rules' limits."""

    view: CallView
    criterion: Criterion
    evidence: list[Evidence] = field(default_factory=list)
    _spent: dict[str, float] = field(default_factory=dict)

    def rule(self, name: str) -> Rule:
        """Return the rubric's rule."""
        return self.view.rubric.criteria[self.criterion].rules[name]

    def note(
        self,
        name: str,
        turn: TurnRecord | None = None,
        quote: str = "",
        *,
        times: float = 1.0,
        words: dict[str, str] | None = None,
    ) -> None:
        """Write down one piece of evidence; what exceeds the rule's limit is left out.

        Args:
            name: the rule.
            turn: where it shows; None for the call as a whole.
            quote: the words that show it.
            times: how often the rule's points count, for what comes in parts.
            words: what the placeholders of reason and better sentence stand for.
        """
        rule = self.rule(name)
        self.add(name, rule, turn, quote, times=times, words=words)

    def add(
        self,
        name: str,
        rule: Rule,
        turn: TurnRecord | None,
        quote: str,
        *,
        times: float = 1.0,
        words: dict[str, str] | None = None,
    ) -> None:
        """Write down evidence for a rule that need not be one of the rubric's own book."""
        points = round(rule.points * times, 1) if times == 1 else float(round(rule.points * times))
        if rule.at_most is not None:
            left = rule.at_most - self._spent.get(name, 0.0)
            points = max(-left, min(left, points))
        self._spent[name] = self._spent.get(name, 0.0) + abs(points)
        if points == 0:
            return
        language = self.view.language
        better = self._better(rule, words or {}, turn) if points < 0 else None
        self.evidence.append(
            Evidence(
                rule=name,
                points=points,
                turn=turn.number if turn else None,
                at_s=round(turn.start_s, 2) if turn else None,
                quote=shortened(quote),
                reason=self._reason(rule, turn).of(language).format_map(_Blank(words or {})),
                better=better,
            )
        )

    def _reason(self, rule: Rule, turn: TurnRecord | None) -> Text:
        """Return the rule's reason that fits what the caller had just said."""
        before = self.view.caller_before(turn) if turn is not None else None
        fitting = (rule.reason_after[what] for what in _wants(before, self.view.language) if what in rule.reason_after)
        return next(fitting, rule.reason)

    def _better(self, rule: Rule, words: dict[str, str], turn: TurnRecord | None) -> str | None:
        """Return a better sentence that was not given before in this debrief; None where there is none left.

        A rule with sentences for further times takes each once; one without may take its sentence again with another
        question in it. A question that was advised is not advised again. Where the caller had just said why it hurt,
        the sentences that answer that come first.
        """
        language, given = self.view.language, self.view.advised
        before = self.view.caller_before(turn) if turn is not None else None
        first = [text for what in _wants(before, language) for text in rule.better_after.get(what, ())]
        templates = [text.of(language) for text in (*first, rule.better, *rule.better_again) if text is not None]
        unused = [template for template in templates if template not in given]
        for template in unused or (templates if len(templates) == 1 else []):
            asks = [ask for ask in words.get("asks", words.get("ask", "")).split("\n") if ask and ask not in given]
            wanted = "{ask}" in template
            if wanted and not asks and words.get("ask") != "":
                continue
            filled = _Blank({**words, "ask": asks[0]} if asks else words)
            better = (template if asks or not wanted else template.replace(" {ask}", "")).format_map(filled)
            heard = words.get("heard", "")
            core = better.replace(heard, "") if heard else better
            if filled.missing or core in given:
                continue
            given.update((template, core))
            if wanted and asks:
                given.add(asks[0])
            return better
        return None

    def score(self) -> Score:
        """Return the sum, cut to 0..100."""
        base = self.view.rubric.criteria[self.criterion].base
        total = base + sum(item.points for item in self.evidence)
        return Score(self.criterion, cut_to_scale(round(total, 1)), base, tuple(self.evidence))

    def unrated(self) -> Score:
        """Return 'not rated'."""
        return Score(self.criterion, None, self.view.rubric.criteria[self.criterion].base)


def _wants(before: TurnRecord | None, language: Language) -> tuple[str, ...]:
    """Return what the caller's last line asks for: a name, an answer to what hurt, ease where the caller draws back."""
    if before is None:
        return ()
    asked = ("asks_name",) if _asks_name(before.text, language) else ()
    stands = (before.position.octant.value,) if before.position is not None else ()
    return (*asked, before.reason, *stands)


def _asks_name(line: str, language: Language) -> bool:
    """Tell whether the caller wants to know who is speaking."""
    words = Words.of(line, dutch=language is Language.DUTCH)
    return grammar(language).says("asks_name", words)


class _Blank(dict[str, str]):
    """Fills placeholders; remembers whether one had nothing to stand for."""

    missing = False

    def __missing__(self, key: str) -> str:
        self.missing = True
        return "…"


def shortened(quote: str, characters: int = QUOTE_CHARACTERS) -> str:
    """Return a quote on one line, cut behind a word where it grows long."""
    line = " ".join(quote.split())
    if len(line) <= characters:
        return line
    cut = line[: characters - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,.") + "…"


def sentence_of(assessment: TurnAssessment, span: Span | None) -> str:
    """Return the whole sentence in which a span of a turn stands; a quote that breaks off convinces nobody."""
    text = assessment.text
    if span is None:
        return text
    start = max((text.rfind(mark, 0, span.start) for mark in ".?!"), default=-1) + 1
    ends = [end for mark in ".?!" if (end := text.find(mark, span.start)) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()
