"""`sessions export`, `calibrate` and their refusals, as they are typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from simulator import directories
from simulator.sessions.calibration.sheet import items_of
from simulator.sessions.review import LabelKind
from simulator.sessions.store import SessionStore
from tests.simulator.sessions.held import hold_call


@pytest.fixture
def session():
    directory = directories.sessions_directory()
    return SessionStore(directory).open(hold_call(directory))


def test_a_page_goes_into_the_sessions_own_folder(callsim, session):
    outcome = callsim("sessions", "export", "last", "--html")
    assert outcome.status == 0
    page = session.folder / "debrief.html"
    assert str(page) in outcome.out
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert page.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("form", "begins"), [("--markdown", "# Debrief"), ("--vtt", "WEBVTT"), ("--srt", "1\n"), ("--csv", "session,")]
)
def test_the_rest_is_printed_or_written(callsim, session, tmp_path, form, begins):
    printed = callsim("sessions", "export", session.id, form)
    assert printed.status == 0
    assert printed.out.startswith(begins)
    place = tmp_path / "out" / "file.txt"
    assert callsim("sessions", "export", session.id, form, "--output", str(place)).status == 0
    written = place.read_text(encoding="utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    assert written == printed.out


def test_json_of_one_and_of_all(callsim, session):
    assert callsim("sessions", "export", "last", "--json").json["session"]["id"] == session.id
    assert [each["session"]["id"] for each in callsim("sessions", "export", "--all", "--json").json] == [session.id]


def test_several_get_a_file_each(callsim, session, tmp_path):
    other = hold_call(session.folder.parent, ("Since when is it down?",))
    outcome = callsim("sessions", "export", session.id, other, "--markdown", "--output", str(tmp_path / "all"))
    assert outcome.status == 0
    assert {path.name for path in (tmp_path / "all").iterdir()} == {f"{session.id}.md", f"{other}.md"}
    outcome = callsim("sessions", "export", session.id, other, "--markdown")
    assert outcome.status == 2
    assert "--output DIR" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("last",), "--html, --markdown"),
        (("--html",), "or say --all"),
        (("last", "--all", "--html"), "or say --all"),
        (("nonsense", "--html"), "There is no session 'nonsense'"),
    ],
)
def test_what_is_not_said_clearly_is_refused(callsim, session, arguments, said):
    outcome = callsim("sessions", "export", *arguments)
    assert outcome.status == 2
    assert said in outcome.err


def write_labels(path: Path, items, label_of) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("item", "label"))
        for index, item in enumerate(items):
            writer.writerow((item.id, label_of(index)))


def test_calibration_of_a_made_set_prints_the_known_kappa(callsim, tmp_path):
    directory = directories.sessions_directory()
    ids = [hold_call(directory) for _ in range(9)]
    items = [
        item
        for session_id in ids
        for item in items_of(SessionStore(directory).open(session_id))
        if item.label.kind is LabelKind.REFLECTION
    ][:50]
    assert len(items) >= 25
    # A table of 20, 5, 10 and 15 in every 50 has a kappa of 0.4; half of each keeps it.
    scale = len(items) // 25
    pairs = [("yes", "yes")] * 8 + [("yes", "no")] * 2 + [("no", "yes")] * 4 + [("no", "no")] * 6
    pairs = (pairs * 3)[: 20 * scale]
    write_labels(tmp_path / "els.csv", items[: len(pairs)], lambda index: pairs[index][0])
    write_labels(tmp_path / "jan.csv", items[: len(pairs)], lambda index: pairs[index][1])
    outcome = callsim(
        "sessions", "calibrate", "compare", str(tmp_path / "els.csv"), str(tmp_path / "jan.csv"), "--output",
        str(tmp_path / "kappa.json"),
    )  # fmt: skip
    assert outcome.status == 0
    (line,) = (line for line in outcome.out.splitlines() if "els - jan" in line)
    assert " 0.400 " in line
    (found,) = (
        each
        for each in json.loads((tmp_path / "kappa.json").read_text())
        if (each["first"], each["second"]) == ("els", "jan")
    )
    assert found["kappa"] == pytest.approx(0.4)
    assert found["items"] == len(pairs)


def test_a_sheet_is_made_filled_in_and_compared(callsim, session, tmp_path):
    place = tmp_path / "sheet.csv"
    assert callsim("sessions", "calibrate", "sheet", session.id, "--output", str(place)).status == 0
    rows = list(csv.DictReader(io.StringIO(place.read_text(encoding="utf-8-sig"))))
    filled = tmp_path / "els.csv"
    with filled.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "label": "no" if row["kind"] == "reflection" else ""} for row in rows)
    (found,) = callsim("sessions", "calibrate", "compare", str(filled), "--json").json
    assert (found["first"], found["second"]) == ("els", "callsim")
    empty = callsim("sessions", "calibrate", "compare", str(place))
    assert empty.status == 1
    assert "Fill in" in empty.err or "fill in" in empty.err


def test_exemplars_of_no_corrections_are_no_lines(callsim, session):
    outcome = callsim("sessions", "calibrate", "exemplars")
    assert outcome.status == 0
    assert outcome.out == ""
