"""A rubric: what is worth how much, from when on, and what is said about it, in both languages.

An organisation writes a file that `builds_on: helpdesk`, changes the points and words it wants otherwise, and adds
rules of its own: its values made visible as things you say or do. What it leaves out is as in the rubric below it.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from simulator import directories
from simulator.language import Language
from simulator.personas.documents import Document, parse_yaml, read_yaml
from simulator.personas.model import Part, Slug
from simulator.personas.problems import Problem, ProblemsError, in_reading_order, listed, nearest
from simulator.personas.validation import Vocabulary, examine
from simulator.scoring.assessment import ActKind
from simulator.scoring.record import LEAST_WORD_PROBABILITY
from simulator.scoring.scorecard import Criterion
from simulator.scoring.text import compile_phrase

RUBRIC_SUFFIX: Final = ".rubric.yaml"

Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
RuleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
Points = Annotated[float, Field(ge=-100.0, le=100.0)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Seconds = Annotated[float, Field(ge=0.0, le=3600.0)]


class RubricError(ProblemsError):
    """A rubric that cannot be used; `problems` says why."""


class Text(Part):
    """The same words in both languages; `{name}` stands for what the rule fills in."""

    nl: Wording
    en: Wording

    def of(self, language: Language) -> str:
        """Return the words in a language."""
        return self.nl if language is Language.DUTCH else self.en


class Rule(Part):
    """What one kind of evidence is worth and what is said about it."""

    points: Points
    """On the 0-100 scale; negative costs."""
    at_most: Annotated[float, Field(gt=0.0, le=100.0)] | None = None
    """How much the rule can add or cost in a whole call; no limit where absent."""
    reason: Text
    better: Text | None = None
    """A better sentence; `{ask}`, `{summary}`, `{term}`, `{name}`, `{organisation}`, `{offer}` fit it to the caller."""
    better_again: tuple[Text, ...] = ()
    """Other better sentences, one for each further time: the same advice twice is not read."""
    better_after: dict[RuleName, tuple[Text, ...]] = Field(default_factory=dict)
    """Better sentences that come first where the caller's line before asks for them (`CALLER_REASONS`)."""
    reason_after: dict[RuleName, Text] = Field(default_factory=dict)
    """Reasons that stand for `reason` there."""


class CriterionRules(Part):
    """How one criterion is rated."""

    base: Annotated[float, Field(ge=0.0, le=100.0)]
    """Where the sum starts."""
    rules: dict[RuleName, Rule]
    advice: Text
    """What to try next when this is the weakest score."""


Phrases = Annotated[tuple[Wording, ...], Field(min_length=1)]


class SaidWords(Part):
    """Phrases by language: plain words without punctuation; (a|b) chooses, ~ is up to five words."""

    nl: Phrases | None = None
    en: Phrases | None = None

    def of(self, language: Language) -> tuple[str, ...]:
        """Return the phrases in a language; empty where the rule does not count in it."""
        return (self.nl if language is Language.DUTCH else self.en) or ()


class OwnRule(Part):
    """A rule of the organisation: words it wants to hear, or never."""

    id: RuleName
    criterion: Criterion
    """The score it counts in."""
    says: SaidWords
    points: Points = 0.0
    """For each turn that says it."""
    at_most: Annotated[float, Field(gt=0.0, le=100.0)] | None = None
    points_if_never: Points = 0.0
    """When no turn of the call says it."""
    reason: Text
    reason_if_never: Text | None = None
    better: Text | None = None


class Thresholds(Part):
    """From when on something counts."""

    word_probability: Fraction = LEAST_WORD_PROBABILITY
    """Words the recogniser trusts less are shown grey and never scored."""
    reflection: Fraction = 0.5
    """From this probability on a turn gives something back."""
    stance_confidence: Fraction = 0.55
    """Stances read with less confidence earn and cost nothing."""
    least_turns: Annotated[int, Field(ge=1, le=20)] = 2
    """Fewer trainee turns with words than this and nothing is rated."""
    repair_turns: Annotated[int, Field(ge=1, le=10)] = 3
    """Within so many trainee turns an explanation still repairs a term."""
    turns_to_ask: Annotated[int, Field(ge=2, le=20)] = 6
    """From so many trainee turns on, having asked nothing costs all of `no_questions`; fewer turns cost their share,
    and with fewer than half of them questioning is not rated."""
    talk_share_low: Fraction = 0.25
    talk_share_high: Fraction = 0.65
    """The trainee's share of the talking that counts as listening lies between these."""
    monologue_s: Seconds = 25.0
    response_delay_s: Seconds = 2.5
    """Median silence before the trainee answers that still counts as attentive."""
    slow_response_s: Seconds = 6.0


class RoseWords(Part):
    """How the course on the rose is told: `{said}`, `{shown}`, `{invites}`, `{caller}`, `{movement}`, `{now}`."""

    step: Text
    neutral_step: Text
    closer: Text
    further: Text
    unmoved: Text
    now: Text = Text(nl="en reageert nu", en="and now stands")
    still: Text = Text(nl="maar reageert nog", en="but still stands")
    """Stands for `{now}` when the caller came closer and is against the trainee all the same."""
    octants: dict[str, Text]


class Headlines(Part):
    """The first sentence of a debrief: `{best}` and `{weakest}` are criteria."""

    strong: Text
    mixed: Text
    weak: Text
    unrated: Text
    criteria: dict[Criterion, Text]
    endings: dict[str, Text]


class NextSteps(Part):
    """What to try next where the calling criterion's own advice does not say it."""

    said: Text = Text(nl="Je zei: “{quote}” {better}", en="You said: “{quote}” {better}")
    """A dear mistake with what would have been better."""
    ask: Text = Text(
        nl="Eén ding bleef nog onbesproken. Vraag ook eens: “{ask}”",
        en="One thing was left untouched. You could also ask: “{ask}”",
    )
    """Nothing cost anything, and there was still something to ask."""
    name_feeling: Text = Text(
        nl="Benoem ook eens wat de beller voelt: “Ik hoor dat dit u hoog zit.”",
        en="Try naming what the caller feels as well: “I can hear how much this upsets you.”",
    )
    keep: Text = Text(
        nl="Houd dit vast, want hier kwam de beller dichterbij: “{quote}”",
        en="Keep doing this, because it brought the caller closer: “{quote}”",
    )
    """Nothing cost anything and nothing was missing."""


class Rubric(Part):
    """All of it."""

    id: Slug
    title: Text
    builds_on: Slug | None = None
    """The rubric whose words and points count where this one is silent."""
    thresholds: Thresholds = Thresholds()
    criteria: dict[Criterion, CriterionRules]
    own_rules: tuple[OwnRule, ...] = ()
    rose: RoseWords
    headlines: Headlines
    plain_words: Text = Text(
        nl="Zeg bijvoorbeeld “{plain}” in plaats van “{term}”.", en="Say for example “{plain}” instead of “{term}”."
    )
    """The better sentence for a term whose plain words are known."""
    next_steps: NextSteps = NextSteps()
    last_question: Text = Text(
        nl="Wat zou u op dit moment het meeste helpen?", en="What would help you most right now?"
    )
    """Stands for `{ask}` when the caller has told everything."""
    version: str = ""
    """SHA-256 of the rubric's text, first 12 hex digits; set by the reader."""


_VOCABULARY: Final = Vocabulary(
    file="rubric",
    nouns={Criterion: "a criterion", Language: "a language", ActKind: "an act"},
    patterns={
        r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case letters, digits and single hyphens: our-helpdesk",
        r"^[a-z][a-z0-9_]*$": "lower-case letters, digits and underscores: we_call_back",
    },
)
_PLACEHOLDERS: Final = frozenset(
    {
        "ask",
        "plain",
        "quote",
        "better",
        "heard",
        "opening",
        "said",
        "summary",
        "term",
        "name",
        "organisation",
        "offer",
        "count",
        "seconds",
        "percent",
        "missed",
        "invented",
        "fact",
    }
)
CALLER_REASONS: Final = (
    "asks_name", "hurt_jargon", "hurt_assumption", "hurt_attack", "hurt_interruption", "hurt_hold", "hurt_silence",
    "withdrawn", "rebellious", "attacking", "competing",
)  # fmt: skip
"""What in the caller's line before asks for an answer of its own: a question for the name, why it hurt (as the call
writes it down), and where the caller stands."""
_ROSE_PLACEHOLDERS: Final = frozenset({"said", "shown", "invites", "caller", "movement", "now"})
_HEADLINE_PLACEHOLDERS: Final = frozenset({"best", "weakest", "ending"})


@dataclass(frozen=True)
class RuleBook:
    """The names of the rules the scorer knows, by criterion: a rubric weighs exactly these."""

    names: dict[Criterion, tuple[str, ...]]

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria with rules."""
        return tuple(self.names)


RULES: Final = RuleBook(
    {
        Criterion.QUESTIONING: (
            "open_question", "closed_question", "follow_up", "need_found", "leading_question", "stacked_questions",
            "assumption", "reproach", "only_closed", "no_questions",
        ),
        Criterion.SUMMARISING: (
            "reflection", "summary", "covered", "checked", "missed", "invented", "no_summary", "nothing_given_back",
        ),
        Criterion.JARGON: ("plain_turn", "callers_words", "explained", "unexplained", "repaired", "confused_caller"),
        Criterion.LEARY: (
            "together", "stayed_together", "against", "fought_back", "empathy", "order", "gave_way", "caller_closer",
            "caller_further",
        ),
        Criterion.STRUCTURE: (
            "greeting", "name", "offer_of_help", "explored_first", "summary_before_solution", "agreement", "closing",
            "offer_too_early", "hold_unannounced", "solved", "hung_up_on", "no_greeting", "no_name",
        ),
        Criterion.LISTENING: (
            "balanced_talk", "talked_too_much", "hardly_spoke", "interruption", "never_interrupted", "prompt_answers",
            "slow_answers", "monologue", "asked_twice",
        ),
    }
)  # fmt: skip


def load_rubric(path: Path | str) -> Rubric:
    """Read a rubric.

    Args:
        path: a `*.rubric.yaml` file.

    Raises:
        RubricError: it cannot be read, or has problems; all of them, by file and line.
    """
    return _rubric_of(_read(path))


def parse_rubric(text: str, path: str = "rubric") -> Rubric:
    """Read a rubric from its text.

    Raises:
        RubricError: it has problems.
    """
    try:
        return _rubric_of(parse_yaml(text.encode(), path))
    except RubricError:
        raise
    except ProblemsError as error:
        raise RubricError(error.problems) from error


def check_rubric(path: Path | str) -> list[Problem]:
    """Return everything that is wrong with a rubric file, in reading order; empty when it can be used."""
    try:
        load_rubric(path)
    except RubricError as error:
        return list(error.problems)
    return []


def rubric_files() -> dict[str, Path]:
    """Return the rubrics there are, by name: those that come with the program, and this computer's own before them."""
    found: dict[str, Path] = {}
    for folder in (directories.rubrics_directory(), directories.own_personas_directory() / "rubrics"):
        found |= {path.name.removesuffix(RUBRIC_SUFFIX): path for path in sorted(folder.glob(f"*{RUBRIC_SUFFIX}"))}
    return found


def rubric_file(name: str) -> Path:
    """Return the file of a rubric.

    Args:
        name: of a rubric, or a file.

    Raises:
        RubricError: there is none of that name; names what there is.
    """
    if name.endswith((".yaml", ".yml")):
        return Path(name)
    files = rubric_files()
    if name in files:
        return files[name]
    hint = nearest(name, files)
    cure = f"Did you mean '{hint}'?" if hint else f"Found: {listed(sorted(files))}."
    raise RubricError([Problem(f"{name}{RUBRIC_SUFFIX}", 1, 1, "", f"There is no rubric '{name}'. {cure}")])


def _read(path: Path | str) -> Document:
    try:
        return read_yaml(path)
    except ProblemsError as error:
        raise RubricError(error.problems) from error


def _rubric_of(document: Document) -> Rubric:
    document, problems = _on_its_base(document)
    if problems:
        raise RubricError(problems)
    rubric, problems = examine(document, Rubric, _VOCABULARY)
    if rubric is not None:
        problems = in_reading_order([*problems, *_faults(document, rubric)])
    if rubric is None or problems:
        raise RubricError(problems)
    return rubric.model_copy(update={"version": document.sha256[:12]})


def _on_its_base(document: Document) -> tuple[Document, list[Problem]]:
    """Return a rubric with what the one it builds on says where it is silent; places stay those of its own file."""
    name = document.value(("builds_on",))
    if not isinstance(name, str):
        bare = isinstance(document.data, dict) and document.data.get("id") and "criteria" not in document.data
        words = "This rubric has no criteria and builds on no other rubric. Add 'builds_on: helpdesk'."
        return document, [document.problem((), words)] if bare else []
    files = {known: path for known, path in rubric_files().items() if path.resolve() != Path(document.path).resolve()}
    if name not in files:
        hint = nearest(name, files)
        cure = f"Did you mean '{hint}'?" if hint else f"Found: {listed(sorted(files))}."
        return document, [document.problem(("builds_on",), f"There is no rubric '{name}' to build on. {cure}")]
    below = _read(files[name])
    if isinstance(below.value(("builds_on",)), str):
        words = f"'{name}' builds on another rubric itself. Build on that one, or on 'helpdesk'."
        return document, [document.problem(("builds_on",), words)]
    both = hashlib.sha256(f"{below.sha256}\n{document.sha256}".encode()).hexdigest()
    return replace(document, data=_laid_over(below.data, document.data), sha256=both), []


def _laid_over(below: object, above: object) -> object:
    """Return mappings joined, key by key; anything else as the upper one says."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {
            **below,
            **{key: _laid_over(below[key], value) if key in below else value for key, value in above.items()},
        }
    return above


def _faults(document: Document, rubric: Rubric) -> Iterator[Problem]:
    for criterion, content in rubric.criteria.items():
        known = RULES.names[criterion]
        for name, rule in content.rules.items():
            where: tuple[str | int, ...] = ("criteria", criterion.value, "rules", name)
            if name not in known:
                hint = nearest(name, known)
                cure = f"Did you mean '{hint}'?" if hint else f"Rules here are {listed(known)}."
                own = "Rules of your own go under own_rules."
                yield document.problem(where, f"'{name}' is no rule the scorer knows. {cure} {own}", at_key=True)
            yield from _placeholders(document, (*where, "reason"), rule.reason, _PLACEHOLDERS)
            if rule.better is not None:
                yield from _placeholders(document, (*where, "better"), rule.better, _PLACEHOLDERS)
            for number, text in enumerate(rule.better_again):
                yield from _placeholders(document, (*where, "better_again", number), text, _PLACEHOLDERS)
            for field in ("better_after", "reason_after"):
                for reason in getattr(rule, field):
                    if reason not in CALLER_REASONS:
                        hint = nearest(reason, CALLER_REASONS)
                        cure = f"Did you mean '{hint}'?" if hint else f"Known are {listed(CALLER_REASONS)}."
                        fault = f"'{reason}' is nothing the scorer sees in a caller's line. {cure}"
                        yield document.problem((*where, field, reason), fault, at_key=True)
            for reason, text in rule.reason_after.items():
                yield from _placeholders(document, (*where, "reason_after", reason), text, _PLACEHOLDERS)
            for reason, texts in rule.better_after.items():
                for number, text in enumerate(texts):
                    yield from _placeholders(document, (*where, "better_after", reason, number), text, _PLACEHOLDERS)
        for name in known:
            if name not in content.rules:
                yield document.problem(
                    ("criteria", criterion.value, "rules"),
                    f"The rule '{name}' is missing. Give it, with 'points: 0' if it should not count.",
                )
    yield from _own_faults(document, rubric)
    for field in ("step", "neutral_step", "closer", "further", "unmoved", "now", "still"):
        yield from _placeholders(document, ("rose", field), getattr(rubric.rose, field), _ROSE_PLACEHOLDERS)
    from simulator.leary import Octant

    for octant in Octant:
        if octant.value not in rubric.rose.octants:
            yield document.problem(("rose", "octants"), f"The octant '{octant.value}' has no name here. Give it one.")
    for field in ("strong", "mixed", "weak", "unrated"):
        yield from _placeholders(
            document, ("headlines", field), getattr(rubric.headlines, field), _HEADLINE_PLACEHOLDERS
        )
    for criterion in rubric.criteria:
        if criterion not in rubric.headlines.criteria:
            yield document.problem(("headlines", "criteria"), f"The criterion '{criterion.value}' has no name here.")


def _own_faults(document: Document, rubric: Rubric) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, rule in enumerate(rubric.own_rules):
        where: tuple[str | int, ...] = ("own_rules", index)
        if rule.id in seen or any(rule.id in names for names in RULES.names.values()):
            yield document.problem((*where, "id"), f"'{rule.id}' is the name of another rule. Choose another name.")
        seen.add(rule.id)
        if rule.criterion not in rubric.criteria:
            yield document.problem((*where, "criterion"), f"This rubric does not rate '{rule.criterion.value}'.")
        if not rule.points and not rule.points_if_never:
            yield document.problem(where, "This rule never counts. Give 'points' or 'points_if_never'.")
        for language in Language:
            for number, phrase in enumerate(rule.says.of(language)):
                try:
                    compile_phrase(phrase.lower())
                except ValueError as error:
                    yield document.problem((*where, "says", language.value, number), str(error))
        for field in ("reason", "reason_if_never", "better"):
            text = getattr(rule, field)
            if text is not None:
                yield from _placeholders(document, (*where, field), text, _PLACEHOLDERS)


def _placeholders(
    document: Document, where: tuple[str | int, ...], text: Text, known: Iterable[str]
) -> Iterator[Problem]:
    names = sorted(known)
    for language in Language:
        try:
            used = [name for _, name, _, _ in string.Formatter().parse(text.of(language)) if name is not None]
        except ValueError as error:
            yield document.problem((*where, language.value), f"The braces do not match: {error}.")
            continue
        for name in used:
            if name not in known:
                hint = nearest(name, names)
                cure = f"Did you mean '{{{hint}}}'?" if hint else f"Known are {listed(names)}."
                yield document.problem((*where, language.value), f"'{{{name}}}' stands for nothing here. {cure}")
