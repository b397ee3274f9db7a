"""Fits the numbers of 'gives back' and of 'made up' on the labelled lines, and says how far they can be trusted.

Run as `python benchmarks/fit_acts.py`. It prints the weights for `simulator/scoring/data/weights.yaml` and the figures
of a cross-validation in which no caller is on both sides; it writes nothing. A summary is labelled as a
whole ('something in it was made up'), so the statement nearest to made up stands for its turn, found anew every round.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np
import scores

from simulator.language import Language
from simulator.scoring import summary as summing_up
from simulator.scoring.assessor import Assessor
from simulator.scoring.use_encoder import UseEncoder

FILES: Final = ("giving_back.csv", "fresh_giving_back.csv", "more_giving_back.csv", "faithful_giving_back.csv")
ROUNDS: Final = 6
FOLDS: Final = 8
POSITIVE_WEIGHT: Final = 1.6
"""A made-up fact that is missed costs more than a false alarm."""


@dataclass(frozen=True)
class Case:
    """A turn with the features of the whole (giving back) and of each statement (made up)."""

    group: str
    gives_back: bool
    whole: dict[str, float]
    invented: bool | None
    """None where the turn is no summary."""
    statements: list[dict[str, float]]


def cases(encoder: Any) -> Iterator[Case]:  # noqa: ANN401 - any encoder of the port
    """Yield every labelled turn in both forms, with what the assessor sees in it."""
    seen: list[dict[str, float]] = []
    wholes: list[dict[str, float]] = []
    assessing: Any = import_module("simulator.scoring.assessor")
    features_of, whole_of = summing_up.invention_features, assessing.reflection_features

    def kept(*arguments: Any, **named: Any) -> dict[str, float]:  # noqa: ANN401 - passed on
        seen.append(features_of(*arguments, **named))
        return seen[-1]

    def kept_whole(*arguments: Any, **named: Any) -> dict[str, float]:  # noqa: ANN401 - passed on
        wholes.append(whole_of(*arguments, **named))
        return wholes[-1]

    summing_up.invention_features = kept
    assessing.reflection_features = kept_whole
    assessor = Assessor(encoder)
    for language in Language:
        for file in FILES:
            with (scores.LABELLED / language.value / file).open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            for row in rows:
                for form in scores.FORMS.values():
                    seen.clear()
                    wholes.clear()
                    context = scores.context_of(row, language, form)
                    scores.assess(assessor, language, form(row["text"]), context)
                    summed = row["kind"] == "summary"
                    yield Case(
                        language.value + file + row["caller"],
                        row["kind"] != "none",
                        dict(wholes[-1]),
                        row["invented"] == "1" if summed else None,
                        [dict(features) for features in seen],
                    )


def fitted(
    rows: Sequence[dict[str, float]], wanted: Sequence[bool], positive: float
) -> Callable[[dict[str, float]], float]:
    """Return the decision function of a logistic regression; its weights are kept as attributes."""
    from sklearn.linear_model import LogisticRegression

    names = list(rows[0])
    model = LogisticRegression(C=3.0, class_weight={0: 1.0, 1: positive}, max_iter=2000)
    model.fit([[row[name] for name in names] for row in rows], list(wanted))
    weights = {"bias": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}

    def decide(features: dict[str, float]) -> float:
        return weights["bias"] + sum(weights[name] * value for name, value in features.items())

    decide.weights = weights  # type: ignore[attr-defined]
    return decide


def fit_invention(turns: Sequence[Case]) -> Callable[[dict[str, float]], float]:
    """Return the decision function for a statement, fitted on turns labelled as a whole."""
    start = summing_up.invention_weights()

    def decide(features: dict[str, float]) -> float:
        return start["bias"] + sum(start.get(name, 0.0) * value for name, value in features.items())

    chosen: Callable[[dict[str, float]], float] = decide
    for _ in range(ROUNDS):
        rows: list[dict[str, float]] = []
        wanted: list[bool] = []
        for turn in turns:
            if turn.invented:
                rows.append(max(turn.statements, key=chosen))
                wanted.append(True)
            else:
                rows += turn.statements
                wanted += [False] * len(turn.statements)
        chosen = fitted(rows, wanted, POSITIVE_WEIGHT)
    return chosen


def folds(turns: Sequence[Case]) -> Iterator[tuple[list[Case], list[Case]]]:
    """Yield what to learn from and what to measure on; a caller is always whole on one side."""
    groups = sorted({turn.group for turn in turns})
    for fold in range(FOLDS):
        out = {group for place, group in enumerate(groups) if place % FOLDS == fold}
        yield [t for t in turns if t.group not in out], [t for t in turns if t.group in out]


def main() -> int:
    """Print figures and weights."""
    turns = list(cases(UseEncoder()))
    summed = [turn for turn in turns if turn.invented is not None and turn.statements]
    count = scores.Count()
    for learn, measure in folds(summed):
        decide = fit_invention(learn)
        for turn in measure:
            count.add(max(map(decide, turn.statements)) >= 0, bool(turn.invented))
    print("made up, cross-validated, of summaries that were seen:", count.figures())
    count = scores.Count()
    for learn, measure in folds(turns):
        decide = fitted([t.whole for t in learn], [t.gives_back for t in learn], 1.0)
        for turn in measure:
            count.add(decide(turn.whole) >= 0, turn.gives_back)
    print("gives back, cross-validated:", count.figures())
    whole = fitted([t.whole for t in turns], [t.gives_back for t in turns], 1.0)
    for name, model in (("reflection", whole), ("invention", fit_invention(summed))):
        weights: dict[str, float] = model.weights  # type: ignore[attr-defined]
        print(f"{name}: {{{', '.join(f'{key}: {value:.2f}' for key, value in weights.items())}}}")
    return 0


if __name__ == "__main__":
    np.seterr(all="raise")
    raise SystemExit(main())
