"""The district's boundary on maps: GeoJSON of the office's own, or the example's invented one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bihuan.kit.coordinates import CoordinateSystem, Degrees, to_cgcs2000
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .boundary_rules import Boundary, BoundaryFault, PlaceName, Ring, simplified
from .models import District
from .rules import EAST, NORTH

FILE = "boundary.geojson"
INVENTED = Path(__file__).parent / "presets" / FILE
LARGEST_BYTES = 30_000_000
POLYGONS, LINES = ("Polygon", "MultiPolygon"), ("LineString", "MultiLineString")


def district_boundary() -> Boundary | None:
    """Return the boundary that the office gave; that of the example for an invented district; else
    none. Raises Refusal naming the file and what is wrong with it.
    """
    own = own_boundary()
    if own is None and District.objects.served().invented:
        return _read(INVENTED, 0, 0)
    return own


def own_boundary() -> Boundary | None:
    """Return the boundary in the data folder, if there is one. Raises Refusal as above."""
    path = Path(settings.HOME) / "presets" / FILE
    if not path.is_file():
        return None
    found = path.stat()
    return _read(path, found.st_mtime_ns, found.st_size)


def boundary_or_problem() -> tuple[Boundary | None, str]:
    """Return the boundary, and why there is none: a bad file takes no page away."""
    try:
        return district_boundary(), ""
    except Refusal as refusal:
        return None, str(refusal)


def map_base(boundary: Boundary | None) -> dict[str, Any]:
    """Return what lies under every map, as `kit/district-map.js` draws it: latitude before
    longitude.
    """
    drawn = boundary or Boundary((), (), (), is_invented=False)
    return {
        "areas": [[_turned(ring) for ring in polygon] for polygon in drawn.polygons],
        "lines": [_turned(line) for line in drawn.lines],
        "names": [[each.name, *_turned((each.place,))[0]] for each in drawn.names],
        "tiles": settings.TILES,
        "attribution": settings.TILES_ATTRIBUTION,
    }


def _turned(line: Ring) -> list[list[float]]:
    return [[round(north, 6), round(east, 6)] for east, north in line]


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int, size: int) -> Boundary:
    """Read a file as it stood at that moment."""
    try:
        if size > LARGEST_BYTES:
            raise BoundaryFault("", gettext("It is larger than 30 MB."))
        return simplified(_boundary(json.loads(path.read_text("utf-8-sig"))))
    except json.JSONDecodeError as error:
        sentence = gettext("It is no JSON: line %(line)s, column %(column)s.") % {
            "line": error.lineno,
            "column": error.colno,
        }
        raise _refusal(path, "", sentence) from error
    except OSError as error:
        raise _refusal(path, "", gettext("It cannot be read: %s.") % error.strerror) from error
    except UnicodeDecodeError as error:
        raise _refusal(path, "", gettext("It is no text in UTF-8.")) from error
    except BoundaryFault as fault:
        raise _refusal(path, fault.key, fault.sentence) from fault


def _refusal(path: Path, key: str, sentence: str) -> Refusal:
    return Refusal(
        gettext("The boundary on the map cannot be used. %(place)s: %(sentence)s")
        % {"place": f"{path} “{key}”" if key else str(path), "sentence": sentence}
    )


def _boundary(told: Any) -> Boundary:
    if not isinstance(told, dict):
        raise BoundaryFault("", gettext("A GeoJSON object is wanted here."))
    system = _system(told.get("coordinates_in", CoordinateSystem.CGCS2000))
    polygons: list[tuple[tuple[Degrees, ...], ...]] = []
    lines: list[tuple[Degrees, ...]] = []
    names: list[PlaceName] = []
    for key, kind, coordinates, name in _geometries(told, "", ""):
        if kind in POLYGONS:
            polygons += _polygons(coordinates, key, system, many=kind == "MultiPolygon")
        elif kind in LINES:
            lines += _lines(coordinates, key, system, many=kind == "MultiLineString")
        elif name:
            names.append(PlaceName(name, _place(coordinates, key, system)))
    if not polygons:
        raise BoundaryFault("", gettext("It holds no area (Polygon or MultiPolygon)."))
    return Boundary(tuple(polygons), tuple(lines), tuple(names), told.get("invented") is True)


def _system(told: Any) -> CoordinateSystem:
    if told not in CoordinateSystem.values:
        known = ", ".join(CoordinateSystem.values)
        raise BoundaryFault("coordinates_in", gettext("It must be one of: %s.") % known)
    return CoordinateSystem(told)


def _geometries(told: Any, key: str, name: str) -> Iterator[tuple[str, str, Any, str]]:
    """Yield key, kind, coordinates and name of each geometry inside."""
    if not isinstance(told, dict):
        raise BoundaryFault(key, gettext("A GeoJSON object is wanted here."))
    kind = told.get("type")
    if kind == "FeatureCollection":
        for place, each in enumerate(_list(told.get("features"), f"{key}features"), 1):
            yield from _geometries(each, f"{key}features[{place}]", name)
    elif kind == "Feature":
        properties = told.get("properties")
        own = properties.get("name") if isinstance(properties, dict) else ""
        yield from _geometries(told.get("geometry"), f"{key}.geometry", str(own or ""))
    elif kind in (*POLYGONS, *LINES, "Point"):
        yield f"{key}.coordinates".lstrip("."), kind, told.get("coordinates"), name
    else:
        sentence = gettext("“%s” is no type of GeoJSON that is drawn here.") % kind
        raise BoundaryFault(f"{key}.type".lstrip("."), sentence)


def _polygons(
    told: Any, key: str, system: CoordinateSystem, *, many: bool
) -> Iterator[tuple[tuple[Degrees, ...], ...]]:
    parts = _list(told, key) if many else [told]
    for place, part in enumerate(parts, 1):
        at = f"{key}[{place}]" if many else key
        yield tuple(
            _ring(ring, f"{at}[{number}]", system) for number, ring in enumerate(_list(part, at), 1)
        )


def _lines(
    told: Any, key: str, system: CoordinateSystem, *, many: bool
) -> Iterator[tuple[Degrees, ...]]:
    parts = _list(told, key) if many else [told]
    for number, part in enumerate(parts, 1):
        yield _places(part, f"{key}[{number}]" if many else key, system)


def _ring(told: Any, key: str, system: CoordinateSystem) -> tuple[Degrees, ...]:
    ring = _places(told, key, system)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BoundaryFault(
            key, gettext("A ring has at least four points, and the last is the first again.")
        )
    return ring


def _places(told: Any, key: str, system: CoordinateSystem) -> tuple[Degrees, ...]:
    return tuple(
        _place(each, f"{key}[{number}]", system) for number, each in enumerate(_list(told, key), 1)
    )


def _list(told: Any, key: str) -> list[Any]:
    if not isinstance(told, list):
        raise BoundaryFault(key, gettext("A list is wanted here."))
    return told


def _place(told: Any, key: str, system: CoordinateSystem) -> Degrees:
    """Return one point. Raises BoundaryFault if it does not lie in China, in degrees."""
    numbers = [each for each in _list(told, key)[:2] if type(each) in (int, float)]
    if len(numbers) < 2:
        raise BoundaryFault(key, gettext("Two numbers are wanted here: longitude and latitude."))
    east, north = numbers
    if EAST[0] <= east <= EAST[1] and NORTH[0] <= north <= NORTH[1]:
        return to_cgcs2000((float(east), float(north)), system)
    if EAST[0] <= north <= EAST[1] and NORTH[0] <= east <= NORTH[1]:
        raise BoundaryFault(key, gettext("Longitude and latitude are the wrong way round."))
    if max(abs(east), abs(north)) > 360:
        raise BoundaryFault(
            key, gettext("These are metres: export the file in degrees (CGCS2000 or WGS-84).")
        )
    raise BoundaryFault(
        key,
        gettext("%(longitude)s, %(latitude)s does not lie in China.")
        % {"longitude": east, "latitude": north},
    )
