"""Kappa of made sets is what a hand computes; sheets are blind and read back; corrections become exemplars."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.leary import Octant
from simulator.scoring.exemplars import parse_exemplars
from simulator.sessions.calibration.agreement import agreement, distances
from simulator.sessions.calibration.comparing import TOOL, as_data, compare, strength
from simulator.sessions.calibration.exemplars import as_json_lines, exemplars_of
from simulator.sessions.calibration.sheet import (
    SheetFaultError,
    as_sheet,
    items_of,
    labels_from_sheet,
    tool_labels,
)
from simulator.sessions.review import VALUES, Label, LabelCorrection, LabelKind, Review
from simulator.sessions.store import SessionStore
from tests.simulator.sessions.held import hold_call

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def said(table):
    """Two raters' labels with this many of each pair."""
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    return [one for one, _ in pairs], [other for _, other in pairs]


YES_NO = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
"""Of 50 items 35 agree; by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5 would: kappa = (0.7 - 0.5) / 0.5 = 0.4."""

ORDERED = {
    ("none", "none"): 10,
    ("none", "unchecked"): 2,
    ("unchecked", "none"): 1,
    ("unchecked", "unchecked"): 6,
    ("unchecked", "checked"): 1,
    ("checked", "unchecked"): 2,
    ("checked", "checked"): 8,
}
"""Observed 24 of 30 and by chance (12 x 11 + 8 x 10 + 10 x 9) / 900: kappa = 0.464444 / 0.664444 = 0.698997.
In half steps 3 of 30 apart and by chance (168 + 80 + 160) / 900 = 0.453333: weighted kappa = 1 - 0.1 / 0.453333."""

OCTANTS = {("helping", "helping"): 2, ("helping", "leading"): 1, ("rebellious", "rebellious"): 1}
"""Observed distance (45 / 180) / 4; by chance helping-leading 3 x 1, helping-rebellious 3 x 1 and rebellious-helping
1 x 2 at 180 / 180, rebellious-leading 1 x 1 at 135 / 180, of 16: (0.75 + 3 + 2 + 0.75) / 16 = 0.40625."""


def test_kappa_of_a_known_table():
    found = agreement(LabelKind.REFLECTION, *said(YES_NO))
    assert found.kappa == pytest.approx(0.4, abs=1e-9)
    assert found.observed == pytest.approx(0.7)
    assert found.values == ("yes", "no")
    assert found.table == ((20, 5), (10, 15))
    assert found.weighted_kappa == pytest.approx(0.4, abs=1e-9)
    assert found.kappa_interval is not None
    low, high = found.kappa_interval
    assert low == pytest.approx(0.16, abs=0.03)
    assert high == pytest.approx(0.65, abs=0.03)


def test_weighted_kappa_of_a_known_table():
    found = agreement(LabelKind.SUMMARY, *said(ORDERED))
    assert found.kappa == pytest.approx(0.698997, abs=1e-6)
    assert found.weighted_kappa == pytest.approx(1 - 0.1 / (408 / 900), abs=1e-9)


def test_octants_are_as_far_apart_as_their_angle():
    found = agreement(LabelKind.OCTANT, *said(OCTANTS))
    assert found.weighted_kappa == pytest.approx(1 - (0.25 / 4) / 0.40625, abs=1e-9)
    order = [*(octant.value for octant in Octant), "neutral"]
    far = distances(LabelKind.OCTANT, order)
    assert far[order.index("helping"), order.index("rebellious")] == 1.0
    assert far[order.index("helping"), order.index("cooperating")] == pytest.approx(0.25)
    assert far[order.index("withdrawn"), order.index("neutral")] == 0.5
    assert (far == far.T).all()


@pytest.mark.parametrize("weights", ["linear", None])
def test_the_library_gives_the_same(weights):
    from sklearn.metrics import cohen_kappa_score

    found = agreement(LabelKind.SUMMARY, *said(ORDERED))
    theirs = cohen_kappa_score(*said(ORDERED), labels=["none", "unchecked", "checked"], weights=weights)
    assert theirs == pytest.approx(found.weighted_kappa if weights else found.kappa, abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(st.data(), st.sampled_from([kind for kind in LabelKind if kind is not LabelKind.QUESTION_FLAGS]))
def test_agreement_is_symmetric_bounded_and_repeatable(data, kind):
    pairs = data.draw(
        st.lists(st.tuples(st.sampled_from(VALUES[kind]), st.sampled_from(VALUES[kind])), min_size=1, max_size=30)
    )
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    found, turned = agreement(kind, one, other), agreement(kind, other, one)
    assert found == agreement(kind, one, other)
    for mine, theirs in ((found.kappa, turned.kappa), (found.weighted_kappa, turned.weighted_kappa)):
        assert (mine is None) == (theirs is None)
        if mine is not None:
            assert mine == pytest.approx(theirs)
            assert -1.0 - 1e-9 <= mine <= 1.0 + 1e-9
    if one == other and found.kappa is not None:
        assert found.kappa == pytest.approx(1.0)
    if found.kappa_interval is not None:
        assert found.kappa_interval[0] <= found.kappa_interval[1]


def test_always_one_and_the_same_has_no_kappa():
    found = agreement(LabelKind.REFLECTION, ["no"] * 5, ["no"] * 5)
    assert found.kappa is None
    assert found.weighted_kappa is None
    assert found.observed == 1.0
    assert strength(found.kappa) == ""
    assert strength(0.4) == "fair"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    directory = tmp_path_factory.mktemp("sessions")
    return SessionStore(directory).open(hold_call(directory))


def rows_of(sheet):
    return list(csv.DictReader(io.StringIO(sheet)))


def filled(sheet, value_of, *, separator=","):
    rows = rows_of(sheet)
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys(), delimiter=separator)
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "label": value_of(row)})
    return "\ufeff" + written.getvalue()


def test_a_sheet_shows_no_label_of_the_tool(session):
    items = items_of(session)
    assert items
    rows = rows_of(as_sheet(items))
    assert len(rows) == len(items)
    assert all(row["label"] == "" for row in rows)
    for row, item in zip(rows, items, strict=True):
        assert row["choose_from"] == " | ".join(VALUES[item.label.kind])
        assert item.label.value not in row["item"]
    assert len({item.id for item in items}) == len(items)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_filled_sheet_is_read_back_whatever_the_spreadsheet_made_of_it(session, separator):
    items = items_of(session)
    tools = tool_labels(items)
    text = filled(as_sheet(items), lambda row: f" {tools[row['item']].upper()} ", separator=separator)
    assert labels_from_sheet(text, items, "els.csv") == tools
    assert labels_from_sheet(filled(as_sheet(items), lambda row: ""), items, "els.csv") == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a,b\r\n1,2\r\n", "needs the columns"),
        ("", "needs the columns"),
        ("item,label\r\nffffffffffff,helping\r\n", "els.csv:2: no item 'ffffffffffff'"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(session, text, fault):
    with pytest.raises(SheetFaultError, match=fault):
        labels_from_sheet(text, items_of(session), "els.csv")


def test_a_label_that_is_no_choice_is_refused_with_its_line(session):
    items = items_of(session)
    text = filled(as_sheet(items), lambda row: "angry" if row["kind"] == "octant" else "")
    with pytest.raises(SheetFaultError, match=r"els\.csv:\d+: 'angry' is no octant; choose from helping"):
        labels_from_sheet(text, items, "els.csv")


def test_every_two_raters_are_compared_on_what_both_labelled(session):
    items = items_of(session)
    tools = tool_labels(items)
    octants = [item.id for item in items if item.label.kind is LabelKind.OCTANT]
    other = {**{each: tools[each] for each in octants[1:]}, octants[0]: "withdrawn"}
    compared = compare(items, {"els": tools, "jan": other, TOOL: tools})
    by_pair = {(each.kind, each.first, each.second): each for each in compared}
    assert by_pair[LabelKind.OCTANT, "els", TOOL].observed == 1.0
    assert by_pair[LabelKind.OCTANT, "els", "jan"].items == len(octants)
    assert by_pair[LabelKind.OCTANT, "jan", TOOL].observed == pytest.approx(1 - 1 / len(octants))
    assert (LabelKind.SUMMARY, "els", "jan") not in by_pair
    assert {each.language for each in compared} == {"en"}
    json.dumps(as_data(compared), allow_nan=False)


def test_corrections_become_lines_to_learn_from_without_names(session):
    (turn, *_) = [turn for turn in session.record.turns if turn.assessment is not None and turn.assessment.questions]
    question = turn.assessment.questions[0].text
    review = (
        Review()
        .with_label(LabelCorrection("Els", NOON, turn.number, LabelKind.OCTANT, "helping", "leading", "It steers."))
        .with_label(
            LabelCorrection("Els", NOON, turn.number, LabelKind.QUESTION_FLAGS, "none", "leading", "Steers.", question)
        )
        .with_label(LabelCorrection("Els", NOON, turn.number, LabelKind.SUMMARY, "none", "checked", "It sums up."))
    )
    written = as_json_lines(exemplars_of(session, review))
    lines = [json.loads(line) for line in written.splitlines()]
    read = parse_exemplars(written)
    assert [(each.line, each.label) for each in read.items] == [
        (1, Label(LabelKind.OCTANT, "leading")),
        (2, Label(LabelKind.QUESTION_FLAGS, "leading", question)),
        (3, Label(LabelKind.SUMMARY, "checked")),
    ]
    assert [line["table"] for line in lines] == ["rose", "questions", "giving_back"]
    assert lines[0]["octant"] == "leading"
    assert (lines[0]["together"], lines[0]["above"]) == (1, 1)
    assert "+leading" in lines[1]["questions"]
    assert (lines[2]["kind"], lines[2]["checked"]) == ("summary", 1)
    assert all(line["text"] == turn.assessment.text for line in lines)
    assert "Els" not in json.dumps(lines)
