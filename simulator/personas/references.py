"""Faults that show only when parts of a persona are held against each other.

Works on the data as written, so that these faults are told together with the others, and not only after those have
been mended. Whatever has not the right type is left to `validation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from simulator.personas.documents import Document, KeyPath, Kind
from simulator.personas.problems import Problem, listed, nearest, shown

PLACEHOLDERS: Final = {"on_jargon": "term", "on_summary_incomplete": "missed"}
"""The occasions whose lines may hold a placeholder, and which."""

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def broken_references(document: Document) -> list[Problem]:
    """Return what in a persona refers to nothing, contradicts itself, or can never be filled in."""
    return [
        document.problem(path, message, at_key=at_key)
        for check in (_fact_ids, _gates, _needs, _placeholders, _direction)
        for path, message, at_key in check(document)
    ]


_Finding = tuple[KeyPath, str, bool]


def _facts(document: Document) -> Iterator[tuple[KeyPath, dict[str, object]]]:
    facts = document.value(("facts",))
    for number, fact in enumerate(facts if isinstance(facts, list) else ()):
        if isinstance(fact, dict):
            yield ("facts", number), fact


def _ids(document: Document) -> list[str]:
    return list(dict.fromkeys(fact["id"] for _, fact in _facts(document) if isinstance(fact.get("id"), str)))  # type: ignore[misc]


def _texts(document: Document, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text at or below a path, with its own path."""
    value = document.value(path)
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from _texts(document, (*path, number))
    elif isinstance(value, dict):
        for key in value:
            yield from _texts(document, (*path, key))


def _fact_ids(document: Document) -> Iterator[_Finding]:
    seen: dict[str, int] = {}
    for path, fact in _facts(document):
        fact_id = fact.get("id")
        if not isinstance(fact_id, str):
            continue
        line = document.place((*path, "id")).line
        if fact_id in seen:
            yield (
                (*path, "id"),
                f"Two facts are called {shown(fact_id)}; the other stands on line {seen[fact_id]}. Rename one.",
                False,
            )
        else:
            seen[fact_id] = line


def _unknown_fact(document: Document, name: str) -> str:
    ids = _ids(document)
    meant = nearest(name, ids)
    hint = f" Did you mean '{meant}'?" if meant else ""
    return f"There is no fact {shown(name)}.{hint} The facts are: {listed(ids, 20) or 'none'}."


def _gates(document: Document) -> Iterator[_Finding]:
    ids = set(_ids(document))
    for path, fact in _facts(document):
        gate_path = (*path, "opens_at")
        gate = fact.get("opens_at")
        bounds = isinstance(gate, dict) and any(
            gate.get(bound) not in (None, []) for bound in ("together", "trust", "after")
        )
        if fact.get("hidden") is True and not bounds and (gate is None or isinstance(gate, dict)):
            yield (
                (*path, "hidden"),
                "This fact is hidden, but nothing says when it comes out. Add 'opens_at' with 'together', 'trust' or "
                "'after', for example {trust: 0.4}.",
                False,
            )
        if bounds and fact.get("hidden") is not True and document.place((*path, "hidden")).kind is not Kind.TEXT:
            yield (
                gate_path,
                "This fact is not hidden, so 'opens_at' has no effect. Add 'hidden: true', or remove 'opens_at'.",
                True,
            )
        after = gate.get("after") if isinstance(gate, dict) else None
        for number, name in enumerate(after if isinstance(after, list) else ()):
            if isinstance(name, str) and name not in ids:
                yield (*gate_path, "after", number), _unknown_fact(document, name), False
            elif isinstance(name, str) and name == fact.get("id"):
                yield (
                    (*gate_path, "after", number),
                    f"The fact {shown(name)} waits for itself, so it never comes out. Name another fact.",
                    False,
                )


def _needs(document: Document) -> Iterator[_Finding]:
    ids = set(_ids(document))
    needs = document.value(("solution", "needs"))
    for number, name in enumerate(needs if isinstance(needs, list) else ()):
        if isinstance(name, str) and name not in ids:
            yield ("solution", "needs", number), _unknown_fact(document, name), False


def _placeholders(document: Document) -> Iterator[_Finding]:
    spoken: list[KeyPath] = [("lines",), ("facts",), ("background",), ("solution",), ("boundary",), ("rehearsal",)]
    for top in spoken:
        for path, text in _texts(document, top):
            allowed = PLACEHOLDERS.get(str(path[1])) if len(path) > 1 and path[0] == "lines" else None
            for name in _PLACEHOLDER.findall(text):
                if name == allowed:
                    continue
                written = shown("{" + name + "}")
                if allowed is not None:
                    yield path, f"{written} is not filled in here. Write {{{allowed}}}, or the word itself.", False
                else:
                    yield (
                        path,
                        f"{written} is never filled in and would be read aloud. Only 'on_jargon' knows {{term}} and "
                        "'on_summary_incomplete' {missed}. Write the word itself.",
                        False,
                    )
            if "{" in _PLACEHOLDER.sub("", text) or "}" in _PLACEHOLDER.sub("", text):
                yield path, "A '{' or '}' stands here without its other half. Complete or remove it.", False


def _direction(document: Document) -> Iterator[_Finding]:
    direction = document.value(("direction",))
    preparation_s = document.value(("preparation_s",))
    if direction == "outbound" and preparation_s in (None, 0) and not isinstance(preparation_s, bool):
        yield (
            ("preparation_s",) if preparation_s == 0 else ("direction",),
            "In an outbound call the trainee prepares first. Add 'preparation_s', for example 120.",
            False,
        )
    if direction in (None, "inbound") and isinstance(preparation_s, int) and preparation_s > 0:
        yield (
            ("preparation_s",),
            "Only an outbound call has time to prepare. Remove this, or write 'direction: outbound'.",
            False,
        )
