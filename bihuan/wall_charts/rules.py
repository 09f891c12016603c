"""Where things lie on a wall chart: townships of places, and marks that do not cover each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

_UPPER = re.compile(
    r"^(?:[^省州盟市县区旗镇乡街]{1,8}(?:自治[区州县旗]|省|市|盟|区|县|旗|州(?!镇|街道|乡)))+"
)
_TOWNSHIP = re.compile(r"^[^，,、（(\d]{1,8}?(?:街道|镇|乡|苏木)")
CROWD = 800
"""Beyond so many marks each stays at its own place: nobody can tell them apart any more."""
RINGS, STEP = 24, 0.9
"""So many rings are tried around a place that is taken, each so many radii wider."""


def township(place: str) -> str:
    """Return the township or sub-district that a place begins with, or "" if it names none."""
    found = _TOWNSHIP.match(_UPPER.sub("", place.strip()))
    return found[0] if found else ""


@dataclass(frozen=True)
class Mark:
    """A round mark on the paper: its place and its radius."""

    x: float
    y: float
    radius: float

    def covers(self, other: Mark) -> bool:
        """Return whether the two lie on each other."""
        room = (self.radius + other.radius) * 0.98
        return hypot(self.x - other.x, self.y - other.y) < room


def spread(marks: Sequence[Mark], kept_clear: Sequence[Mark] = ()) -> list[Mark]:
    """Return the marks, each moved to the nearest free place if another lies at its own: the
    larger ones choose first, and what is kept clear is free for none.
    """
    if len(marks) > CROWD:
        return list(marks)
    widest = max((mark.radius for mark in (*marks, *kept_clear)), default=1)
    taken: defaultdict[tuple[int, int], list[Mark]] = defaultdict(list)
    for clear in kept_clear:
        taken[_cell(clear, 2 * widest)].append(clear)
    moved: dict[int, Mark] = {}
    for number in sorted(range(len(marks)), key=lambda each: -marks[each].radius):
        free = _free(marks[number], taken, cell=2 * widest)
        taken[_cell(free, 2 * widest)].append(free)
        moved[number] = free
    return [moved[number] for number in range(len(marks))]


def _free(mark: Mark, taken: dict[tuple[int, int], list[Mark]], *, cell: float) -> Mark:
    """Return the first place that nothing covers; its own if there is none near."""
    for place in _around(mark):
        column, row = _cell(place, cell)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in taken.get((x, y), ())
        )
        if not any(place.covers(other) for other in near):
            return place
    return mark


def _around(mark: Mark) -> Iterator[Mark]:
    yield mark
    for ring in range(1, RINGS + 1):
        away, places = ring * STEP * mark.radius, 6 * ring
        for each in range(places):
            angle = 2 * pi * each / places + ring
            yield Mark(mark.x + away * cos(angle), mark.y + away * sin(angle), mark.radius)


def _cell(mark: Mark, size: float) -> tuple[int, int]:
    return int(mark.x // size), int(mark.y // size)
