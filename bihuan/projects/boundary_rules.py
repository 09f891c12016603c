"""What a boundary on a map is, and how it is drawn with fewer points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
Ring = tuple[Point, ...]
FINEST = 4_000
"""So many steps a boundary is wide: what is finer cannot be seen."""


class BoundaryFault(Exception):
    """What is wrong in a file: the key at which it stands, and a sentence."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key, self.sentence = key, sentence


@dataclass(frozen=True)
class PlaceName:
    """A name written on the map."""

    name: str
    place: Point


@dataclass(frozen=True)
class Boundary:
    """A district's areas, each a ring and its holes, lines inside it and names of places."""

    polygons: tuple[tuple[Ring, ...], ...]
    lines: tuple[Ring, ...]
    names: tuple[PlaceName, ...]
    is_invented: bool

    @property
    def points(self) -> list[Point]:
        """Every corner of the areas."""
        return [point for polygon in self.polygons for ring in polygon for point in ring]


def simplified(boundary: Boundary) -> Boundary:
    """Return the boundary without the corners that nobody sees."""
    finest = _width(boundary.points) / FINEST
    return replace(
        boundary,
        polygons=tuple(
            tuple(_closed(ring, finest) for ring in polygon) for polygon in boundary.polygons
        ),
        lines=tuple(_thinned(line, finest) for line in boundary.lines),
    )


def _width(points: Sequence[Point]) -> float:
    easts, norths = [east for east, _north in points], [north for _east, north in points]
    return max(max(easts) - min(easts), max(norths) - min(norths))


def _closed(ring: Ring, finest: float) -> Ring:
    """Thin a ring in two halves, for its ends are one point."""
    middle = len(ring) // 2
    thin = (*_thinned(ring[: middle + 1], finest)[:-1], *_thinned(ring[middle:], finest))
    return thin if len(thin) >= 4 else ring


def _thinned(line: Ring, finest: float) -> Ring:
    """Return the line through the points that lie further than `finest` from it (Douglas and
    Peucker).
    """
    kept, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        distances = [
            (_distance(line[each], line[first], line[last]), each)
            for each in range(first + 1, last)
        ]
        furthest, at = max(distances, default=(0.0, first))
        if furthest > finest:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return tuple(line[each] for each in sorted(kept))


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from a stretch of line, in degrees."""
    along = end[0] - start[0], end[1] - start[1]
    away = point[0] - start[0], point[1] - start[1]
    length = along[0] ** 2 + along[1] ** 2
    share = min(max((away[0] * along[0] + away[1] * along[1]) / length, 0), 1) if length else 0.0
    x, y = away[0] - share * along[0], away[1] - share * along[1]
    return hypot(x, y)
