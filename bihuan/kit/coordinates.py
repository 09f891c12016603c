"""Places told in the coordinates of Chinese map services, turned into CGCS2000 (PROJ-11).

CGCS2000 and WGS-84 differ by less than a decimetre and are one here. GCJ-02 shifts both by some
hundred metres; BD-09 shifts GCJ-02 once more. The shifts were never published; these are the
formulas that everybody uses, right to about a metre.
"""

from __future__ import annotations

from decimal import Decimal
from math import atan2, cos, hypot, pi, sin, sqrt

from .choices import Choice
from .words import _

DIGITS = Decimal("0.000001")  # a tenth of a metre
MAJOR_METRES, ECCENTRICITY = 6378245.0, 0.00669342162296594323  # Krasovsky's ellipsoid
BAIDU = pi * 3000 / 180
Degrees = tuple[float, float]
"""Longitude and latitude."""


class CoordinateSystem(Choice):
    """In which coordinates a place is told."""

    CGCS2000 = "cgcs2000", _("CGCS2000 or WGS-84 (Tianditu, GPS, surveys)")
    GCJ02 = "gcj02", _("GCJ-02 (Amap, Tencent)")
    BD09 = "bd09", _("BD-09 (Baidu)")


def stored(
    longitude: Decimal, latitude: Decimal, system: CoordinateSystem
) -> tuple[Decimal, Decimal]:
    """Return a place in CGCS2000, to six places after the point."""
    if system is CoordinateSystem.CGCS2000:
        return longitude, latitude
    east, north = to_cgcs2000((float(longitude), float(latitude)), system)
    return Decimal(east).quantize(DIGITS), Decimal(north).quantize(DIGITS)


def to_cgcs2000(place: Degrees, system: CoordinateSystem) -> Degrees:
    """Return a place told in another system as CGCS2000 tells it."""
    if system is CoordinateSystem.CGCS2000:
        return place
    return _from_gcj02(_from_bd09(place) if system is CoordinateSystem.BD09 else place)


def gcj02(place: Degrees) -> Degrees:
    """Return a place of CGCS2000 as GCJ-02 tells it."""
    east, north = place
    x, y = east - 105.0, north - 35.0
    angle = north / 180 * pi
    flattened = 1 - ECCENTRICITY * sin(angle) ** 2
    metres_north = MAJOR_METRES * (1 - ECCENTRICITY) / (flattened * sqrt(flattened))
    metres_east = MAJOR_METRES / sqrt(flattened) * cos(angle)
    return (
        east + _shift_east(x, y) * 180 / (metres_east * pi),
        north + _shift_north(x, y) * 180 / (metres_north * pi),
    )


def _from_gcj02(place: Degrees) -> Degrees:
    """Undo the shift by coming nearer to it: a third step is exact to a millimetre."""
    east, north = place
    for _step in range(3):
        there = gcj02((east, north))
        east, north = east + place[0] - there[0], north + place[1] - there[1]
    return east, north


def _from_bd09(place: Degrees) -> Degrees:
    x, y = place[0] - 0.0065, place[1] - 0.006
    length = hypot(x, y) - 0.00002 * sin(y * BAIDU)
    angle = atan2(y, x) - 0.000003 * cos(x * BAIDU)
    return length * cos(angle), length * sin(angle)


def _shift_north(x: float, y: float) -> float:
    """Metres by which GCJ-02 shifts to the north."""
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    return shift + _waves(x) + _swell(y, ((20, 1), (40, 3)), ((160, 12), (320, 30)))


def _shift_east(x: float, y: float) -> float:
    """Metres by which GCJ-02 shifts to the east."""
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    return shift + _waves(x) + _swell(x, ((20, 1), (40, 3)), ((150, 12), (300, 30)))


def _waves(x: float) -> float:
    return (20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)) * 2 / 3


def _swell(at: float, *waves: tuple[tuple[int, int], tuple[int, int]]) -> float:
    return sum(height * sin(at * pi / length) * 2 / 3 for pair in waves for height, length in pair)
