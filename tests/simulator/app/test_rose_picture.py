"""The rose as characters: whole at every size, and readable without colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.app.widgets.rose import describe_course, name_stance
from simulator.app.widgets.rose_picture import (
    BOTH_MARK,
    CALLER_MARK,
    CALLER_START_MARK,
    TRAINEE_MARK,
    Cell,
    RoseCourse,
    draw_rose,
)
from simulator.app.wording import Wording
from simulator.language import Language
from simulator.leary import NEUTRAL, Octant, Stance

DUTCH = {octant: Wording(Language.DUTCH).say(f"octant-{octant.value}") for octant in Octant}
ENGLISH = {octant: Wording(Language.ENGLISH).say(f"octant-{octant.value}") for octant in Octant}
stances = st.builds(Stance.at, st.floats(-180, 180), st.floats(0, 1))
courses = st.builds(
    RoseCourse, st.lists(stances, max_size=8).map(tuple), st.lists(stances, max_size=8).map(tuple), st.floats(0, 1)
)


def text(picture: tuple[tuple[Cell, ...], ...]) -> str:
    return "\n".join("".join(cell.glyph for cell in row) for row in picture)


@given(st.integers(0, 90), st.integers(0, 45), courses)
def test_the_picture_has_the_size_asked_for(width: int, height: int, course: RoseCourse) -> None:
    picture = draw_rose(width, height, course, DUTCH)
    if width and height:
        assert len(picture) == height
        assert all(len(row) == width for row in picture)
        assert all(len(cell.glyph) == 1 for row in picture for cell in row)


@pytest.mark.parametrize("names", [DUTCH, ENGLISH], ids=["nl", "en"])
@pytest.mark.parametrize("size", [(30, 16), (30, 12), (40, 20), (60, 30), (90, 40)])
def test_all_eight_octants_are_named(size: tuple[int, int], names: dict[Octant, str]) -> None:
    shown = text(draw_rose(*size, RoseCourse(), names))
    assert [name for name in names.values() if name not in shown] == []


@pytest.mark.parametrize("size", [(30, 16), (60, 30)])
def test_names_stand_where_their_octant_is(size: tuple[int, int]) -> None:
    rows = text(draw_rose(*size, RoseCourse(), ENGLISH)).split("\n")

    def place(octant: Octant) -> tuple[int, int]:
        row = next(index for index, line in enumerate(rows) if ENGLISH[octant] in line)
        return rows[row].index(ENGLISH[octant]) + len(ENGLISH[octant]) // 2, row

    for octant in Octant:
        column, row = place(octant)
        assert (column > size[0] / 2) == (octant.stance.together > 0), octant
        assert (row < size[1] / 2) == (octant.stance.above > 0), octant
    assert place(Octant.LEADING)[1] < place(Octant.HELPING)[1]
    assert place(Octant.FOLLOWING)[1] > place(Octant.COOPERATING)[1]


@given(stances, stances)
def test_the_marks_lie_in_the_right_quarter(caller: Stance, trainee: Stance) -> None:
    width, height = 40, 20
    rows = text(draw_rose(width, height, RoseCourse((caller,), (trainee,)), DUTCH)).split("\n")
    for stance, marks in ((caller, CALLER_MARK + BOTH_MARK), (trainee, TRAINEE_MARK + BOTH_MARK)):
        (spot,) = [(x, y) for y, row in enumerate(rows) for x, glyph in enumerate(row) if glyph in marks]
        if abs(stance.together) > 0.2:
            assert (spot[0] >= width / 2) == (stance.together > 0)
        if abs(stance.above) > 0.2:
            assert (spot[1] < height / 2) == (stance.above > 0)


def test_both_in_one_place_is_a_mark_of_its_own() -> None:
    helping = Octant.HELPING.stance
    assert BOTH_MARK in text(draw_rose(30, 16, RoseCourse((helping,), (helping,)), DUTCH))


def test_where_the_caller_began_is_marked() -> None:
    course = RoseCourse((Stance.at(100, 0.5), Stance.at(-22, 0.8)))
    assert CALLER_START_MARK in text(draw_rose(40, 20, course, DUTCH))


def test_the_disc_is_round() -> None:
    rows = text(draw_rose(20, 10, RoseCourse(), dict.fromkeys(Octant, ""))).split("\n")
    drawn = [(x, y) for y, row in enumerate(rows) for x, glyph in enumerate(row) if glyph != " "]
    wide = max(x for x, _ in drawn) - min(x for x, _ in drawn) + 1
    high = max(y for _, y in drawn) - min(y for _, y in drawn) + 1
    assert abs(wide - 2 * high) <= 2


def test_the_same_in_words() -> None:
    course = RoseCourse((Octant.ATTACKING.stance, Octant.REBELLIOUS.stance, Octant.COOPERATING.stance), (NEUTRAL,))
    assert describe_course(course, Wording(Language.DUTCH), "Karin") == (
        "Karin begon aanvallend en eindigde na 2 stappen meewerkend. Jij was aan het eind neutraal."
    )
    assert describe_course(RoseCourse(), Wording(Language.ENGLISH), "Karin") == "Nobody has said anything yet."


def test_a_stance_between_two_octants_names_both() -> None:
    assert name_stance(Stance.at(44, 0.8), Wording(Language.ENGLISH)) == "helping to leading"
