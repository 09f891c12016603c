"""Amounts and days as offices write them, and what is no amount and no day."""

from datetime import date, datetime

import pytest

from bihuan.kit.dates import month_in, parse_day, parse_span
from bihuan.kit.errors import Refusal
from bihuan.kit.money import LARGEST_YUAN, WAN, parse_yuan
from bihuan.kit.months import Month


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("1亿2千万元", 120_000_000),
        ("1亿2千万", 120_000_000),
        ("2亿3000万元", 230_000_000),
        ("3.5亿元", 350_000_000),
        ("五千万元", 50_000_000),
        ("-1.2亿元", -120_000_000),
        ("￥5000", 50_000_000),
        ("１，２００．５", 12_005_000),
        (1200.5, 12_005_000),
        (0, 0),
        ("无", None),
        ("——", None),
    ],
)
def test_an_amount_with_a_unit_of_its_own_is_not_multiplied_again(cell, yuan):
    assert parse_yuan(cell, WAN) == yuan


@pytest.mark.parametrize(
    "cell", ["1亿2千", "3万5", "9" * 40, 1e300, "一万" * 2_000, "（5）", "约2000", "1.2.3", True]
)
def test_what_is_no_amount_is_told_in_a_short_sentence(cell):
    with pytest.raises(Refusal) as told:
        parse_yuan(cell, WAN)
    assert len(str(told.value)) < 100


def test_money_is_believed_up_to_the_largest_amount():
    assert parse_yuan(LARGEST_YUAN, 1) == LARGEST_YUAN
    with pytest.raises(Refusal):
        parse_yuan(LARGEST_YUAN + 1, 1)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024.3", date(2024, 3, 1)),
        ("2024年底", date(2024, 12, 31)),
        ("2024年3月底前", date(2024, 3, 31)),
        ("2024年2月下旬", date(2024, 2, 29)),
        ("2024年3月中旬", date(2024, 3, 20)),
        ("2024年3月初", date(2024, 3, 1)),
        ("2024年元月", date(2024, 1, 1)),
        ("2024年第1季度", date(2024, 3, 31)),
        ("未开工", None),
        ("待定", None),
        (datetime.fromisoformat("2024-03-05"), date(2024, 3, 5)),
    ],
)
def test_days_are_read_as_offices_write_them(cell, day):
    assert parse_day(cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        "9999",
        9999,
        datetime.fromisoformat("9999-12-31"),
        date(1899, 12, 31),
        "9999年底",
        "9999-12-31",
        "2024.13",
        "2024年13月底",
        "2024年2月30日",
    ],
)
def test_a_day_that_no_project_can_have_is_refused(cell):
    with pytest.raises(Refusal):
        parse_day(cell)


@pytest.mark.parametrize("cell", ["2023-2025", "2023年—2025年", "2023.1至2025年底"])
def test_a_span_is_read_to_its_last_day(cell):
    assert parse_span(cell) == (date(2023, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("鹤城区2024年1-3月重点项目投资完成情况表", Month(2024, 3)),
        ("2024年1—11月", Month(2024, 11)),
        ("2024年1月至6月", Month(2024, 6)),
        ("2024年3月", Month(2024, 3)),
        ("2024年元月", Month(2024, 1)),
        ("2024年元月至6月", Month(2024, 6)),
        ("2024年元-6月", Month(2024, 6)),
        ("2024年单位：万元月度", None),
        ("2024-03", Month(2024, 3)),
        ("2024年13月", None),
        ("2024年度", None),
    ],
)
def test_of_several_months_in_a_title_the_last_is_meant(text, month):
    assert month_in(text) == month
