from decimal import Decimal

import pytest

from bihuan.figures import rules
from bihuan.projects.kinds import Rounding
from bihuan.projects.rates import share


@pytest.mark.parametrize(
    ("part", "whole", "rounding", "percent"),
    [
        (112_579, 100_000, Rounding.HALF_UP, "112.58"),
        (112_579, 100_000, Rounding.TRUNCATE, "112.57"),
        (112_575, 100_000, Rounding.HALF_UP, "112.58"),
        (-5_625, 100_000, Rounding.HALF_UP, "-5.63"),
        (0, 7, Rounding.HALF_UP, "0.00"),
        (10**15, 10**15 + 1, Rounding.TRUNCATE, "99.99"),
    ],
)
def test_a_share_is_rounded_once_and_in_the_chosen_way(part, whole, rounding, percent):
    assert share(part, whole, digits=2, rounding=rounding) == Decimal(percent)


@pytest.mark.parametrize("whole", [0, None])
def test_there_is_no_share_of_nothing(whole):
    assert share(5, whole, digits=2, rounding=Rounding.HALF_UP) is None


@pytest.mark.parametrize(
    ("month", "recent", "before"),
    [
        (1, (1,), ()),
        (3, (1, 2, 3), ()),
        (4, (2, 3, 4), (1,)),
        (6, (4, 5, 6), (1, 2, 3)),
        (12, (10, 11, 12), (7, 8, 9)),
    ],
)
def test_speed_looks_at_three_months_and_acceleration_at_the_three_before(month, recent, before):
    assert rules.pace(month) == rules.SpeedMonths(recent, before)


def test_acceleration_is_one_mean_less_the_other():
    part, times = rules.acceleration(recent_yuan=60, before_yuan=10, month=4)
    assert part / times == 60 / 3 - 10 / 1


def test_there_is_no_acceleration_before_april():
    assert rules.acceleration(60, 0, 3) == (0, 0)


@pytest.mark.parametrize(
    ("code", "letter"),
    [("C3841", "C"), ("1311", "C"), ("05", "A"), ("06", "B"), ("9700", "T"), ("98", ""), ("", "")],
)
def test_an_industry_belongs_to_a_section(code, letter):
    assert rules.section(code) == letter
