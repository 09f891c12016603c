"""Cells that do not say how much: bounds, forecasts and words are asked about, never taken."""

import pytest

from bihuan.importing.tests.sheets_read import WAN, A, B, C, answered, asked, gives, read

HEAD = ["序号", "项目名称", "本月完成投资"]


def june(cell, answers=None):
    return read([HEAD, [1, A, 900], [2, B, cell], [3, C, 800]], answers=answers)


def done(found):
    return [row.get("completed") for row in found[0].rows]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,200余", 1200),
        ("1200余万元", 1200),
        ("1200多万", 1200),
        ("近1200", 1200),
        ("超1200万元", 1200),
        ("不足1200", 1200),
        ("1200以上", 1200),
        ("预计1200", 1200),
        ("预计完成1200万元", 1200),
        ("近0.12亿元", 1200),
    ],
)
def test_a_bound_or_a_forecast_is_asked_about(cell, amount):
    found = june(cell)
    assert asked(found) == ["written"]
    assert done(june(cell, answered(found, "written", "amount")))[1] == amount * WAN
    assert done(june(cell, answered(found, "written", "-"))) == [900 * WAN, None, 800 * WAN]


@pytest.mark.parametrize("cell", ["未开工", "已完工", "停工", "见备注", "详见附件", "尚未动工"])
def test_words_in_place_of_what_was_completed_are_nought_or_nothing(cell):
    found = june(cell)
    assert asked(found) == ["written"]
    assert done(june(cell, answered(found, "written", "zero")))[1] == 0
    assert done(june(cell, answered(found, "written", "-")))[1] is None


def test_the_same_as_above_is_the_amount_above_or_nothing():
    found = june("同上")
    assert gives(found, "written")[0] == "本月完成投资：900"
    assert done(june("同上", answered(found, "written", "first")))[1] == 900 * WAN
    assert done(june("同上", answered(found, "written", "-")))[1] is None


@pytest.mark.parametrize(
    "cell", ["1200w", "1200W", "1200 W元", "RMB1200", "人民币1200万元", "1200\u200b", "约1200"]
)
def test_other_ways_to_write_an_amount_are_read(cell):
    found = june(cell)
    assert (asked(found), done(found)) == ([], [900 * WAN, 1200 * WAN, 800 * WAN])


@pytest.mark.parametrize("cell", ["12,00", "1200?", "1O87", "l287", "$1200", "1200k", "累计1200"])
def test_what_may_be_another_amount_is_a_problem_of_its_row(cell):
    found = june(cell)
    assert done(found)[1] is None
    assert [p.row for p in found[0].problems if p.severity == "error"] == [5]


def test_the_unit_of_a_bound_is_shown_as_it_is_written():
    assert gives(june("1200多万"), "written")[0] == "本月完成投资：1200万"
