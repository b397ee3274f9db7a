"""The debrief as one HTML page that opens anywhere, without a network and without anybody else's script.

The page's only style and only script stand in it and are named by their hash in its content policy, so a browser runs
nothing else, whatever a caller's file or a transcript holds. All text goes through the template's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audio.errors import SoundFileError
from simulator.plain_text import one_line, plain
from simulator.scoring.record import TurnRecord
from simulator.scoring.scorecard import Evidence, Score
from simulator.sessions.exporting.material import Material, pieces
from simulator.sessions.exporting.rose_svg import rose_svg
from simulator.sessions.exporting.sound import as_data_uri
from simulator.sessions.importing.mark import imported_from
from simulator.sessions.review import Comment, LabelCorrection
from simulator.sessions.wording import CRITERIA, clock, ending_in_words

TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """One criterion on the page."""

    name: str
    value: str
    tool_value: str
    """What the tool gave where a trainer gave another; else empty."""
    arithmetic: str
    evidence: tuple[EvidenceShown, ...]


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """One line of a sum."""

    points: str
    turn: int | None
    moment: str
    quote: str
    reason: str
    better: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a trainer said of a turn or of the call."""

    author: str
    when: str
    text: str
    moment: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """A corrected label."""

    author: str
    when: str
    about: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class TurnShown:
    """One turn on the page."""

    number: int
    side: str
    speaker: str
    moment: str
    pieces: tuple[tuple[str, bool], ...]
    interrupts: bool
    sound: str
    """A `data:` address; empty where there is none."""
    evidence: tuple[EvidenceShown, ...]
    comments: tuple[Said, ...]
    corrections: tuple[CorrectionShown, ...]


def debrief_page(material: Material, *, with_sound: bool = True) -> str:
    """Return the debrief as one HTML document.

    Args:
        material: the session.
        with_sound: False leaves the recordings out.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (TEMPLATES / "debrief.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "debrief.js").read_text(encoding="utf-8")
    words, record, card = material.words, material.record, material.scorecard
    turns = [_turn(material, turn, with_sound=with_sound) for turn in record.turns]
    has_path = bool(material.caller_path or material.trainee_path)
    drawing = rose_svg(material.caller_path, material.trainee_path, material.tongue) if has_path else ""
    return environment.get_template("debrief.html").render(
        lang=material.tongue.value,
        spoken_lang=record.language.value,
        words=words,
        policy=content_policy(style, script),
        # The three texts the program itself wrote; everything else is escaped.
        style=Markup(style),
        script=Markup(script),
        rose=Markup(drawing),
        title=f"{words['debrief_of']} {material.caller_name}",
        subject=material.title,
        facts=facts_of(material),
        headline=one_line(card.headline) if card else "",
        next_step=one_line(card.next_step) if card else "",
        scored=card is not None,
        scores=[score_shown(material, score) for score in card.scores] if card else [],
        steps=steps_of(material),
        turns=turns,
        has_sound=any(turn.sound for turn in turns),
        has_doubt=any(doubted for turn in turns for _, doubted in turn.pieces),
        comments=[_said(each) for each in material.comments_on(None)],
        verdict=_verdict(material),
        next_task=_next_task(material),
        reviewed=not material.review.is_empty,
        made_with=[f"{name} {version}" for name, version in sorted(material.session.facts.versions.items())],
    )


def content_policy(style: str, script: str) -> str:
    """Return the policy that lets a browser do what this page does and nothing else."""
    return (
        f"default-src 'none'; media-src data:; style-src '{_hashed(style)}'; script-src '{_hashed(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashed(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def facts_of(material: Material) -> list[tuple[str, str]]:
    """Return what is to be known of a session first: names and values."""
    facts, words = material.session.facts, material.words
    rows = [(words["held_on"], f"{facts.started_at:%Y-%m-%d %H:%M}")]
    if facts.trainee.strip():
        rows.append((words["trainee_name"], one_line(facts.trainee)))
    kind = f"{words.get(facts.mode.value, facts.mode.value)}, {words[facts.attempt.value]}"
    recording = one_line(imported_from(facts.settings))
    rows += [
        (words["mode"], f"{words['imported']} ({recording})" if recording else kind),
        (words["length"], clock(material.length_s)),
        (words["ended"], ending_in_words(material.record.ending, material.tongue)),
        (words["session"], material.session.id),
    ]
    card = material.scorecard
    if card is not None:
        rows.append((words["rubric"], f"{one_line(card.rubric)} {card.rubric_version}"))
        if card.exemplars:
            rows.append((words["exemplars"], one_line(card.exemplars)))
    return rows


def score_shown(material: Material, score: Score) -> ScoreShown:
    """Return a score in words, with the arithmetic that makes it."""
    words = material.words
    tools = material.corrected
    summed = score.base + sum(each.points for each in score.evidence)
    if score.value is None:
        arithmetic = words["unrated_why"]
    else:
        told = "sum" if abs(summed - score.value) <= 0.5 else "sum_cut"
        arithmetic = words[told].format(base=_number(score.base), sum=_number(summed), value=score.value) + "."
    return ScoreShown(
        name=CRITERIA[material.tongue][score.criterion],
        value=_value(score.value, words),
        tool_value=_value(tools[score.criterion], words) if score.criterion in tools else "",
        arithmetic=arithmetic,
        evidence=tuple(_evidence(each) for each in score.evidence),
    )


def _evidence(evidence: Evidence, criterion: str = "") -> EvidenceShown:
    return EvidenceShown(
        points=f"{evidence.points:+.1f}".removesuffix(".0").replace("-", "\N{MINUS SIGN}"),
        turn=evidence.turn,
        moment="" if evidence.at_s is None else clock(evidence.at_s),
        quote=one_line(evidence.quote),
        reason=one_line(evidence.reason),
        better=one_line(evidence.better or ""),
        criterion=criterion,
    )


def _turn(material: Material, turn: TurnRecord, *, with_sound: bool) -> TurnShown:
    path = material.session.turn_sound(turn) if with_sound else None
    sound = ""
    if path is not None:
        try:
            sound = as_data_uri(path)
        except SoundFileError:
            # A damaged recording costs its own button, not the debrief.
            sound = ""
    return TurnShown(
        number=turn.number,
        side=turn.side.value,
        speaker=material.speaker(turn),
        moment=clock(turn.start_s),
        pieces=pieces(turn),
        interrupts=turn.interrupts,
        sound=sound,
        evidence=tuple(
            _evidence(each, CRITERIA[material.tongue][criterion])
            for criterion, each in material.evidence_of(turn.number)
        ),
        comments=tuple(_said(each) for each in material.comments_on(turn.number)),
        corrections=tuple(
            CorrectionShown(
                author=one_line(each.author),
                when=f"{each.written_at:%Y-%m-%d %H:%M}",
                about=material.words[each.kind.value]
                + (f" \u201c{one_line(each.subject)}\u201d" if each.subject else ""),
                before=material.label_in_words(each.before),
                after=material.label_in_words(each.after),
                reason=plain(each.reason),
            )
            for each in material.corrections_of(turn.number)
        ),
    )


def _about(material: Material, correction: LabelCorrection) -> str:
    kind = material.words[correction.kind.value]
    return f"{kind} \u201c{one_line(correction.subject)}\u201d" if correction.subject else kind


def _said(comment: Comment) -> Said:
    moment = "" if comment.at_s is None else clock(comment.at_s)
    return Said(one_line(comment.author), f"{comment.written_at:%Y-%m-%d %H:%M}", plain(comment.text), moment)


def _verdict(material: Material) -> Said | None:
    decision = material.review.decision
    if decision is None:
        return None
    return Said(one_line(decision.author), f"{decision.written_at:%Y-%m-%d %H:%M}", material.words[decision.verdict])


def _next_task(material: Material) -> Said | None:
    task = material.review.next_task
    return None if task is None else Said(one_line(task.author), f"{task.written_at:%Y-%m-%d %H:%M}", plain(task.text))


def steps_of(material: Material) -> list[tuple[int, str, str]]:
    """Return the course in words: turn, who stood where, or the scorer's sentence where it has one."""
    words = material.words
    said = {} if material.scorecard is None else {step.turn: step.sentence for step in material.scorecard.rose}
    steps = [
        (number, f"{material.caller_name} {words['stood']} {material.stance_in_words(stance)}", "")
        for number, stance in material.caller_path
    ]
    trainee = one_line(material.session.facts.trainee) or words["trainee"]
    for number, stance in material.trainee_path:
        sentence = one_line(said.get(number, ""))
        shown = "" if sentence else f"{trainee} {words['showed']} {material.stance_in_words(stance)}"
        steps.append((number, shown, sentence))
    return sorted(steps)


def _value(value: int | None, words: dict[str, str]) -> str:
    return words["not_rated"] if value is None else str(value)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace("-", "\N{MINUS SIGN}")
