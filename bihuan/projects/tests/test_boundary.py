"""The boundary on maps: read from the office's file, and what is wrong with it named."""

import json
from math import cos, pi, sin

import pytest
from django.conf import settings

from bihuan.kit.coordinates import gcj02
from bihuan.kit.errors import Refusal
from bihuan.projects.boundary import INVENTED, boundary_or_problem, district_boundary, map_base
from bihuan.projects.boundary_rules import FINEST
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
RING = [[109.9, 27.4], [110.1, 27.4], [110.1, 27.6], [109.9, 27.6], [109.9, 27.4]]


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Return a function that writes the office's own file."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / "presets").mkdir()

    def write(told):
        file = tmp_path / "presets" / "boundary.geojson"
        file.write_bytes(told if isinstance(told, bytes) else json.dumps(told).encode())
        return file

    return write


def polygon(ring):
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry, name=""):
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def test_the_example_has_an_invented_boundary_and_says_so():
    District.objects.create(pk=1, invented=True)
    found = district_boundary()
    assert found.is_invented
    assert len(found.names) == 10
    assert "虚构" in json.loads(INVENTED.read_text("utf-8"))["note"]


def test_another_district_has_none_until_the_office_gives_one(put):
    District.objects.create(pk=1, invented=False)
    assert district_boundary() is None
    put(polygon(RING))
    assert district_boundary().polygons == ((tuple(map(tuple, RING)),),)


def test_a_file_put_in_its_place_holds_at_once(put):
    put(polygon(RING))
    assert district_boundary().lines == ()
    line = {"type": "LineString", "coordinates": RING[:2]}
    put({"type": "FeatureCollection", "features": [feature(polygon(RING)), feature(line)]})
    assert len(district_boundary().lines) == 1


def test_several_areas_holes_lines_and_names_are_read(put):
    hole = [[109.95, 27.45], [110.0, 27.45], [110.0, 27.5], [109.95, 27.45]]
    point = {"type": "Point", "coordinates": [110, 27.5, 200.0]}
    put(
        {
            "type": "FeatureCollection",
            "features": [
                feature({"type": "MultiPolygon", "coordinates": [[RING, hole], [hole]]}),
                feature({"type": "MultiLineString", "coordinates": [RING[:2], RING[2:4]]}),
                feature(point, "城中街道"),
            ],
        }
    )
    found = district_boundary()
    assert [len(rings) for rings in found.polygons] == [2, 1]
    assert len(found.lines) == 2
    assert map_base(found)["names"] == [["城中街道", 27.5, 110.0]]


def test_a_boundary_in_gcj02_is_converted(put):
    shifted = [list(gcj02((east, north))) for east, north in RING]
    put({**polygon(shifted), "coordinates_in": "gcj02"})
    for found, expected in zip(district_boundary().points, RING):
        assert found == pytest.approx(tuple(expected), abs=1e-6)


def test_corners_that_nobody_sees_are_left_out(put):
    circle = [
        [110 + 0.1 * cos(pi * each / 20_000), 27.5 + 0.1 * sin(pi * each / 20_000)]
        for each in range(40_000)
    ]
    put(polygon([*circle, circle[0]]))
    ring = district_boundary().polygons[0][0]
    assert 50 < len(ring) < 400
    assert ring[0] == ring[-1]
    assert max(abs(0.1 - ((x - 110) ** 2 + (y - 27.5) ** 2) ** 0.5) for x, y in ring) < 1 / FINEST


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (b"{", "第1行第2列"),
        ("界".encode("gb18030"), "UTF-8"),
        ([], "GeoJSON"),
        ({"type": "Topology"}, "“Topology”"),
        ({"type": "FeatureCollection", "features": 3}, "“features”"),
        ({"type": "FeatureCollection", "features": []}, "没有面"),
        ({"type": "FeatureCollection", "features": [feature(None)]}, "“features[1].geometry”"),
        (polygon(RING[:3]), "“coordinates[1]”"),
        (polygon(RING[:-1]), "首尾相同"),
        (polygon([[27.4, 109.9], *RING[1:]]), "“coordinates[1][1]”"),
        (polygon([[500_000, 3_040_000], *RING[1:]]), "米"),
        (polygon([[9.9, 27.4], *RING[1:]]), "9.9，27.4"),
        (polygon([["东", "北"], *RING[1:]]), "经度和纬度"),
        (polygon([[True, 27.4], *RING[1:]]), "经度和纬度"),
        ({**polygon(RING), "coordinates_in": "beijing54"}, "“coordinates_in”"),
        ({**polygon(RING), "coordinates_in": ["gcj02"]}, "“coordinates_in”"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(put, told, expected):
    file = put(told)
    with pytest.raises(Refusal) as refused:
        district_boundary()
    assert str(file) in str(refused.value)
    assert expected in str(refused.value)
    assert boundary_or_problem() == (None, str(refused.value))


def test_a_file_too_large_is_refused_unread(put, monkeypatch):
    monkeypatch.setattr("bihuan.projects.boundary.LARGEST_BYTES", 10)
    put(polygon(RING))
    with pytest.raises(Refusal, match="30 MB"):
        district_boundary()
