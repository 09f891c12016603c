"""Tables of projects whose months until May are known: what these prove is not asked about."""

from datetime import date

import pytest

from bihuan.kit.sheets import Cell, Sheet
from bihuan.projects.kinds import Tier

from .sheets_read import KnownPlans, amounts, answered, asked, gives, read, read_as

A, B, C, D = "城东标准厂房项目", "滨河道路改造工程", "河西第三小学项目", "污水处理厂二期工程"
NAMES = (A, B, C, D)
MONTHS = {
    A: (1000, 1100, 1200, 1300, 1400, 1250),
    B: (500, 600, 700, 650, 620, 710),
    C: (200, 250, 300, 350, 310, 420),
    D: (300, 320, 410, 390, 450, 480),
}
PLANS = {A: 15000, B: 8000, C: 4000, D: 5200}
WAN = 10_000
JUNE = {name: (months[5],) for name, months in MONTHS.items()}
SO_FAR = {name: sum(months) for name, months in MONTHS.items()}
BEFORE = {name: sum(months[:5]) for name, months in MONTHS.items()}
WITHOUT = "某区2024年重点项目情况表"


class KnownToMay(KnownPlans):
    """Projects on the list of 2024 whose months until May were reported."""

    def __init__(self) -> None:
        super().__init__({name: plan * WAN for name, plan in PLANS.items()})

    def planned(self, project, year):
        return super().planned(project, year) if year == 2024 else frozenset()

    def tiers(self, project, year):
        return frozenset({Tier.DISTRICT}) if year == 2024 else frozenset()

    def months(self, project, year):
        told = MONTHS[NAMES[project - 1]][:5] if year == 2024 else ()
        return {number: yuan * WAN for number, yuan in enumerate(told, 1)}


def rows(*columns):
    """Return rows of a number, a name, and what each column says of the project."""
    return [[n, name, *(column(name) for column in columns)] for n, name in enumerate(NAMES, 1)]


def table_of(head, *columns, **more):
    heads = head if isinstance(head[0], list) else [head]
    named = [["序号", "项目名称", *heads[0]], *([None, None, *each] for each in heads[1:])]
    return read([*named, *rows(*columns)], known=KnownToMay(), **more)


def month(name):
    return MONTHS[name][5]


def may(name):
    return MONTHS[name][4]


def so_far(name):
    return SO_FAR[name]


def before(name):
    return BEFORE[name]


def third_of_plan(name):
    return PLANS[name] // 3


UNDER_ONE = [(2, 2, 2, 4), (2, 0, 3, 0), (2, 1, 3, 1)]
TWO_AND_TWO = [(2, 2, 2, 3), (2, 4, 2, 5), (2, 0, 3, 0), (2, 1, 3, 1)]


def test_last_month_beside_this_and_what_was_added_are_told_apart():
    heads = [["累计完成投资", None, None], ["上月", "本月", "增减"]]
    [table] = table_of(heads, before, so_far, month, merged=UNDER_ONE)
    assert asked([table]) == []
    assert amounts(table, "completed") == JUNE
    assert [c.leaf for c in table.layout.unknown] == ["上月"]


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("某区2024年重点项目累计完成投资环比表", ["5月", "6月", "环比增减"]),
        ("某区2024年重点项目完成投资表", ["5月末", "6月末", "本期新增"]),
    ],
)
def test_cumulatives_without_a_measure_are_known_by_the_first(title, head):
    [table] = table_of(head, before, so_far, month, title=title)
    assert asked([table]) == []
    assert amounts(table, ("cumulative", 6)) == {name: (SO_FAR[name],) for name in NAMES}


def test_months_over_plan_and_actual_are_known_by_the_first():
    heads = [["5月", None, "6月", None], ["计划", "实际", "计划", "实际"]]
    columns = (third_of_plan, may, third_of_plan, month)
    [table] = table_of(heads, *columns, merged=TWO_AND_TWO)
    assert asked([table]) == []
    assert amounts(table, ("completed", 6)) == JUNE


def test_brackets_say_until_when():
    [table] = table_of(["完成投资（至5月）", "完成投资（至6月）"], before, so_far, title=WITHOUT)
    assert asked([table]) == []
    assert amounts(table, "cumulative") == {name: (SO_FAR[name],) for name in NAMES}


def test_what_was_added_since_last_time_is_the_month():
    [table] = table_of(["截至6月25日累计完成投资", "较上期新增"], so_far, month)
    assert asked([table]) == []
    assert amounts(table, "completed") == JUNE


@pytest.mark.parametrize(("unit", "times"), [("十万元", 10), ("千万元", 1000), ("百万元", 100)])
def test_a_unit_that_is_stated_holds(unit, times):
    found = table_of(["本月完成", "累计完成"], *_divided(times), unit=f"单位：{unit}")
    assert asked(found) == []
    assert amounts(found[0], "completed") == JUNE


def _divided(times):
    return (lambda name: month(name) / times, lambda name: so_far(name) / times)


def test_quarters_are_known_by_the_months():
    first = {name: sum(MONTHS[name][:3]) for name in NAMES}
    second = {name: sum(MONTHS[name][3:]) for name in NAMES}
    head = ["一季度完成投资", "二季度完成投资"]
    title = "某区2024年上半年重点项目投资完成情况"
    [table] = table_of(head, first.get, second.get, title=title)
    assert asked([table]) == []
    assert amounts(table, ("cumulative", 6)) == {name: (SO_FAR[name],) for name in NAMES}


@pytest.mark.parametrize("is_first", [True, False])
def test_this_year_beside_the_last_is_known_by_the_lists(is_first):
    head = ["2024年1-6月", "2023年1-6月", "同比增长"]
    columns = (so_far, third_of_plan)
    if not is_first:
        head, columns = [head[1], head[0], head[2]], columns[::-1]
    title = "某区重点项目投资完成情况"
    [table] = table_of(head, *columns, lambda _name: 0.1, title=title)
    assert asked([table]) == []
    assert (table.year, amounts(table, "cumulative")) == (
        2024,
        {name: (SO_FAR[name],) for name in NAMES},
    )


def test_a_target_in_whole_numbers_disproves_no_row():
    title = "某区2024年6月重点项目投资任务完成情况"
    head = ["任务数", "完成数", "完成率"]

    def rate(name):
        return month(name) / (PLANS[name] / 12)

    [table] = table_of(head, lambda name: round(PLANS[name] / 12), month, rate, title=title)
    assert asked([table]) == []
    assert amounts(table, "completed") == JUNE


def test_what_is_due_is_not_near_to_what_was_completed():
    title = "某区2024年1-6月重点项目投资完成情况表"
    found = table_of(
        ["应完成投资", "已完成投资", "差额"], third_of_plan, so_far, month, title=title
    )
    assert asked(found) == ["span"]
    assert any("3,440" in text or "2,860" in text for text in gives(found, "span"))
    [table] = table_of(
        ["应完成投资", "已完成投资", "差额"],
        third_of_plan,
        so_far,
        month,
        title=title,
        answers=answered(found, "span", "to_date"),
    )
    assert asked([table]) == []
    assert amounts(table, "completed", "cumulative") == {n: (None, SO_FAR[n]) for n in NAMES}


@pytest.mark.parametrize("other", ["完成产值", "达标完成投资", "认可完成投资"])
def test_an_unknown_amount_beside_the_month_is_left_alone(other):
    [table] = table_of(["本月完成投资", other], month, third_of_plan)
    assert asked([table]) == []
    assert amounts(table, "completed", "cumulative") == {n: (MONTHS[n][5], None) for n in NAMES}
    assert other in [c.leaf for c in table.layout.unknown]


def test_what_is_left_of_the_works_is_a_part_too():
    head = ["建安完成投资", "设备完成投资", "其他完成投资"]
    columns = (lambda name: month(name) - 150, lambda _n: 100, lambda _n: 50)
    found = table_of(head, *columns)
    assert asked(found) == ["parts"]
    [table] = table_of(head, *columns, answers=answered(found, "parts", "sum"))
    assert amounts(table, "completed") == JUNE


def test_what_last_month_came_to_is_of_last_month():
    title = "某区2024年7月重点项目调度表"
    found = table_of(["上月完成投资"], month, title=title)
    assert asked(found) == ["month"]
    [table] = table_of(
        ["上月完成投资"], month, title=title, answers=answered(found, "month", "2024-06")
    )
    assert (str(table.layout.month), amounts(table, "completed")) == ("2024-06", JUNE)


def test_a_bookkeepers_minus_is_asked_about():
    cells = {C: "▲120"}
    found = table_of(["本月完成投资"], lambda name: cells.get(name, month(name)))
    assert asked(found) == ["written"]
    [table] = table_of(
        ["本月完成投资"],
        lambda name: cells.get(name, month(name)),
        answers=answered(found, "written", "minus"),
    )
    assert amounts(table, "completed")[C] == (-120,)


@pytest.mark.parametrize("name", [f"1、{A}（省重点）", f"{A}（续建）", f"①{A}"])
def test_what_stands_around_a_known_name_is_none_of_it(name):
    [table] = table_of(["本月完成投资"], month)
    head = ["序号", "项目名称", "本月完成投资"]
    [table] = read([head, [1, name, 10], [2, B, 20]], known=KnownToMay())
    assert [row.get("name") for row in table.rows] == [A, B]


def test_phases_are_told_apart_all_the_same():
    head = ["序号", "项目名称", "本月完成投资"]
    [table] = read([head, [1, f"{A}（二期）", 10], [2, B, 20]], known=KnownToMay())
    assert table.rows[0].get("name") == f"{A}（二期）"


def test_a_row_without_a_name_that_sums_up_those_below_is_a_total():
    head = ["序号", "项目名称", "本月完成投资"]
    line = [1, A, 1250], [2, B, 710], ["基础设施和民生", None, 900], [1, C, 420], [2, D, 480]
    [table] = read([head, *line], known=KnownToMay())
    assert asked([table]) == []
    assert amounts(table, "completed") == JUNE


def test_months_that_a_spreadsheet_took_for_days_are_months():
    [table] = table_of(
        ["6月", date(2024, 1, 6)], month, so_far, title="某区2024年6月重点项目完成投资"
    )
    assert asked([table]) == []
    assert amounts(table, "completed", "cumulative") == {
        name: (MONTHS[name][5], SO_FAR[name]) for name in NAMES
    }


def test_days_among_headings_stay_days():
    head = [date(2024, 6, 30), date(2024, 5, 31)]
    [table] = table_of(head, month, may, title="某区2024年重点项目月度完成投资情况")
    assert {c.month for c in table.layout.columns if c.month} == {5, 6}


def test_a_day_in_the_name_of_the_file_offers_its_month():
    rows_: list[list[Cell]] = [
        ["重点项目投资情况"],
        ["单位：万元"],
        ["序号", "项目名称", "当月完成", "累计完成"],
    ]
    sheet = Sheet("Sheet1", [*rows_, *rows(month, so_far)])
    [table] = read_as(sheet, "重点项目2024.6.30.xlsx", known=KnownToMay())
    assert (str(table.layout.month), asked([table])) == ("2024-06", [])


def test_sums_carried_over_a_page_are_no_projects():
    head = ["序号", "项目名称", "本月完成投资"]
    first = [head, [1, A, 1250], [2, B, 710], [None, "过次页", 1960]]
    second = [["某区2024年6月重点项目进度表（续表）"], head, [None, "承前页", 1960], [3, C, 420]]
    found = read([*first, *second], known=KnownToMay())
    assert [row.get("name") for table in found for row in table.rows] == [A, B, C]


def test_what_was_completed_under_a_month_is_known():
    heads = [["6月", None, None], ["目标值", "完成值", "差值"]]
    [table] = table_of(heads, third_of_plan, month, may, merged=UNDER_ONE)
    assert (asked([table]), amounts(table, "completed")) == ([], JUNE)


def test_a_unit_that_was_answered_is_held_against_the_months_known():
    in_yi = [["序号", "项目名称", "本月完成投资"], *rows(lambda name: month(name) / 10_000)]
    found = read(in_yi, unit="", known=KnownToMay())
    assert asked(found) == ["unit"]
    wrong = answered(found, "unit", "万元")
    assert asked(read(in_yi, unit="", known=KnownToMay(), answers=wrong)) == ["size"]
    [table] = read(in_yi, unit="", known=KnownToMay(), answers=answered(found, "unit", "亿元"))
    assert (asked([table]), amounts(table, "completed")) == ([], JUNE)
