"""Leary's Rose as a picture of characters: pure, without Textual.

A braille cell holds 2 x 4 dots and a terminal's cell is about twice as high as wide, so the dots lie on a square grid
and the disc is round. The rim and the borders of the octants are fine dots; a path is a line of dots that thins
out with age, which reads without colour; the last positions are marks of their own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Final

from simulator.leary import Octant, Stance

_DOT_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The braille bit of a dot by its row and column in the cell (Unicode 2800)."""

SIDE_LABELS_FROM: Final = 46
"""From this width on there is room for names left and right of the disc."""

SIDES: Final = (Octant.ATTACKING, Octant.REBELLIOUS, Octant.HELPING, Octant.COOPERATING)
"""The octants whose names stand left and right; the others' stand above and below."""

TAIL_STEPS: Final = 3
"""So many last steps of a path are drawn in full strength or near it; older ones are faint."""


class Ink(IntEnum):
    """What a cell shows; the higher wins where things meet."""

    PAPER = 0
    SPOKE = 1
    RIM = 2
    CALLER_OLD = 3
    TRAINEE_OLD = 4
    CALLER_TRAIL = 5
    TRAINEE_TRAIL = 6
    LABEL = 7
    CALLER_LABEL = 8
    TRAINEE_LABEL = 9
    CALLER_START = 10
    TRAINEE_NOW = 11
    CALLER_NOW = 12


CALLER_MARK: Final = "●"
CALLER_START_MARK: Final = "○"
TRAINEE_MARK: Final = "◆"
BOTH_MARK: Final = "◈"
"""Both stand in the same cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One character of the picture."""

    glyph: str
    ink: Ink


@dataclass(frozen=True, slots=True)
class RoseCourse:
    """What there is to draw, oldest first."""

    caller: tuple[Stance, ...] = ()
    """Where the caller stood."""
    trainee: tuple[Stance, ...] = ()
    """What the trainee showed, turn by turn."""
    doubt: float = 0.0
    """How unsure the last reading of the trainee is, in [0, 1]; drawn as a ring around it."""


def draw_rose(width: int, height: int, course: RoseCourse, names: Mapping[Octant, str]) -> tuple[tuple[Cell, ...], ...]:
    """Return the picture: `height` rows of `width` cells.

    Args:
        width: cells; from 24 the names of the octants fit, below there is only the disc.
        height: rows; two of them carry names when there are at least 9.
        course: both paths.
        names: what the octants are called, each a word of at most 14 characters.
    """
    if width < 1 or height < 1:
        return ()
    named = width >= 24 and height >= 9
    outside = named and width >= SIDE_LABELS_FROM
    side = max(len(names[octant]) for octant in SIDES) + 1 if outside else 0
    disc_rows = height - 2 if named else height
    columns = min(width - 2 * side, disc_rows * 2)
    rows = min(disc_rows, (columns + 1) // 2)
    left, top = (width - columns) // 2, (1 if named else 0) + (disc_rows - rows) // 2
    paper = _Paper(width, height, left, top, columns, rows)
    paper.disc()
    paper.path(course.caller, Ink.CALLER_OLD, Ink.CALLER_TRAIL)
    paper.path(course.trainee, Ink.TRAINEE_OLD, Ink.TRAINEE_TRAIL)
    if course.trainee and course.doubt > 0:
        paper.ring(course.trainee[-1], 0.08 + 0.22 * course.doubt, Ink.TRAINEE_TRAIL)
    if len(course.caller) > 1:
        paper.mark(course.caller[0], CALLER_START_MARK, Ink.CALLER_START)
    if named:
        _write_names(paper, course, names, outside)
    if course.trainee:
        paper.mark(course.trainee[-1], TRAINEE_MARK, Ink.TRAINEE_NOW)
    if course.caller:
        met = bool(course.trainee) and paper.cell(course.caller[-1]) == paper.cell(course.trainee[-1])
        paper.mark(course.caller[-1], BOTH_MARK if met else CALLER_MARK, Ink.CALLER_NOW)
    return paper.rows()


def _write_names(paper: _Paper, course: RoseCourse, names: Mapping[Octant, str], outside: bool) -> None:
    """Write the octants' names where they belong; where the caller or the trainee stands, in their ink."""

    def ink(octant: Octant) -> Ink:
        if course.caller and not course.caller[-1].is_neutral and course.caller[-1].octant is octant:
            return Ink.CALLER_LABEL
        if course.trainee and not course.trainee[-1].is_neutral and course.trainee[-1].octant is octant:
            return Ink.TRAINEE_LABEL
        return Ink.LABEL

    above, below = paper.top - 1, paper.top + paper.disc_rows
    middle = paper.left + paper.columns // 2
    upper = paper.top + round((paper.disc_rows - 1) * (0.5 - 0.5 * math.sin(math.radians(22.5))))
    lower = paper.top + round((paper.disc_rows - 1) * (0.5 + 0.5 * math.sin(math.radians(22.5))))
    for octant, row in ((Octant.COMPETING, above), (Octant.WITHDRAWN, below)):
        paper.write(row, middle - 2 - len(names[octant]), names[octant], ink(octant))
    for octant, row in ((Octant.LEADING, above), (Octant.FOLLOWING, below)):
        paper.write(row, middle + 2, names[octant], ink(octant))
    for octant, row in ((Octant.ATTACKING, upper), (Octant.REBELLIOUS, lower)):
        inside = min(paper.left + 1, middle - 1 - len(names[octant]))
        start = paper.left - 1 - len(names[octant]) if outside else inside
        paper.write(row, start, names[octant], ink(octant))
    for octant, row in ((Octant.HELPING, upper), (Octant.COOPERATING, lower)):
        inside = max(paper.left + paper.columns - 1 - len(names[octant]), middle + 1)
        start = paper.left + paper.columns + 1 if outside else inside
        paper.write(row, start, names[octant], ink(octant))


class _Paper:
    """Dots and letters on a grid of cells."""

    def __init__(self, width: int, height: int, left: int, top: int, columns: int, rows: int) -> None:
        self.width, self.height = width, height
        self.left, self.top, self.columns, self.disc_rows = left, top, columns, rows
        self.radius = min(columns * 2, rows * 4) / 2 - 0.5
        """In dots."""
        self._dots = [[0] * width for _ in range(height)]
        self._inks = [[Ink.PAPER] * width for _ in range(height)]
        self._glyphs: dict[tuple[int, int], tuple[str, Ink]] = {}

    def _at(self, stance: Stance) -> tuple[float, float]:
        """Return the dot of a stance, as column and row of dots."""
        column = self.left * 2 + self.columns - 0.5 + stance.together * self.radius
        row = self.top * 4 + self.disc_rows * 2 - 0.5 - stance.above * self.radius
        return column, row

    def cell(self, stance: Stance) -> tuple[int, int]:
        """Return the column and row of the cell a stance lies in."""
        column, row = self._at(stance)
        return round(column) // 2, round(row) // 4

    def dot(self, column: float, row: float, ink: Ink) -> None:
        """Set one dot; the strongest ink colours the whole cell."""
        across, down = round(column), round(row)
        if 0 <= across < self.width * 2 and 0 <= down < self.height * 4:
            self._dots[down // 4][across // 2] |= _DOT_BITS[down % 4][across % 2]
            self._inks[down // 4][across // 2] = max(self._inks[down // 4][across // 2], ink)

    def disc(self) -> None:
        """Draw the rim, the two axes, and short ticks where the other octants meet."""
        around = max(8, round(2 * math.pi * self.radius))
        for step in range(around):
            self.dot(*self._at(Stance.at(360 * step / around, 1.0)), Ink.RIM)
        for border in range(8):
            nearest = 0.8 * self.radius if border % 2 else 4
            far = self.radius - 4
            while far >= nearest:
                self.dot(*self._at(Stance.at(45 * border, far / self.radius)), Ink.SPOKE)
                far -= 4 if border % 2 == 0 else 2

    def ring(self, centre: Stance, size: float, ink: Ink) -> None:
        """Draw a small dotted circle around a stance; `size` is its radius on the rose."""
        column, row = self._at(centre)
        around = max(6, round(math.pi * size * self.radius))
        for step in range(around):
            angle = 2 * math.pi * step / around
            far = size * self.radius
            self.dot(column + far * math.cos(angle), row + far * math.sin(angle), ink)

    def path(self, stances: Sequence[Stance], old: Ink, new: Ink) -> None:
        """Draw the lines between stances; the older the thinner."""
        steps = list(pairwise(stances))
        for index, (start, end) in enumerate(steps):
            age = len(steps) - 1 - index
            spacing = 1.0 + min(age, 4) * 0.4
            ink = new if age < TAIL_STEPS else old
            (from_column, from_row), (to_column, to_row) = self._at(start), self._at(end)
            length = math.hypot(to_column - from_column, to_row - from_row)
            count = max(1, int(length / spacing))
            for point in range(count + 1):
                part = point / count
                self.dot(from_column + (to_column - from_column) * part, from_row + (to_row - from_row) * part, ink)

    def write(self, row: int, column: int, text: str, ink: Ink) -> None:
        """Write a word; it is pushed inside where it would stick out."""
        column = max(0, min(column, self.width - len(text)))
        for offset, glyph in enumerate(text):
            if 0 <= row < self.height and 0 <= column + offset < self.width:
                self._glyphs[(column + offset, row)] = (glyph, ink)

    def mark(self, stance: Stance, glyph: str, ink: Ink) -> None:
        """Put a mark on a stance's cell."""
        self._glyphs[self.cell(stance)] = (glyph, ink)

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the picture."""
        picture = []
        for row in range(self.height):
            cells = []
            for column in range(self.width):
                letter = self._glyphs.get((column, row))
                if letter is not None:
                    cells.append(Cell(*letter))
                elif self._dots[row][column]:
                    cells.append(Cell(chr(0x2800 + self._dots[row][column]), self._inks[row][column]))
                else:
                    cells.append(Cell(" ", Ink.PAPER))
            picture.append(tuple(cells))
        return tuple(picture)
