"""Townships of places, and marks that leave room for each other."""

from random import Random

import pytest

from bihuan.wall_charts.map_drawing import Projection
from bihuan.wall_charts.rules import CROWD, Mark, spread, township


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("鹤城区城中街道", "城中街道"),
        ("湖南省怀化市鹤城区黄金坳镇茅谷村", "黄金坳镇"),
        ("凉亭坳乡", "凉亭坳乡"),
        ("新晃侗族自治县晃州镇", "晃州镇"),
        ("阿拉善盟阿拉善左旗巴彦木仁苏木", "巴彦木仁苏木"),
        ("盈口乡、黄金坳镇", "盈口乡"),
        ("鹤城产业开发区", ""),
        ("迎丰东路12号", ""),
        ("", ""),
    ],
)
def test_a_place_names_its_township(place, expected):
    assert township(place) == expected


def test_marks_at_one_place_lie_beside_each_other_and_the_largest_stays():
    marks = [Mark(100, 100, 10), Mark(100, 100, 20), *[Mark(101, 99, 9)] * 12]
    moved = spread(marks)
    assert moved[1] == marks[1]
    assert [mark.radius for mark in moved] == [mark.radius for mark in marks]
    pairs = [(a, b) for place, a in enumerate(moved) for b in moved[:place]]
    assert not any(a.covers(b) for a, b in pairs)


def test_a_mark_leaves_names_readable():
    name = Mark(100, 100, 12)
    (moved,) = spread([Mark(104, 100, 10)], [name])
    assert not moved.covers(name)


def test_marks_with_room_stay_where_they_are():
    marks = [Mark(100 * each, 50, 20) for each in range(5)]
    assert spread(marks) == marks


def test_a_crowd_is_left_alone():
    drawn = Random(1)
    marks = [Mark(drawn.random(), drawn.random(), 10) for _each in range(CROWD + 1)]
    assert spread(marks) == marks


def test_north_is_up_and_east_is_right():
    seen = Projection.around([(109.9, 27.4), (110.1, 27.6)])
    west_south, east_north = seen.xy((109.9, 27.4)), seen.xy((110.1, 27.6))
    assert west_south[0] < east_north[0]
    assert west_south[1] > east_north[1]


def test_no_place_and_one_place_are_drawn_too():
    assert Projection.around([]).xy((0, 0)) == (600, 360)
    assert Projection.around([(110, 27)]).xy((110, 27)) == (600, 360)
