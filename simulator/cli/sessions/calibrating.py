"""`callsim sessions calibrate`: how far the scores can be trusted, shown by trainers who labelled the same turns."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.sessions.opening import open_session

if TYPE_CHECKING:
    from simulator.scoring.exemplars import Exemplars
    from simulator.sessions.calibration.sheet import Item


@click.group()
def calibrate() -> None:
    """Make a sheet that two trainers label without the tool's labels, and compare what they said."""


@calibrate.command()
@click.argument("session_ids", nargs=-1, required=True, metavar="ID...")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Printed when left out.")
@click.option("--separator", type=click.Choice(["comma", "semicolon", "tab"]), default="comma", help="Between cells.")
@sessions_option
def sheet(session_ids: tuple[str, ...], output: Path | None, separator: str, sessions_dir: Path | None) -> int:
    """Make a sheet of these sessions; each trainer fills in a copy of their own, without seeing the other's."""
    from simulator.sessions.calibration.sheet import as_sheet
    from simulator.sessions.exporting.tables import Separator
    from simulator.sessions.files import write_atomically

    table = as_sheet(_items(session_ids, sessions_dir), Separator(separator))
    if output is None:
        sys.stdout.write(table.replace("\r\n", "\n"))
        sys.stdout.flush()
        return Status.FINE
    write_atomically(output, ("\N{ZERO WIDTH NO-BREAK SPACE}" + table).encode("utf-8", errors="replace"))
    say(f"Written: {output}. Fill in the column 'label'; lines left empty do not count.")
    return Status.FINE


@calibrate.command()
@click.argument("sheets", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SHEET.csv...")
@click.option(
    "--session", "session_ids", multiple=True, metavar="ID", help="A session on the sheets; all when left out."
)
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Also write all of it as JSON here.")
@sessions_option
@json_option
def compare(
    sheets: tuple[Path, ...],
    session_ids: tuple[str, ...],
    output: Path | None,
    sessions_dir: Path | None,
    as_json: bool,
) -> int:
    """Compare filled sheets with each other and with the tool: kappa, weighted kappa, who said what."""
    from simulator.sessions.calibration.comparing import TOOL, as_data, compare, strength
    from simulator.sessions.calibration.sheet import SheetFaultError, labels_from_sheet, tool_labels
    from simulator.sessions.files import write_atomically
    from simulator.sessions.store import SessionStore

    wanted = session_ids or SessionStore(sessions_at(sessions_dir)).ids()
    items = _items(wanted, sessions_dir)
    raters: dict[str, dict[str, str]] = {}
    for path in sheets:
        try:
            text = path.read_text(encoding="utf-8")
            raters[_name(path, raters)] = labels_from_sheet(text, items, str(path))
        except (SheetFaultError, UnicodeDecodeError) as fault:
            said = (
                str(fault) if isinstance(fault, SheetFaultError) else f"{path} is no UTF-8 text. Save it as CSV UTF-8."
            )
            raise RefusalError(said) from fault
    raters[TOOL] = tool_labels(items)
    compared = compare(items, raters)
    if not compared:
        raise RefusalError("Nothing was labelled by two: fill in the column 'label' of the sheets.")
    if output is not None:
        write_atomically(output, (json.dumps(as_data(compared), ensure_ascii=False, indent=2) + "\n").encode())
    if as_json:
        print_json(as_data(compared))
        return Status.FINE
    print_table(
        ("label", "language", "raters", "items", "agree", "kappa", "95 % interval", "weighted", ""),
        [
            (
                each.kind.value,
                each.language,
                f"{each.first} - {each.second}",
                str(each.items),
                f"{each.observed:.0%}",
                "-" if each.kappa is None else f"{each.kappa:.3f}",
                "-" if each.kappa_interval is None else f"{each.kappa_interval[0]:.2f} to {each.kappa_interval[1]:.2f}",
                "-" if each.weighted_kappa is None else f"{each.weighted_kappa:.3f}",
                strength(each.kappa),
            )
            for each in compared
        ],
    )
    for each in compared:
        if len(each.values) > 1:
            say(f"\n{each.kind.value} ({each.language}): rows {each.first}, columns {each.second}")
            print_table(
                ("", *each.values),
                [(value, *map(str, row)) for value, row in zip(each.values, each.table, strict=True)],
            )
    note("A dash is where both always said one and the same: kappa is not defined there.")
    return Status.FINE


@calibrate.command()
@click.argument("session_ids", nargs=-1, metavar="[ID]...")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Printed when left out.")
@click.option("--use", "used", is_flag=True, help="Judge by them from now on, as 'calibrate use FILE' does.")
@sessions_option
def exemplars(session_ids: tuple[str, ...], output: Path | None, used: bool, sessions_dir: Path | None) -> int:
    """Write the labels trainers corrected as JSON lines to learn from; without ids, of all sessions."""
    from simulator.sessions.calibration.exemplars import as_json_lines, exemplars_of
    from simulator.sessions.files import write_atomically
    from simulator.sessions.review import read_review
    from simulator.sessions.store import SessionStore

    if used and output is None:
        raise RefusalError("Say with --output FILE where the exemplars are to be kept.", Status.WRONG_COMMAND)
    store = SessionStore(sessions_at(sessions_dir))
    lines = ""
    for session_id in session_ids or store.ids():
        session = open_session(store, session_id)
        lines += as_json_lines(exemplars_of(session, read_review(session.folder).review))
    if output is None:
        sys.stdout.write(lines)
        sys.stdout.flush()
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, lines.encode("utf-8", errors="replace"))
        say(f"Written: {output}")
    if used and output is not None:
        _use(output)
    return Status.FINE


@calibrate.command()
@click.argument("chosen", required=False, metavar="[FILE|none]")
def use(chosen: str | None) -> int:
    """Judge calls from now on as trainers judged sentences like theirs, or no longer ('none'); says which it is."""
    from dataclasses import replace

    from simulator import directories
    from simulator.cli.app_settings import read_settings, write_settings
    from simulator.cli.exemplars import NONE, exemplars_set

    settings = read_settings(directories.settings_path())
    if chosen == NONE:
        write_settings(directories.settings_path(), replace(settings, uses_exemplars=False))
        say("Calls are judged by the program alone.")
    elif chosen is not None:
        _use(Path(chosen))
    else:
        judged_by, trouble = exemplars_set(settings)
        if trouble:
            raise RefusalError(trouble)
        say("Calls are judged by the program alone." if judged_by is None else _told(judged_by))
    return Status.FINE


def _use(path: Path) -> None:
    """Keep the choice of a file of exemplars.

    Raises:
        RefusalError: it cannot be used; nothing is changed.
    """
    from dataclasses import replace

    from simulator import directories
    from simulator.cli.app_settings import read_settings, write_settings
    from simulator.cli.exemplars import exemplars_at

    judged_by = exemplars_at(path.resolve())
    if not judged_by.items:
        raise RefusalError(f"{path} holds no corrections yet, so calls are judged as before.")
    place = directories.settings_path()
    write_settings(place, replace(read_settings(place), exemplars=str(path.resolve()), uses_exemplars=True))
    say(_told(judged_by))
    note("Calls held before keep their scores; 'callsim sessions rescore' scores them anew, and keeps those of then.")


def _told(judged_by: Exemplars) -> str:
    count = len(judged_by.items)
    labels = "1 label" if count == 1 else f"{count} labels"
    return f"Calls are judged with {labels} of trainers, from {judged_by.source} ({judged_by.digest})."


def _items(session_ids: Sequence[str], sessions_dir: Path | None) -> list[Item]:
    from simulator.sessions.calibration.sheet import items_of
    from simulator.sessions.store import SessionStore

    store = SessionStore(sessions_at(sessions_dir))
    return [item for session_id in session_ids for item in items_of(open_session(store, session_id))]


def _name(path: Path, taken: dict[str, dict[str, str]]) -> str:
    return path.stem if path.stem not in taken else str(path)
