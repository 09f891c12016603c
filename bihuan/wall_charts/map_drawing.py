"""The map as one picture: for print, for who has no script, and under the map that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from bihuan.kit.money import wan
from bihuan.kit.templatetags.ui import LIGHT_SHAPES
from bihuan.kit.words import gettext
from bihuan.lights.kinds import Colour
from bihuan.projects.boundary_rules import Boundary, Ring

from .queries.project_map import Place, PlacedProject
from .rules import Mark, spread

WIDTH, HEIGHT, MARGIN = 1200, 720, 36
SMALLEST, LARGEST = 9.5, 24.0  # radii, in units of the picture
NAME_SIZE = 15  # as in the style sheet
KILOMETRES_PER_DEGREE = 40_008 / 360
FEW_DEGREES = 0.02  # so much is shown around a single place
Open = Callable[[PlacedProject], str]
"""Returns the address at which a project is read."""


@dataclass(frozen=True)
class Projection:
    """How places come to lie on the picture: degrees north and east are equally long."""

    west: float
    north: float
    scale: float
    flat: float
    """How long a degree east is, in degrees north."""
    left: float
    top: float

    @classmethod
    def around(cls, places: Sequence[Place]) -> Projection:
        """Return the projection that shows all these places, in the middle of the picture."""
        easts, norths = zip(*places, strict=True) if places else ((0.0,), (0.0,))
        flat = cos(radians((max(norths) + min(norths)) / 2))
        wide = max((max(easts) - min(easts)) * flat, FEW_DEGREES)
        high = max(max(norths) - min(norths), FEW_DEGREES)
        scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
        middle = (max(easts) + min(easts)) / 2, (max(norths) + min(norths)) / 2
        return cls(middle[0], middle[1], scale, flat, WIDTH / 2, HEIGHT / 2)

    def xy(self, place: Place) -> tuple[float, float]:
        """Return where a place lies, from the upper left corner."""
        x = self.left + (place[0] - self.west) * self.flat * self.scale
        return x, self.top - (place[1] - self.north) * self.scale


def radius_of(yuan: int, most: int) -> float:
    """Return a radius whose circle's area goes with the amount."""
    return SMALLEST + (LARGEST - SMALLEST) * (yuan / most) ** 0.5 if most else SMALLEST


def drawn(
    placed: Sequence[PlacedProject], boundary: Boundary | None, title: str, opens: Open
) -> SafeString:
    """Return the picture: the boundary, places by name, a mark for each project, a scale."""
    points = [each.place for each in placed if each.place]
    seen = Projection.around([*points, *(boundary.points if boundary else [])])
    return format_html(
        '<svg class="district-picture" viewBox="0 0 {} {}" role="group" aria-label="{}">'
        "{}{}{}</svg>",
        WIDTH,
        HEIGHT,
        title,
        _ground(boundary, seen) if boundary else "",
        _marks(placed, seen, opens, boundary),
        _scale(seen),
    )


def _ground(boundary: Boundary, seen: Projection) -> SafeString:
    areas = " ".join(_path(ring, seen) + "Z" for polygon in boundary.polygons for ring in polygon)
    return format_html(
        '<path class="map-area" fill-rule="evenodd" d="{}"/>{}',
        areas,
        format_html_join(
            "", '<path class="map-line" d="{}"/>', ((_path(r, seen),) for r in boundary.lines)
        ),
    )


def _names(boundary: Boundary, seen: Projection) -> SafeString:
    names = [(*_rounded(seen.xy(each.place)), each.name) for each in boundary.names]
    return format_html_join("", '<text class="map-name" x="{}" y="{}">{}</text>', names)


def _room_of_names(boundary: Boundary, seen: Projection) -> list[Mark]:
    """Return the room of the names, as marks in a row for each."""
    rooms = []
    for each in boundary.names:
        x, y = seen.xy(each.place)
        half = len(each.name) * NAME_SIZE / 2
        steps = range(len(each.name) + 1)
        rooms += [
            Mark(x - half + step * NAME_SIZE, y - NAME_SIZE / 3, NAME_SIZE / 2) for step in steps
        ]
    return rooms


def _path(ring: Ring, seen: Projection) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(seen.xy, ring))


def _rounded(place: tuple[float, float]) -> tuple[str, str]:
    return f"{place[0]:.1f}", f"{place[1]:.1f}"


def _marks(
    placed: Sequence[PlacedProject], seen: Projection, opens: Open, boundary: Boundary | None
) -> SafeString:
    """The lines to the places that marks gave up, names over them, and the marks."""
    most = max((each.total_yuan for each in placed), default=0)
    there = [
        Mark(*seen.xy(each.place), radius_of(each.total_yuan, most))
        for each in placed
        if each.place
    ]
    moved = spread(there, _room_of_names(boundary, seen) if boundary else [])
    leads = [
        (*_rounded((at.x, at.y)), *_rounded((mark.x, mark.y)))
        for at, mark in zip(there, moved, strict=True)
        if at != mark
    ]
    lines = format_html_join("", '<path class="map-lead" d="M{} {}L{} {}"/>', leads)
    return (
        lines
        + (_names(boundary, seen) if boundary else SafeString())
        + _joined(_mark(each, mark, opens(each)) for each, mark in zip(placed, moved, strict=True))
    )


def _mark(each: PlacedProject, mark: Mark, address: str) -> SafeString:
    return format_html(
        '<a class="map-mark" data-colour="{}" href="{}"><title>{}</title>'
        '<g transform="translate({} {})"><g transform="scale({}) translate(-8 -8)">{}</g>'
        '<text class="map-number" y="{}">{}</text></g></a>',
        each.row.counts_as,
        address,
        spoken(each),
        *_rounded((mark.x, mark.y)),
        f"{mark.radius / 7:.2f}",
        mark_safe(LIGHT_SHAPES[each.row.counts_as]),  # a constant of ours
        4.5 if each.row.counts_as == Colour.YELLOW else 3,
        each.number,
    )


def spoken(each: PlacedProject) -> str:
    """Return what a mark says to who rests on it: number, name, light, amounts."""
    row = each.row
    parts = [f"{each.number} {row.name}", str(Colour(row.counts_as).label)]
    if each.total_yuan:
        parts.append(gettext("total investment %s ten thousand yuan") % wan(each.total_yuan))
    if row.completion is not None:
        parts.append(gettext("completion %s%%") % row.completion)
    return gettext("; ").join(parts)


def _scale(seen: Projection) -> SafeString:
    """A bar of a round number of kilometres, and the arrow to the north."""
    per_kilometre = seen.scale / KILOMETRES_PER_DEGREE
    kilometres = _round_number(WIDTH / 6 / per_kilometre)
    length, y = kilometres * per_kilometre, HEIGHT - 14
    return format_html(
        '<path class="map-scale" d="M14 {0}v6h{1}v-6"/><text class="map-name" x="{2}" y="{3}">'
        '{4} km</text><path class="map-scale" d="M{5} 44V12l-6 12M{5} 12l6 12"/>'
        '<text class="map-name" x="{5}" y="60">{6}</text>',
        y - 6,
        f"{length:.1f}",
        f"{14 + length / 2:.1f}",
        y - 10,
        f"{kilometres:g}",
        WIDTH - 24,
        gettext("N"),
    )


def _round_number(most: float) -> float:
    """Return the largest 1, 2 or 5 with noughts that is not more."""
    power: float = 10.0 ** floor(log10(most))
    return next(each * power for each in (5, 2, 1) if each * power <= most * (1 + 1e-9))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # each was escaped where it was made
