"""Tables open in a spreadsheet, and none of their cells is a formula."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.sessions.exporting.data import as_data
from simulator.sessions.exporting.markdown import debrief_markdown, escaped
from simulator.sessions.exporting.material import Material
from simulator.sessions.exporting.tables import (
    FORMULA_SIGNS,
    SESSION_COLUMNS,
    TURN_COLUMNS,
    Rows,
    Separator,
    as_csv,
    disarmed,
)
from simulator.sessions.review import read_review
from simulator.sessions.store import SessionStore
from tests.simulator.sessions.exporting.hostile import DOES, hold_hostile_call


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A session of which every text tries to do something."""
    directory = tmp_path_factory.mktemp("sessions")
    session = SessionStore(directory).open(hold_hostile_call(directory))
    return Material(session, read_review(session.folder).review)


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    cell = disarmed(text)
    assert isinstance(cell, str)
    assert not cell or unicodedata.normalize("NFKC", cell[0])[:1] not in FORMULA_SIGNS
    assert "\n" not in cell
    assert "\r" not in cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r\n=1", "\uff1d1", "|calc", "\u200e=1"])
def test_what_could_be_a_formula_is_told_to_be_text(text):
    assert str(disarmed(text)).startswith("'")


def test_numbers_stay_numbers():
    assert disarmed(-3.5) == -3.5
    assert disarmed(None) is None
    assert disarmed("two = 2") == "two = 2"


@pytest.mark.parametrize("separator", Separator)
@pytest.mark.parametrize("rows", Rows)
def test_a_table_is_read_back_cell_by_cell(hostile, rows, separator):
    table = as_csv([hostile, hostile], rows, separator)
    read = list(csv.reader(io.StringIO(table), delimiter=separator.sign))
    columns = TURN_COLUMNS if rows is Rows.TURNS else SESSION_COLUMNS
    assert tuple(read[0]) == columns
    assert {len(row) for row in read} == {len(columns)}
    assert len(read) == 1 + 2 * (len(hostile.record.turns) if rows is Rows.TURNS else 1)
    numbers = {"together", "above", "points"}
    for row in read[1:]:
        for name, cell in zip(columns, row, strict=True):
            assert name in numbers or not cell or cell[0] not in FORMULA_SIGNS
    assert any(DOES in cell for row in read for cell in row)


def test_a_session_row_has_the_scores_that_count_and_the_tools(hostile):
    rows = list(csv.DictReader(io.StringIO(as_csv([hostile], Rows.SESSIONS))))
    assert rows[0]["jargon"] == "55"
    assert rows[0]["jargon_by_tool"] == ""
    assert rows[0]["questioning"] == rows[0]["questioning_by_tool"] == "64"
    assert rows[0]["verdict"] == "pass"


def test_data_has_both_scores_and_the_review(hostile):
    data = as_data(hostile)
    assert data["scores_that_count"]["jargon"] == 55
    assert [score["value"] for score in data["scores"]] == [64, None]
    assert data["review"]["comments"][0]["text"].startswith("=<script>")


def test_markdown_holds_no_html_and_no_links(hostile):
    text = debrief_markdown(hostile)
    bare = text.replace("\\<", "").replace("\\[", "").replace("\\`", "").replace("\\!", "")
    assert "<" not in bare
    assert "[" not in bare
    assert "### Jargon: 55 (Score by the program: not rated)" in text


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_escaped_text_is_one_line_without_marks(text):
    kept = escaped(text)
    assert "\n" not in kept
    for mark in "<[`*_|":
        assert mark not in kept.replace("\\\\", "").replace(f"\\{mark}", "")
