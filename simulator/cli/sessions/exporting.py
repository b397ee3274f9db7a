"""`callsim sessions export`: a call to keep and to hand on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.options import sessions_at, sessions_option
from simulator.cli.output import note, print_json, say
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.sessions.opening import open_session, reviewed
from simulator.language import Language

if TYPE_CHECKING:
    from simulator.sessions.exporting.material import Material
    from simulator.sessions.store import SessionStore


class Form(StrEnum):
    """What an export is; the value is also how its file's name ends."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    CSV = "csv"
    VTT = "vtt"
    SRT = "srt"


TABLES: Final = (Form.CSV, Form.JSON)
"""Forms that hold several sessions in one file."""

DEBRIEF_NAME: Final = "debrief.html"
"""Where a page goes that nobody gave another place: in the session's own folder, so that it goes when the session
does."""


def _form_option(form: Form, name: str, what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(f"--{name}", "form", flag_value=form.value, help=what)


@click.command("export")
@click.argument("session_ids", nargs=-1, metavar="[ID]...")
@_form_option(Form.HTML, "html", "A page with sound, rose and scores that opens anywhere, without a network.")
@_form_option(Form.MARKDOWN, "markdown", "The debrief as Markdown.")
@_form_option(Form.JSON, "json", "All of it as JSON.")
@_form_option(Form.CSV, "csv", "A table for a spreadsheet.")
@_form_option(Form.VTT, "vtt", "WebVTT subtitles of the stereo recording.")
@_form_option(Form.SRT, "srt", "SubRip subtitles of the stereo recording.")
@click.option("--all", "everything", is_flag=True, help="All sessions.")
@click.option("--output", metavar="PATH", type=click.Path(path_type=Path), help="A file, or a folder for a file each.")
@click.option("--rows", type=click.Choice(["turns", "sessions"]), default="turns", help="What a row of the table is.")
@click.option(
    "--separator",
    type=click.Choice(["comma", "semicolon", "tab"]),
    default="comma",
    help="Between the cells of the table; a spreadsheet set to Dutch expects a semicolon.",
)
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    help="Of headings and labels; the call's own when left out.",
)
@click.option("--no-sound", is_flag=True, help="Leave the recordings out of the page.")
@sessions_option
def export(
    session_ids: tuple[str, ...],
    form: str | None,
    everything: bool,
    output: Path | None,
    rows: str,
    separator: str,
    language: str | None,
    no_sound: bool,
    sessions_dir: Path | None,
) -> int:
    """Write calls to files that others can read; ID may be shortened, or 'last'.

    A page goes into the session's folder unless --output says otherwise; everything else is printed.
    """
    from simulator.sessions.store import SessionStore

    if form is None:
        raise RefusalError("Say what to make: --html, --markdown, --json, --csv, --vtt or --srt.", Status.WRONG_COMMAND)
    store = SessionStore(sessions_at(sessions_dir))
    if everything == bool(session_ids):
        raise RefusalError("Name the sessions (ID, or 'last'), or say --all.", Status.WRONG_COMMAND)
    wanted = store.ids() if everything else session_ids
    materials = _materials(store, wanted, Language(language) if language else None)
    kind = Form(form)
    if kind in TABLES:
        _write_table(materials, kind, output, rows, separator, one=len(wanted) == 1 and not everything)
    else:
        _write_each(materials, kind, output, with_sound=not no_sound)
    return Status.FINE if len(materials) == len(wanted) else Status.PROBLEMS


def _materials(store: SessionStore, wanted: Sequence[str], language: Language | None) -> list[Material]:
    """Return what there is to tell; of several sessions a damaged one costs only itself."""
    from simulator.sessions.session import DamagedSessionError

    materials: list[Material] = []
    for session_id in wanted:
        try:
            materials.append(reviewed(open_session(store, session_id), language))
        except (RefusalError, DamagedSessionError) as trouble:
            if len(wanted) == 1:
                raise
            note(f"{session_id} is left out: {trouble}")
    return materials


def _write_each(materials: Sequence[Material], form: Form, output: Path | None, *, with_sound: bool) -> None:
    into_folder = output is not None and (output.is_dir() or len(materials) > 1 or not output.suffix)
    if output is None and form is not Form.HTML and len(materials) > 1:
        raise RefusalError("Several sessions need --output DIR: each gets a file of its own.", Status.WRONG_COMMAND)
    if into_folder and output is not None and output.is_file():
        raise RefusalError(f"{output} is a file; several sessions need a folder.", Status.WRONG_COMMAND)
    for material in materials:
        text = _text(material, form, with_sound=with_sound)
        if output is None and form is not Form.HTML:
            sys.stdout.write(text)
            sys.stdout.flush()
            continue
        if output is None:
            place = material.session.folder / DEBRIEF_NAME
        else:
            place = output / f"{material.session.id}.{form.value}" if into_folder else output
        _keep(place, text)


def _text(material: Material, form: Form, *, with_sound: bool) -> str:
    from simulator.sessions.exporting.markdown import debrief_markdown
    from simulator.sessions.exporting.page import debrief_page
    from simulator.sessions.exporting.subtitles import SubtitleFormat, as_subtitles

    match form:
        case Form.HTML:
            return debrief_page(material, with_sound=with_sound)
        case Form.MARKDOWN:
            return debrief_markdown(material)
        case _:
            return as_subtitles(material, SubtitleFormat(form.value))


def _write_table(
    materials: Sequence[Material], form: Form, output: Path | None, rows: str, separator: str, *, one: bool
) -> None:
    from simulator.sessions.exporting.data import as_data
    from simulator.sessions.exporting.tables import Rows, Separator, as_csv

    name = f"{rows}.csv" if form is Form.CSV else "sessions.json"
    place = output / name if output is not None and output.is_dir() else output
    if form is Form.JSON:
        import json

        objects = [as_data(material) for material in materials]
        value = objects[0] if one and objects else objects
        if place is None:
            print_json(value)
        else:
            _keep(place, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        return
    table = as_csv(materials, Rows(rows), Separator(separator))
    if place is None:
        sys.stdout.write(table.replace("\r\n", "\n"))
        sys.stdout.flush()
    else:
        # The mark at the beginning tells spreadsheets that the file is UTF-8.
        _keep(place, "\N{ZERO WIDTH NO-BREAK SPACE}" + table)


def _keep(place: Path, text: str) -> None:
    """Write an export; only its owner can read it, as the session itself.

    Raises:
        OSError: the place does not allow it.
    """
    from simulator.sessions.files import make_folder, write_atomically

    make_folder(place.parent)
    write_atomically(place, text.encode("utf-8", errors="replace"))
    say(f"Written: {place}")
