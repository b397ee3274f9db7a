"""What trainers said of turns, read from JSON lines: the exemplars a school may let the scorer judge by.

A line is a turn as a trainer has it, with the columns of the labelled tables; `labels` names what the trainer
corrected in it, and then only that counts. A file with a fault is not used at all: scores by half a file could be
explained to nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from simulator.language import Language
from simulator.scoring.grammar import grammar
from simulator.scoring.jargon import find_jargon
from simulator.scoring.labels import NEUTRAL_STANCE, NONE, Label, LabelKind, fault_of
from simulator.scoring.questions import find_questions
from simulator.scoring.text import Words

TABLE_OF: Final[dict[LabelKind, str]] = {
    LabelKind.QUESTION_FORM: "questions",
    LabelKind.QUESTION_FLAGS: "questions",
    LabelKind.JARGON: "jargon",
    LabelKind.REFLECTION: "giving_back",
    LabelKind.SUMMARY: "giving_back",
    LabelKind.OCTANT: "rose",
}
"""The labelled table each kind of label belongs to."""

LONGEST_TURN: Final = 20_000
"""Characters of a turn; nobody says more in one breath."""
LARGEST_FILE_BYTES: Final = 10_000_000
"""Some thirty thousand corrections; more is another kind of file."""
DIGEST_DIGITS: Final = 12
"""Hex digits kept of a digest, as of a rubric's."""
_SHOWN_FAULTS: Final = 5
"""Faults that are said of a file; the rest are counted."""
_QUOTED: Final = 40
"""Characters of a turn that are quoted in a sentence about it."""
_EXPORT_AGAIN: Final = "Export the corrections anew with 'callsim sessions calibrate exemplars'."


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One label a trainer gave to words."""

    language: Language
    text: str
    """The whole turn."""
    label: Label
    caller: str = ""
    """The caller's line before; empty where none is known."""
    line: int = 0
    """Of the file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Exemplars:
    """All exemplars of a file, in its order."""

    source: str
    """The file's name, as it is said to people."""
    items: tuple[Exemplar, ...] = ()
    contradictions: tuple[str, ...] = ()
    """Where two lines label the same words otherwise, a sentence each: the later line counts."""
    digest: str = ""
    """SHA-256 of what counts in them, first 12 hex digits: kept with every score they had a part in."""


class ExemplarsFaultError(ValueError):
    """A file of exemplars cannot be used; `str()` says which lines, why, and what to do."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        more = len(faults) - _SHOWN_FAULTS
        shown = (*faults[:_SHOWN_FAULTS], *([f"… and {more} more lines with faults."] if more > 0 else []))
        super().__init__("\n".join(shown))
        self.faults = faults


def read_exemplars(path: Path) -> Exemplars:
    """Return the exemplars of a file.

    Raises:
        ExemplarsFaultError: it is absent, no text, too large, or has lines that are no exemplars.
    """
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise ExemplarsFaultError((f"{path} is too large for exemplars. {_EXPORT_AGAIN}",))
        content = path.read_bytes()
    except OSError as fault:
        raise ExemplarsFaultError(
            (
                f"The exemplars in {path} cannot be read: {fault.strerror or fault}. "
                "Choose another file, or 'none' to score without.",
            )
        ) from fault
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ExemplarsFaultError((f"{path} is not text in UTF-8. Save it as UTF-8, or {_lowered()}",)) from fault
    return parse_exemplars(text, str(path))


def parse_exemplars(text: str, source: str = "exemplars") -> Exemplars:
    """Return the exemplars in a text of JSON lines; empty lines are skipped.

    Args:
        text: one JSON object a line.
        source: the file's name, for what is said about it.

    Raises:
        ExemplarsFaultError: a line is no exemplar; all lines with faults are named.
    """
    items: list[Exemplar] = []
    faults: list[str] = []
    # Not `splitlines`: what a trainee said may hold characters that some take for the end of a line.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items += [replace(each, line=number) for each in _exemplars_of(line)]
        except _LineFaultError as fault:
            faults.append(f"{source}:{number}: {fault}")
    if faults:
        raise ExemplarsFaultError(tuple(faults))
    return Exemplars(source, tuple(items), tuple(_contradictions(items, source)), digest_of(items))


def digest_of(items: list[Exemplar]) -> str:
    """Return the digest of exemplars; the same labels of the same words in the same order have the same."""
    counted = [
        [
            each.language.value,
            each.text,
            each.caller,
            each.label.kind.value,
            each.label.subject,
            each.label.value,
        ]
        for each in items
    ]
    return hashlib.sha256(json.dumps(counted, ensure_ascii=True).encode()).hexdigest()[:DIGEST_DIGITS]


class _LineFaultError(ValueError):
    """A line is no exemplar; `str()` says why and what to do."""


def _exemplars_of(line: str) -> list[Exemplar]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise _LineFaultError(f"it is not one JSON object on one line. {_EXPORT_AGAIN}") from fault
    if not isinstance(raw, dict):
        raise _LineFaultError(f"it is not a JSON object. {_EXPORT_AGAIN}")
    language = raw.get("language")
    if not isinstance(language, str) or language not in set(Language):
        raise _LineFaultError(f"'language' must be {' or '.join(each.value for each in Language)}.")
    text, caller = _text(raw, "text"), _text(raw, "caller", required=False)
    if not len(Words.of(text, dutch=language == Language.DUTCH)):
        raise _LineFaultError("'text' holds no words. Give the turn as it was said, or leave the line out.")
    labels = list(_labels(raw, text, Language(language)))
    for label in labels:
        if wrong := fault_of(label):
            raise _LineFaultError(wrong)
    return [Exemplar(Language(language), text, label, caller) for label in labels]


def _text(raw: Mapping[str, Any], name: str, *, required: bool = True) -> str:
    value = raw.get(name, None if required else "")
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise _LineFaultError(f"'{name}' must be a text.")
    if len(value) > LONGEST_TURN:
        raise _LineFaultError(f"'{name}' is longer than {LONGEST_TURN} characters: give one turn a line.")
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise _LineFaultError(f"'{name}' holds half a character. Type it again, or leave the line out.") from fault
    return value


def _labels(raw: Mapping[str, Any], text: str, language: Language) -> Iterator[Label]:
    """Yield what the trainer said: what `labels` names, else all columns of the line's table."""
    named = raw.get("labels")
    if named is not None:
        if not isinstance(named, list) or not named or not all(isinstance(each, dict) for each in named):
            raise _LineFaultError('\'labels\' must be a list such as [{"kind": "octant", "value": "helping"}].')
        for each in named:
            kind = each.get("kind")
            if not isinstance(kind, str) or kind not in set(LabelKind):
                raise _LineFaultError(f"'{kind}' is no kind of label; choose from {', '.join(LabelKind)}.")
            yield Label(LabelKind(kind), _text(each, "value"), _text(each, "subject", required=False))
        return
    match raw.get("table"):
        case "questions":
            yield from _asked(_text(raw, "questions"), text, language)
        case "jargon":
            yield from _terms(_text(raw, "terms"), text, language)
        case "giving_back":
            yield from _given_back(_text(raw, "kind"), raw.get("checked"))
        case "rose":
            yield Label(LabelKind.OCTANT, _text(raw, "octant") or NEUTRAL_STANCE)
        case table:
            tables = ", ".join(dict.fromkeys(TABLE_OF.values()))
            raise _LineFaultError(f"'{table}' is no table; choose from {tables}, or give 'labels'.")


def _asked(column: str, text: str, language: Language) -> Iterator[Label]:
    """Yield the labels of a turn's questions, in order, as the column has them: 'open closed+leading'."""
    rules = grammar(language)
    found = find_questions(Words.of(text, dutch=language is Language.DUTCH), rules)
    wanted = column.split() or [NONE] * len(found)
    if len(wanted) != len(found):
        raise _LineFaultError(
            f"'questions' names {len(wanted)} questions, and the program makes out {len(found)}: say in 'labels' which "
            "words each label is about."
        )
    for question, said in zip(found, wanted, strict=True):
        form, _, flags = said.partition("+")
        yield Label(LabelKind.QUESTION_FORM, form, question.text)
        if form != NONE:
            yield Label(LabelKind.QUESTION_FLAGS, flags or NONE, question.text)


def _terms(column: str, text: str, language: Language) -> Iterator[Label]:
    """Yield the labels of a turn's terms as the column has them; what the program takes for one besides, is none."""
    named: set[str] = set()
    for item in (part.strip() for part in column.split(";")):
        if item:
            term, _, state = item.rpartition("=")
            named.add(term.strip().casefold())
            yield Label(LabelKind.JARGON, state.strip(), term.strip())
    words = Words.of(text, dutch=language is Language.DUTCH)
    for use in find_jargon(words, grammar(language), (), ()):
        if not any(use.term.casefold() in term or term in use.term.casefold() for term in named):
            yield Label(LabelKind.JARGON, NONE, use.term)


def _given_back(kind: str, checked: object) -> Iterator[Label]:
    kinds = (NONE, "reflection", "paraphrase", "summary")
    if kind not in kinds:
        raise _LineFaultError(f"'{kind}' is no kind of giving back; choose from {', '.join(kinds)}.")
    is_checked = checked in (1, True, "1")
    yield Label(LabelKind.REFLECTION, "no" if kind == NONE else "yes")
    yield Label(LabelKind.SUMMARY, NONE if kind != "summary" else "checked" if is_checked else "unchecked")


def _contradictions(items: list[Exemplar], source: str) -> Iterator[str]:
    """Yield a sentence for each label that a later line gives otherwise to the same words after the same words."""
    standing: dict[tuple[str, ...], Exemplar] = {}
    for each in items:
        dutch = each.language is Language.DUTCH
        said = (each.text, each.caller, each.label.subject)
        key = (each.language.value, each.label.kind.value, *(Words.of(part, dutch=dutch).line for part in said))
        before = standing.get(key)
        if before is not None and before.label.value != each.label.value:
            quoted = " ".join((each.label.subject or each.text).split())
            shown = quoted if len(quoted) <= _QUOTED else quoted[: _QUOTED - 1] + "…"
            yield (
                f"{source}:{each.line}: the {each.label.kind.value} of '{shown}' is {each.label.value}, and "
                f"{before.label.value} in line {before.line}; the later line counts."
            )
        standing[key] = each


def _lowered() -> str:
    return _EXPORT_AGAIN[0].lower() + _EXPORT_AGAIN[1:]
