"""Places of Chinese map services come out where they are."""

from decimal import Decimal

import pytest

from bihuan.kit.coordinates import CoordinateSystem, gcj02, stored, to_cgcs2000

TIANANMEN = (116.391265, 39.907378)  # WGS-84, and what the usual converters say of it:
AS_AMAP_TELLS = (116.397507, 39.908781)
AS_BAIDU_TELLS = (116.403866, 39.915118)
METRE = 0.00001


def test_gcj02_is_shifted_as_map_services_shift_it():
    assert gcj02(TIANANMEN) == pytest.approx(AS_AMAP_TELLS, abs=METRE)


@pytest.mark.parametrize(
    ("told", "system"),
    [
        (AS_AMAP_TELLS, CoordinateSystem.GCJ02),
        (AS_BAIDU_TELLS, CoordinateSystem.BD09),
        (TIANANMEN, CoordinateSystem.CGCS2000),
    ],
)
def test_each_system_leads_to_the_same_place(told, system):
    assert to_cgcs2000(told, system) == pytest.approx(TIANANMEN, abs=2 * METRE)


@pytest.mark.parametrize("place", [(109.972, 27.552), (121.47, 31.23), (87.6, 43.8)])
def test_the_shift_is_undone_to_a_centimetre(place):
    assert to_cgcs2000(gcj02(place), CoordinateSystem.GCJ02) == pytest.approx(place, abs=1e-7)


def test_what_is_stored_has_six_places_and_is_left_alone_if_it_is_right_already():
    typed = Decimal("109.97"), Decimal("27.55")
    assert stored(*typed, CoordinateSystem.CGCS2000) == typed
    east, north = stored(*typed, CoordinateSystem.GCJ02)
    assert (east.as_tuple().exponent, north.as_tuple().exponent) == (-6, -6)
