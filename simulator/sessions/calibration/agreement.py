"""Agreement between two raters beyond chance: Cohen's kappa, weighted kappa, and how sure they are.

Sources: J. Cohen, "A coefficient of agreement for nominal scales" (1960) and "Weighted kappa" (1968); B. Efron and
R. Tibshirani, "An Introduction to the Bootstrap" (1993) for the percentile interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.leary import CENTRES_DEG, Octant
from simulator.scoring.labels import NEUTRAL_STANCE, VALUES, LabelKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES: Final = 2_000
"""Enough for the ends of a 95 % interval to stand still in the second decimal."""
INTERVAL: Final = (2.5, 97.5)
"""Percentiles between which the true value lies 19 times out of 20."""
LEAST_ITEMS: Final = 2
"""Below this there is nothing to agree on."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two raters agree on one kind of label."""

    kind: LabelKind
    first: str
    """Who the rows of `table` are."""
    second: str
    """Who the columns are."""
    language: str
    """'nl', 'en', or 'all'."""
    items: int
    values: tuple[str, ...]
    """Of the rows and columns, in order."""
    table: tuple[tuple[int, ...], ...]
    """How often the first said the row's value and the second the column's."""
    observed: float
    """Share on which they agree."""
    kappa: float | None
    """Agreement beyond chance: 0 as by chance, 1 complete; None where both always said one and the same."""
    kappa_interval: tuple[float, float] | None
    """In which it lies 19 times out of 20."""
    weighted_kappa: float | None
    """With near misses counting for part: by distance in the order of values, for octants by the angle between."""


def agreement(
    kind: LabelKind,
    first: Sequence[str],
    second: Sequence[str],
    names: tuple[str, str] = ("first", "second"),
    language: str = "all",
    seed: int = 0,
) -> Agreement:
    """Return how two raters agree.

    Args:
        kind: of the labels.
        first: one rater's values.
        second: the other's, of the same items in the same order.
        names: of the raters.
        language: of the items.
        seed: of the resampling, so that the same labels give the same interval.

    Raises:
        ValueError: there are not as many of the one as of the other, or none.
    """
    import numpy as np
    from sklearn.metrics import cohen_kappa_score, confusion_matrix

    if len(first) != len(second) or not first:
        raise ValueError(f"Two raters label the same items; got {len(first)} and {len(second)}.")
    values = _values(kind, (*first, *second))
    one_value = len(values) == 1
    table = np.array([[len(first)]]) if one_value else confusion_matrix(first, second, labels=values)
    kappa = None if one_value else float(cohen_kappa_score(first, second, labels=values))
    weights = distances(kind, values)
    return Agreement(
        kind=kind,
        first=names[0],
        second=names[1],
        language=language,
        items=len(first),
        values=values,
        table=tuple(tuple(int(count) for count in row) for row in table),
        observed=float(np.trace(table) / table.sum()),
        kappa=kappa,
        kappa_interval=None if kappa is None or len(first) < LEAST_ITEMS else _interval(table, seed),
        weighted_kappa=None if one_value else float(weighted_kappas(table[np.newaxis], weights)[0]),
    )


def distances(kind: LabelKind, values: Sequence[str]) -> NDArray[np.float64]:
    """Return how far apart two values are, in [0, 1].

    Octants are compared by the angle between their centres, opposite ones being 1; neutral is half-way to each. Values
    with an order (no summary, unchecked, checked) are compared by its steps; values without one are all 1 apart.
    """
    import numpy as np

    far = 1.0 - np.eye(len(values))
    if kind is LabelKind.OCTANT:
        for row, one in enumerate(values):
            for column, other in enumerate(values):
                if row != column:
                    far[row, column] = _apart(one, other)
    elif kind in _ORDERS:
        order = [_ORDERS[kind].index(value) for value in values]
        steps = np.abs(np.subtract.outer(order, order)).astype(np.float64)
        far = steps / (len(_ORDERS[kind]) - 1)
    return far


_ORDERS: Final[Mapping[LabelKind, tuple[str, ...]]] = {
    LabelKind.SUMMARY: ("none", "unchecked", "checked"),
    LabelKind.JARGON: ("none", "explained", "unexplained"),
}


def weighted_kappas(tables: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted kappa of each table of counts: 1 minus observed over expected distance.

    Args:
        tables: counts, shape (n, values, values).
        weights: distances, shape (values, values), 0 on the diagonal; 1 everywhere else gives Cohen's kappa.
    """
    import numpy as np

    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    expected = shares.sum(axis=2)[:, :, np.newaxis] * shares.sum(axis=1)[:, np.newaxis, :]
    seen = (shares * weights).sum(axis=(1, 2))
    by_chance = (expected * weights).sum(axis=(1, 2))
    # Where even chance could not disagree, both said one and the same throughout.
    return np.where(by_chance > 0, 1.0 - seen / np.where(by_chance > 0, by_chance, 1.0), 1.0)


def _interval(table: NDArray[np.int64], seed: int) -> tuple[float, float]:
    """Return the percentile interval of kappa, the items drawn anew with replacement."""
    import numpy as np

    drawn = np.random.default_rng(seed).multinomial(int(table.sum()), (table / table.sum()).ravel(), size=RESAMPLES)
    tables = drawn.reshape(RESAMPLES, *table.shape).astype(np.float64)
    kappas = weighted_kappas(tables, 1.0 - np.eye(len(table)))
    low, high = np.percentile(kappas, INTERVAL)
    return float(low), float(high)


def _values(kind: LabelKind, said: Sequence[str]) -> tuple[str, ...]:
    """Return the values that occur, in their order; flags may be joined, so theirs are sorted behind each other."""
    known = [value for value in VALUES[kind] if value in said]
    return (*known, *sorted(set(said) - set(known)))


def _apart(one: str, other: str) -> float:
    if NEUTRAL_STANCE in (one, other):
        return 0.5
    turned = abs(CENTRES_DEG[Octant(one)] - CENTRES_DEG[Octant(other)]) % 360.0
    return min(turned, 360.0 - turned) / 180.0
