"""A sheet to label turns on, without the tool's labels on it: a table that two trainers fill in, each for themselves.

What is asked: of every trainee turn the octant, whether it gives back, whether it sums up; of every question the tool
found its form and its flags; of every term it found whether that was jargon and explained. What the tool overlooked is
not on the sheet; a correction in a review is the place for that.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.language import Language
from simulator.scoring.labels import VALUES, WHOLE_TURN, Label, LabelKind, fault_of, labels_of
from simulator.scoring.record import Side, TurnRecord
from simulator.sessions.exporting.tables import Separator, disarmed
from simulator.sessions.session import Session

COLUMNS: Final = ("item", "language", "caller_said", "trainee_said", "kind", "about", "choose_from", "label")
"""Of the sheet; `label` is to be filled in, everything else stays as it is."""


class SheetFaultError(ValueError):
    """A sheet cannot be used; `str()` says which line, why, and what would do."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to label."""

    id: str
    """Tells it apart, and tells nothing: made of session, turn, kind and subject."""
    session_id: str
    turn: int
    language: Language
    caller_said: str
    trainee_said: str
    label: Label
    """The tool's; never on the sheet."""


def items_of(session: Session) -> tuple[Item, ...]:
    """Return what there is to label in a session, in the order of the call."""
    items: list[Item] = []
    before = ""
    for turn in session.record.turns:
        if turn.side is Side.CALLER:
            before = turn.text
        elif turn.assessment is not None and turn.assessment.text.strip():
            items += [_item(session, turn, before, label) for label in labels_of(turn.assessment)]
    return tuple(items)


def as_sheet(items: Iterable[Item], separator: Separator = Separator.COMMA) -> str:
    """Return the sheet as CSV, every label empty."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator.sign, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in items:
        row = (
            item.id,
            item.language.value,
            item.caller_said,
            item.trainee_said,
            item.label.kind.value,
            item.label.subject,
            " | ".join(VALUES[item.label.kind]),
            "",
        )
        writer.writerow([disarmed(cell) for cell in row])
    return written.getvalue()


def labels_from_sheet(text: str, items: Iterable[Item], name: str) -> dict[str, str]:
    """Return what a trainer filled in, by item; empty lines are left out.

    Args:
        text: of the filled sheet; a spreadsheet may have changed the separator.
        items: that can be on it.
        name: what problems call the sheet.

    Raises:
        SheetFaultError: it is no sheet, a label is none of the choices, or an item is unknown.
    """
    known = {item.id: item for item in items}
    lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    heading = lines.partition("\n")[0]
    sign = max((separator.sign for separator in Separator), key=heading.count)
    rows = csv.DictReader(io.StringIO(lines), delimiter=sign)
    if not {"item", "label"} <= set(rows.fieldnames or ()):
        raise SheetFaultError(
            f"{name} is no sheet: its first line needs the columns 'item' and 'label'. Make one with "
            "'callsim sessions calibrate sheet'."
        )
    given: dict[str, str] = {}
    for row in rows:
        value = (row["label"] or "").strip().casefold()
        if not value:
            continue
        item = known.get((row["item"] or "").strip())
        if item is None:
            raise SheetFaultError(
                f"{name}:{rows.line_num}: no item '{row['item']}' in these sessions. Compare with the sessions the "
                "sheet was made of."
            )
        value = "+".join(part.strip() for part in value.split("+"))
        fault = fault_of(Label(item.label.kind, value, item.label.subject))
        if fault:
            raise SheetFaultError(f"{name}:{rows.line_num}: {fault}")
        given[item.id] = value
    return given


def tool_labels(items: Iterable[Item]) -> dict[str, str]:
    """Return the tool's labels, by item."""
    return {item.id: item.label.value for item in items}


def _item(session: Session, turn: TurnRecord, caller_said: str, label: Label) -> Item:
    key = f"{session.id}|{turn.number}|{label.kind.value}|{label.subject.casefold()}"
    return Item(
        id=hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12],
        session_id=session.id,
        turn=turn.number,
        language=session.facts.language,
        caller_said=caller_said,
        trainee_said=turn.text,
        label=label,
    )


def kinds_in(items: Sequence[Item]) -> tuple[LabelKind, ...]:
    """Return the kinds of labels that occur, whole turns first."""
    found = {item.label.kind for item in items}
    return tuple(sorted(found, key=lambda kind: (kind not in WHOLE_TURN, list(LabelKind).index(kind))))
