"""Leary's Rose as a drawing in SVG: both paths, told apart by line and shape as well as by colour.

Colours are classes that the page's style fills in; without a style the drawing is black on white.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from simulator.language import Language
from simulator.leary import CENTRES_DEG, Stance
from simulator.sessions.wording import OCTANTS, WORDS

RADIUS: Final = 120.0
"""Of the disc, in the drawing's own units; the drawing is 440 wide and 340 high."""

MARK: Final = 5.0
"""Half the width of a mark."""

MERGE_WITHIN: Final = 9.0
"""Marks of one side nearer than this share one mark with all their numbers: two on one spot cannot be read."""

NUMBER_SIZE: Final = 8.5
"""The height of the numbers beside the marks."""
NUMBER_WIDTH: Final = 5.2
"""About how wide a bold digit of that height is."""

Path = Sequence[tuple[int, Stance]]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def rose_svg(caller: Path, trainee: Path, language: Language) -> str:
    """Return the drawing as one `svg` element.

    Args:
        caller: turn numbers with where the caller stood, oldest first.
        trainee: turn numbers with what the trainee showed.
        language: of the names.
    """
    words = WORDS[language]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": "-220 -170 440 340",
            "role": "img",
            "aria-labelledby": "rose-title rose-desc",
            "class": "rose",
            "font-size": "11",
        },
    )
    ET.SubElement(svg, "title", {"id": "rose-title"}).text = words["rose"]
    ET.SubElement(svg, "desc", {"id": "rose-desc"}).text = words["rose_alt"]
    _draw_disc(svg, language)
    taken = [_around(place(stance), MARK) for path in (caller, trainee) for _, stance in path]
    _draw_path(svg, trainee, "trainee", taken)
    _draw_path(svg, caller, "caller", taken)
    return ET.tostring(svg, encoding="unicode")


def place(stance: Stance) -> tuple[float, float]:
    """Return where a stance lies in the drawing: together is right, above is up."""
    return round(RADIUS * stance.together, 1), round(-RADIUS * stance.above, 1)


def _draw_disc(svg: ET.Element, language: Language) -> None:
    words = WORDS[language]
    line = {"class": "grid", "fill": "none", "stroke": "#888"}
    ET.SubElement(svg, "circle", {"r": f"{RADIUS:g}", **line})
    ET.SubElement(svg, "circle", {"r": f"{RADIUS / 2:g}", "stroke-dasharray": "1 4", **line})
    for number in range(4):
        angle = math.radians(45.0 * number)
        x, y = RADIUS * math.cos(angle), RADIUS * math.sin(angle)
        coordinates = {"x1": f"{-x:.1f}", "y1": f"{y:.1f}", "x2": f"{x:.1f}", "y2": f"{-y:.1f}"}
        faint = {} if number % 2 == 0 else {"stroke-dasharray": "2 4"}
        ET.SubElement(svg, "line", {**coordinates, **line, **faint})
    for octant, centre_deg in CENTRES_DEG.items():
        angle = math.radians(centre_deg)
        x, y = (RADIUS + 9) * math.cos(angle), -(RADIUS + 9) * math.sin(angle)
        anchor = "start" if x > 0 else "end"
        _write(svg, OCTANTS[language][octant], x, y + 4, anchor, "octant")
    _write(svg, words["above"], 0, -RADIUS - 26, "middle", "axis")
    _write(svg, words["below"], 0, RADIUS + 34, "middle", "axis")
    _write(svg, words["together"], RADIUS + 10, 4, "start", "axis")
    _write(svg, words["against"], -RADIUS - 10, 4, "end", "axis")


def _draw_path(svg: ET.Element, path: Path, side: str, taken: list[Box]) -> None:
    if not path:
        return
    group = ET.SubElement(svg, "g", {"class": side})
    points = [place(stance) for _, stance in path]
    dashes = {} if side == "caller" else {"stroke-dasharray": "6 4"}
    ET.SubElement(
        group,
        "polyline",
        {
            "points": " ".join(f"{x:g},{y:g}" for x, y in points),
            "fill": "none",
            "stroke": "#000",
            "stroke-width": "2",
            "stroke-linejoin": "round",
            "class": "way",
            **dashes,
        },
    )
    for (x, y), numbers, is_last in _spots(path, points):
        filled = {"fill": "#000" if is_last else "#fff", "stroke": "#000", "stroke-width": "1.5"}
        kind = {"class": "mark last" if is_last else "mark"}
        if side == "caller":
            ET.SubElement(group, "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{MARK:g}", **filled, **kind})
        else:
            size = MARK * 1.3
            corners = f"{x:g},{y - size:g} {x + size:g},{y:g} {x:g},{y + size:g} {x - size:g},{y:g}"
            ET.SubElement(group, "polygon", {"points": corners, **filled, **kind})
        label = " ".join(str(number) for number in numbers)
        box = _free_place((x, y), NUMBER_WIDTH * len(label), taken)
        taken.append(box)
        _write(group, label, box[0], box[3] - 1.5, "start", "beside", NUMBER_SIZE)


def _free_place(mark: tuple[float, float], width: float, taken: Sequence[Box]) -> Box:
    """Return where beside a mark its number stands best: the first of eight places where it covers least."""
    x, y = mark
    gap, height = MARK + 2, NUMBER_SIZE
    lefts = {"right": x + gap, "middle": x - width / 2, "left": x - gap - width}
    tops = {"above": y - gap - height, "beside": y - height / 2, "below": y + gap}
    places = [
        (lefts[across], tops[down], lefts[across] + width, tops[down] + height)
        for across, down in (
            ("right", "above"), ("right", "below"), ("left", "above"), ("left", "below"),
            ("middle", "above"), ("middle", "below"), ("right", "beside"), ("left", "beside"),
        )
    ]  # fmt: skip
    return min(places, key=lambda box: sum(_shared(box, other) for other in taken))


def _around(point: tuple[float, float], reach: float) -> Box:
    return point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach


def _shared(one: Box, other: Box) -> float:
    """Return how much area two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def _spots(
    path: Path, points: Sequence[tuple[float, float]]
) -> list[tuple[tuple[float, float], tuple[int, ...], bool]]:
    """Return the marks to draw: a place, the turns that share it, and whether the last turn is among them."""
    spots: list[tuple[tuple[float, float], list[int]]] = []
    for (number, _), point in zip(path, points, strict=True):
        near = next((spot for spot in spots if math.dist(spot[0], point) < MERGE_WITHIN), None)
        if near is None:
            spots.append((point, [number]))
        else:
            near[1].append(number)
    last = path[-1][0]
    return [(point, tuple(numbers), last in numbers) for point, numbers in spots]


def _write(
    parent: ET.Element, text: str, x: float, y: float, anchor: str, kind: str, size: float | None = None
) -> None:
    attributes = {
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "text-anchor": anchor,
        "class": kind,
        "fill": "#000",
        "stroke": "#fff",
        "stroke-width": "2.5",
        "paint-order": "stroke",
    }
    if size is not None:
        attributes["font-size"] = f"{size:g}"
    ET.SubElement(parent, "text", attributes).text = text
