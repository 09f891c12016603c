"""Shapes that offices use beside the usual ones: what can be read is, what is open is asked."""

import pytest

from bihuan.importing.tests.sheets_read import (
    JUNE,
    LEDGER,
    WAN,
    A,
    B,
    C,
    KnownPlans,
    amounts,
    answered,
    asked,
    gives,
    read,
)
from bihuan.projects.kinds import Tier

NAMES = [A, B, C]
HEAD = ["序号", "项目名称"]
MONTH, REACHED = (30, 50, 80), (190, 300, 470)
KNOWN = [[20, 30, 40, 30, 40], [50, 40, 60, 40, 60], [70, 80, 80, 70, 90]]


class KnownUntilMay(KnownPlans):
    """Three projects with the months of 2024 up to May."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(NAMES, 900 * WAN))

    def planned(self, project, year):
        return super().planned(project, year) if year == 2024 else frozenset()

    def tiers(self, project, year):
        return frozenset({Tier.DISTRICT}) if year == 2024 else frozenset()

    def months(self, project, year):
        told = enumerate(KNOWN[project - 1], 1) if year == 2024 else ()
        return {number: yuan * WAN for number, yuan in told}


def rows(*columns):
    return [[n + 1, name, *(c[n] for c in columns)] for n, name in enumerate(NAMES)]


def of(tables, *fields):
    return [list(amounts(table, *fields).values()) for table in tables]


BOTH = [list(zip(MONTH, REACHED, strict=True))]


@pytest.mark.parametrize("order", [(MONTH, REACHED), (REACHED, MONTH)])
def test_two_columns_of_one_heading_are_told_apart_by_the_months_known(order):
    found = read([[*HEAD, "完成投资", "完成投资"], *rows(*order)], known=KnownUntilMay())
    assert (asked(found), of(found, "completed", "cumulative")) == ([], BOTH)


def test_two_columns_of_one_heading_are_asked_about_where_nothing_tells():
    found = read([[*HEAD, "完成投资", "完成投资"], *rows(MONTH, REACHED)])
    assert asked(found) == ["twice"]


@pytest.mark.parametrize("below", ["累计", "本年累计", "较上月增减", "平均"])
def test_a_line_under_the_total_that_adds_nothing_up_is_there_to_compare_with(below):
    table = [[*HEAD, "本月完成投资"], *rows(MONTH), [None, "合计", 160], [None, below, 960]]
    found = read(table)
    assert (asked(found), len(found[0].rows)) == ([], 3)
    assert [left.row for left in found[0].desk.left] == [7, 8]


def test_such_a_line_alone_under_the_rows_is_asked_about():
    assert asked(read([[*HEAD, "本月完成投资"], *rows(MONTH), [None, "累计", 960]])) == ["rows"]


@pytest.mark.parametrize(
    "heads", [["Jan", "Feb", "Mar"], ["January", "February", "March"], ["01", "02", "03"]]
)
def test_months_in_english_and_with_noughts_are_months(heads):
    title = "某区2024年重点项目完成投资"
    found = read([[*HEAD, *heads], *rows((10, 20, 30), (5, 10, 20), (9, 8, 7))], title=title)
    assert asked(found) == []
    assert found[0].rows[0].get(("completed", 3)) == 9 * WAN


QUARTERS = [*HEAD, "1月完成投资", "2月完成投资", "3月完成投资", "一季度完成投资"]
QUARTERS += ["4月完成投资", "5月完成投资", "6月完成投资", "二季度完成投资"]


def test_quarters_that_are_the_sums_of_their_months_are_not_asked_about():
    first = [(1, 2, 3), (4, 5, 6), (7, 8, 9)]
    second = [(3, 2, 1), (6, 5, 4), (9, 8, 7)]
    sums = [tuple(map(sum, zip(*each, strict=True))) for each in (first, second)]
    table = [QUARTERS, *rows(*first, sums[0], *second, sums[1])]
    found = read(table, title="某区2024年重点项目完成投资")
    assert asked(found) == []
    assert [found[0].rows[0].get(("completed", n)) for n in (1, 6)] == [WAN, 9 * WAN]


def test_quarters_over_plan_and_completed_are_read_each_alone_or_not():
    heads = ["一季度", None, "二季度", None]
    lower = [None, None, "计划", "完成", "计划", "完成"]
    table = [[*HEAD, *heads], lower, *rows((1, 2, 3), (5, 6, 7), (2, 2, 2), (9, 9, 9))]
    merged = [(2, 2, 2, 3), (2, 4, 2, 5)]
    found = read(table, title="某区2024年重点项目完成情况", merged=merged)
    assert asked(found) == ["quarters"]
    assert [each.split()[0] for each in gives(found, "quarters")[:2]] == [
        "完成投资共45",
        "完成投资共27",
    ]


def test_last_years_amounts_in_a_ledger_of_the_next_are_no_months_report():
    heads = [*LEDGER[:4], "2023年完成投资", "2024年计划投资", "级别"]
    more = [("新建",) * 3, (900,) * 3, (100,) * 3, (200,) * 3, ("区级",) * 3]
    found = read([heads, *rows(*more)], title="某区重点项目库")
    assert [table.layout.kind for table in found] == ["ledger"]
    assert (asked(found), found[0].year) == ([], 2024)


def yearly(years, **more):
    heads = [*LEDGER[:4], "年度投资计划", "年度", "级别"]
    columns = [("新建",) * 3, (900,) * 3, (200, 300, 400), years, ("区级",) * 3]
    return read([heads, *rows(*columns)], title="某区重点项目表", **more)


def test_a_column_tells_the_year_of_all_rows():
    found = yearly(("2024", "2024年", "2024"))
    assert (asked(found), found[0].year) == ([], 2024)


@pytest.mark.parametrize(("answer", "names"), [("2024", [A, B]), ("2023", [C])])
def test_rows_of_several_years_are_asked_about(answer, names):
    found = yearly((2024, 2024, 2023))
    assert asked(found) == ["years"]
    told = yearly((2024, 2024, 2023), answers=answered(found, "years", answer))
    assert (list(amounts(told[0])), told[0].year) == (names, int(answer))
    assert len(told[0].desk.left) == 3 - len(names)


def words(*cells, head="形象进度", title=JUNE, **more):
    return read([[*HEAD, head], *rows(cells)], title=title, unit="", **more)


@pytest.mark.parametrize(
    ("cell", "head"),
    [
        ("主体施工，本月完成投资30万元，1-6月累计完成投资190万元。", "形象进度"),
        ("完成投资30万元，累计190万元", "6月完成情况"),
        ("本月完成投资0.003亿元；累计完成投资0.019亿元；正在砌筑", "本月工作进展"),
    ],
)
def test_amounts_in_words_beside_a_project_are_read(cell, head):
    found = words(cell, cell, cell, head=head)
    assert (asked(found), of(found, "completed", "cumulative")) == ([], [[(30, 190)] * 3])


@pytest.mark.parametrize("cell", ["完成投资30万元左右到190万元", "厂房完成，投资约30万元又50万元"])
def test_words_that_are_not_plain_are_not_read_as_amounts(cell):
    assert not any(of(words(cell, cell, cell), "completed", "cumulative"))


def test_a_title_of_last_year_is_asked_about_where_the_sums_are_this_years():
    table = [[*HEAD, "年度计划投资", "本月完成", "累计完成"], *rows((900,) * 3, MONTH, REACHED)]
    title = "某区2023年6月重点项目投资完成情况表"
    found = read(table, title=title, known=KnownUntilMay())
    assert [t.layout.kind for t in found] == ["monthly"]
    assert asked(found) == ["month"]
    told = read(
        table, title=title, known=KnownUntilMay(), answers=answered(found, "month", "2024-06")
    )
    assert (str(told[0].layout.month), asked(told)) == ("2024-06", [])


OUTPUT = [[*HEAD, "合同价", "本月完成产值", "本年完成产值"], *rows((900,) * 3, MONTH, REACHED)]


def test_output_in_place_of_investment_is_asked_about():
    title = "2024年6月施工产值完成情况"
    found = read(OUTPUT, title=title)
    assert asked(found) == ["output"]
    assert gives(found, "output")[0] == "本月完成产值 160 万元；本年完成产值 960 万元"
    told = read(OUTPUT, title=title, answers=answered(found, "output", "yes"))
    assert (asked(told), of(told, "completed", "cumulative")) == ([], BOTH)
    left = read(OUTPUT, title=title, answers=answered(found, "output", "skip"))
    assert (asked(left), left[0].rows) == ([], [])
