"""Scores as lines of text: name, number, and a bar that needs no colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.content import Content

from simulator.app.wording import Wording
from simulator.scoring.scorecard import MAIN_CRITERIA, Criterion, Score

EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def bar(value: float, width: int) -> str:
    """Return a bar of `width` cells filled for `value` of 100, to an eighth of a cell."""
    eighths = round(max(0.0, min(100.0, value)) / 100 * width * 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + (EIGHTHS[rest] if rest else "")


def mean_score(scores: Mapping[Criterion, int | None]) -> int | None:
    """Return the mean of the rated main scores for a list of calls; None when nothing was rated."""
    rated = [value for criterion in MAIN_CRITERIA if (value := scores.get(criterion)) is not None]
    return round(sum(rated) / len(rated)) if rated else None


def score_line(score: Score, wording: Wording, width: int, before: int | None = None) -> Content:
    """Return one score as a line: name, value, bar.

    Args:
        score: what was scored.
        wording: the interface's words.
        width: cells of the bar.
        before: the value of the time before; None where there is none.
    """
    name = f"{wording.say(f'criterion-{score.criterion.value}'):<16}"
    if score.value is None:
        return Content.assemble(name, "\n", (wording.say("score-unrated"), "$quiet italic"))
    filled = bar(score.value, width)
    rest = "·" * (width - len(filled))
    change = ""
    if before is not None and before != score.value:
        change = f" {'▲' if score.value > before else '▼'}{abs(score.value - before)}"
    value = Content.assemble((f"{score.value:>4}", "bold"), (change, "$quiet"))
    return Content.assemble(name, value, "\n", (filled, "$primary"), (rest, "$faint"))
