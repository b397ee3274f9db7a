"""Raters beside each other: every pair, every kind of label, each language and both together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any, Final

from simulator.language import Language
from simulator.sessions.calibration.agreement import Agreement, agreement
from simulator.sessions.calibration.sheet import Item, kinds_in

TOOL: Final = "callsim"
"""The name the tool has among the raters."""


def compare(items: Sequence[Item], raters: Mapping[str, Mapping[str, str]]) -> tuple[Agreement, ...]:
    """Return how every two raters agree.

    Args:
        items: what was labelled.
        raters: by name, what each said of each item (by its id); what one of two left open does not count for them.
    """
    compared: list[Agreement] = []
    languages = [language for language in Language if any(item.language is language for item in items)]
    groups: list[tuple[str, tuple[Language, ...]]] = [(each.value, (each,)) for each in languages]
    if len(languages) > 1:
        groups.append(("all", tuple(languages)))
    for kind in kinds_in(items):
        for name, group in groups:
            for first, second in combinations(raters, 2):
                both = [
                    item.id
                    for item in items
                    if item.label.kind is kind
                    and item.language in group
                    and item.id in raters[first]
                    and item.id in raters[second]
                ]
                if both:
                    compared.append(
                        agreement(
                            kind,
                            [raters[first][each] for each in both],
                            [raters[second][each] for each in both],
                            (first, second),
                            name,
                        )
                    )
    return tuple(compared)


def as_data(compared: Sequence[Agreement]) -> list[dict[str, Any]]:
    """Return what was found as what JSON can hold."""
    return [{**asdict(each), "kind": each.kind.value} for each in compared]


def strength(kappa: float | None) -> str:
    """Return how strong an agreement is called (Landis and Koch, 1977); empty where it is not defined."""
    if kappa is None:
        return ""
    for least, name in ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair")):
        if kappa >= least:
            return name
    return "slight" if kappa >= 0 else "poor"
