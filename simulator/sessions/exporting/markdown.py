"""The debrief as Markdown: to mail, to print, to paste into a report."""

from __future__ import annotations

import re
from typing import Final

from simulator.plain_text import one_line
from simulator.sessions.exporting.material import Material
from simulator.sessions.exporting.page import facts_of, score_shown, steps_of
from simulator.sessions.review import Comment
from simulator.sessions.wording import CRITERIA, clock

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>~&|!@]|:(?=//)|(?<=www)\.|^[#+=-]|(?<=^\d)[.)])")
"""What Markdown could read as markup, HTML, a link or a list inside a line or at the beginning of an item."""


def escaped(text: str) -> str:
    """Return text on one line that Markdown shows as it is: no markup, no HTML, no links made of it."""
    return _MARKS.sub(r"\\\1", one_line(text))


def debrief_markdown(material: Material) -> str:
    """Return the debrief as Markdown (CommonMark, without HTML)."""
    words = material.words
    lines = [f"# {words['debrief_of']} {escaped(material.caller_name)}", ""]
    if material.title:
        lines += [f"*{escaped(material.title)}*", ""]
    lines += [f"- {name}: {escaped(value)}" for name, value in facts_of(material)]
    card = material.scorecard
    if card is not None and card.headline:
        lines += ["", f"**{escaped(card.headline)}**"]
    if card is not None and card.next_step:
        lines += ["", f"{words['next']}: {escaped(card.next_step)}"]
    lines += _by_trainer(material)
    lines += ["", f"## {words['scores']}", ""]
    if card is None:
        lines += [words["unscored"]]
    for score in () if card is None else card.scores:
        shown = score_shown(material, score)
        tools = f" ({words['tool_score']}: {shown.tool_value})" if shown.tool_value else ""
        lines += [f"### {shown.name}: {shown.value}{tools}", "", escaped(shown.arithmetic), ""]
        for each in shown.evidence:
            where = "" if each.turn is None else f" ({words['turn'].lower()} {each.turn}, {each.moment})"
            quote = f" \u201c{escaped(each.quote)}\u201d" if each.quote else ""
            better = f" {words['better']}: *{escaped(each.better)}*" if each.better else ""
            lines.append(f"- **{each.points}**{where} {escaped(each.reason)}{quote}{better}")
        lines.append("")
    lines += [f"## {words['rose']}", ""]
    lines += [
        f"- {words['turn']} {number}: {escaped(sentence or where)}" for number, where, sentence in steps_of(material)
    ] or [words["rose_empty"]]
    lines += ["", f"## {words['transcript']}", ""]
    for turn in material.record.turns:
        text = escaped(turn.text) or words["unheard"]
        lines += [f"{turn.number}\\. `{clock(turn.start_s)}` **{escaped(material.speaker(turn))}**: {text}", ""]
        for criterion, evidence in material.evidence_of(turn.number):
            points = f"{evidence.points:+.1f}".removesuffix(".0")
            lines.append(f"   - **{points}** {CRITERIA[material.tongue][criterion]}: {escaped(evidence.reason)}")
        lines += [f"   - {_said(comment)}" for comment in material.comments_on(turn.number)]
        lines += [
            f"   - {words['correction']}, {words[each.kind.value]}: {words['tool_said']} "
            f"{material.label_in_words(each.before)}, {words['trainer_says']} {material.label_in_words(each.after)}\\. "
            f"{escaped(each.reason)} ({escaped(each.author)})"
            for each in material.corrections_of(turn.number)
        ]
        if lines[-1]:
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _by_trainer(material: Material) -> list[str]:
    review, words = material.review, material.words
    if review.is_empty:
        return []
    lines = ["", f"## {words['by_trainer']}", ""]
    if review.decision is not None:
        lines.append(f"- {words['verdict']}: **{words[review.decision.verdict]}** ({escaped(review.decision.author)})")
    if review.next_task is not None:
        lines.append(f"- {words['next_task']}: {escaped(review.next_task.text)} ({escaped(review.next_task.author)})")
    lines += [f"- {_said(comment)}" for comment in material.comments_on(None)]
    return lines


def _said(comment: Comment) -> str:
    moment = "" if comment.at_s is None else f"`{clock(comment.at_s)}` "
    return f"{moment}{escaped(comment.text)} ({escaped(comment.author)})"
