"""Questions that the sheet's own sums, or the ledger, answer: none of them is asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.tests.sheets_read import WAN, A, B, C, amounts, asked, gives, read
from bihuan.kit.months import Month
from bihuan.projects.kinds import Tier

NAMES = (A, B, C)
PLANS = (2400, 1300, 960)
KNOWN = ((110, 95, 120, 105, 130), (60, 55, 70, 52, 64), (40, 38, 45, 41, 36))
JUNES = (125, 58, 43)
SO_FAR = tuple(sum(known) + june for known, june in zip(KNOWN, JUNES, strict=True))
UNTOLD = "某区重点项目投资完成情况表"


class OfTheYear(NothingKnown):
    """Three projects on a list of 2024, whose months until May are known."""

    def find(self, name: str, code: str) -> int | None:  # as the protocol has it
        return NAMES.index(name) + 1 if name in NAMES else None

    def planned(self, project: int, year: int) -> frozenset[int]:  # as above
        return frozenset({PLANS[project - 1] * WAN} if year == 2024 else ())

    def tiers(self, project: int, year: int) -> frozenset[Tier]:  # as above
        return frozenset({Tier.DISTRICT} if year == 2024 else ())

    def months(self, project: int, year: int) -> Mapping[int, int]:  # as above
        told = KNOWN[project - 1] if year == 2024 else ()
        return {n: amount * WAN for n, amount in enumerate(told, 1)}


class OnTwoLists(OfTheYear):
    """The same projects, on lists of both years."""

    def tiers(self, project: int, year: int) -> frozenset[Tier]:  # as above
        return frozenset({Tier.DISTRICT})


def table(*columns: tuple[str, tuple[Any, ...]], **told: Any) -> Any:
    head = ["项目名称", *(title for title, _cells in columns)]
    rows = [[name, *(cells[n] for _t, cells in columns)] for n, name in enumerate(NAMES)]
    return read([head, *rows], **{"known": OfTheYear(), **told})


def left(plan: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one - other for one, other in zip(plan, SO_FAR, strict=True))


def so_far(tables: Any) -> list[tuple[int | None, ...]]:
    (found,) = tables
    return list(amounts(found, "cumulative").values())


@pytest.mark.parametrize("title", ["剩余投资", "未完成投资", "尚需投资", "剩余额"])
@pytest.mark.parametrize("done", ["累计完成投资", "完成投资", "累计完成"])
def test_what_was_completed_and_what_is_left_make_the_plan(title, done):
    found = table(("年度计划投资", PLANS), (done, SO_FAR), (title, left(PLANS)))
    assert asked(found) == []
    assert so_far(found) == [(each,) for each in SO_FAR]


def test_what_is_left_of_another_sum_proves_nothing():
    other = tuple(each + 500 for each in left(PLANS))
    assert asked(table(("年度计划投资", PLANS), ("累计完成投资", SO_FAR), ("剩余投资", other))) == [
        "span"
    ]


def test_what_was_due_and_what_is_ahead_make_the_cumulative():
    due = tuple(plan // 2 for plan in PLANS)
    ahead = tuple(one - other for one, other in zip(SO_FAR, due, strict=True))
    columns = (
        ("年度计划", PLANS),
        ("序时应完成", due),
        ("实际完成", SO_FAR),
        ("超（欠）进度", ahead),
    )
    assert asked(table(*columns)) == []


def test_a_rate_tells_of_which_of_two_plans_it_is():
    before = tuple(plan + 200 for plan in PLANS)
    rates = tuple(f"{done / plan:.1%}" for done, plan in zip(SO_FAR, PLANS, strict=True))
    found = table(
        ("年初计划投资", before),
        ("调整后计划投资", PLANS),
        ("本月完成投资", JUNES),
        ("累计完成投资", SO_FAR),
        ("完成率", rates),
    )
    assert asked(found) == []
    assert any("调整后计划投资" in proof.statement for proof in found[0].desk.proofs)


@pytest.mark.parametrize(
    "heads", [("完成", "累计"), ("本期数", "累计数"), ("本月完成投资", "累计")]
)
def test_a_sum_beside_the_month_needs_no_measure(heads):
    found = table((heads[0], JUNES), (heads[1], SO_FAR))
    assert asked(found) == []
    assert so_far(found) == [(each,) for each in SO_FAR]


@pytest.mark.parametrize(
    "title", [UNTOLD, "某区2024年重点项目投资完成情况表", "6月重点项目投资完成情况表"]
)
def test_a_month_that_no_title_tells_is_told_by_sums(title):
    found = table(("本月完成投资", JUNES), ("累计完成投资", SO_FAR), title=title)
    assert asked(found) == []
    assert found[0].layout.month == Month(2024, 6)


def test_months_of_which_nothing_is_known_are_asked_about():
    found = table(
        ("本月完成投资", JUNES), ("累计完成投资", SO_FAR), title=UNTOLD, known=NothingKnown()
    )
    assert asked(found) == ["month"]


def test_a_year_that_nobody_tells_is_that_of_the_lists():
    found = table(("1-12月累计完成投资", SO_FAR), title=UNTOLD, today=date(2024, 12, 20))
    assert found[0].layout.month == Month(2024, 12)
    on_both = table(("6月完成投资", JUNES), title=UNTOLD, known=OnTwoLists())
    assert asked(on_both) == ["month"]


def test_december_in_a_table_of_january_is_asked_about():
    title = "某区重点项目2025年1月调度情况表"
    found = table(("截至12月底累计完成投资", SO_FAR), title=title, today=date(2025, 1, 10))
    (question,) = [q for q in found[0].desk.questions if q.is_open]
    assert [choice.value for choice in question.choices] == ["2025-01", "2024-12"]


@pytest.mark.parametrize("title", ["较上月新增", "环比增加", "较上月增加"])
def test_what_was_added_since_the_month_before_is_the_months_by_its_sums(title):
    before = tuple(map(sum, KNOWN))
    found = table(("截至5月底累计完成", before), ("截至6月底累计完成", SO_FAR), (title, JUNES))
    assert asked(found) == []
    assert list(amounts(found[0], "completed", "cumulative").values()) == list(
        zip(JUNES, SO_FAR, strict=True)
    )


def test_a_growth_that_is_no_month_is_left_alone():
    growth = tuple(june - known[-1] for june, known in zip(JUNES, KNOWN, strict=True))
    found = table(("本月完成投资", JUNES), ("累计完成投资", SO_FAR), ("环比增加", growth))
    assert asked(found) == []
    assert list(amounts(found[0], "completed").values()) == [(each,) for each in JUNES]


def test_a_bare_amount_below_the_months_before_can_only_be_the_months():
    found = table(("完成投资", JUNES))
    assert asked(found) == []
    assert list(amounts(found[0], "completed").values()) == [(each,) for each in JUNES]
    assert asked(table(("完成投资", SO_FAR))) == ["span"]


def test_the_time_of_an_amount_among_all_is_no_part_of_it():
    since = tuple(each + 900 for each in SO_FAR)
    columns = (("累计完成投资", since), ("其中：2024年完成", SO_FAR), ("其中：6月完成", JUNES))
    found = table(*columns)
    assert asked(found) == []
    assert list(amounts(found[0], "completed", "cumulative").values()) == list(
        zip(JUNES, SO_FAR, strict=True)
    )


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("年月", ("202404", "202405")),
        ("年月", (202404, 202405)),
        ("统计月份", ("2024-04", "2024-05")),
        ("报告期", ("2024年4月", "2024年5月")),
        ("月份", ("4月", "5月")),
    ],
)
def test_a_column_of_months_is_known_by_its_cells(head, cells):
    rows: list[Any] = [["项目名称", head, "完成投资"]]
    rows += [
        [name, cell, KNOWN[n][3 + m]]
        for n, name in enumerate(NAMES)
        for m, cell in enumerate(cells)
    ]
    (found,) = read(rows, title="重点项目月度投资明细", known=OfTheYear())
    assert asked([found]) == []
    assert [row.get("month") for row in found.rows[:2]] == [Month(2024, 4), Month(2024, 5)]


def test_months_over_their_own_and_their_cumulative():
    before = tuple(map(sum, KNOWN))
    head = [["项目名称", "5月", "", "6月", ""], ["", "当月", "累计", "当月", "累计"]]
    lines = zip(NAMES, (k[4] for k in KNOWN), before, JUNES, SO_FAR, strict=True)
    merged = [(2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4)]
    title = "某区2024年重点项目投资完成情况"
    found = read([*head, *map(list, lines)], title=title, merged=merged, known=OfTheYear())
    assert asked(found) == []
    assert list(amounts(found[0], ("completed", 6)).values()) == [(each,) for each in JUNES]


def test_lines_that_compare_the_total_are_no_totals():
    rows: list[Any] = [["序号", "项目名称", "本月完成投资", "1-6月累计完成投资"]]
    rows += [[n + 1, name, JUNES[n], SO_FAR[n]] for n, name in enumerate(NAMES)]
    rows += [["", "合计", sum(JUNES), sum(SO_FAR)], ["", "市下达任务", 300, 2000]]
    rows += [
        ["", "完成市任务比例", "75.3%", "56%"],
        ["", "上年同期", 200, 900],
        ["", "增减额", 26, 217],
    ]
    found = read(rows, known=OfTheYear())
    assert asked(found) == []
    assert [row.get("name") for row in found[0].rows] == list(NAMES)
    assert len(found[0].desk.left) == 5


@pytest.mark.parametrize(
    "numbers",
    [("1、", "2、", "3、"), ("（1）", "（2）", "（3）"), ("①", "②", "③"), ("1.", "2.", "3.")],
)
def test_names_that_carry_their_number_are_known_without_it(numbers):
    rows: list[Any] = [["项目名称", "本月完成投资", "累计完成投资"]]
    rows += [
        [number + name, JUNES[n], SO_FAR[n]]
        for n, (number, name) in enumerate(zip(numbers, NAMES, strict=True))
    ]
    found = read(rows, known=OfTheYear())
    assert [row.get("name") for row in found[0].rows] == list(NAMES)


def test_a_name_that_begins_with_a_length_keeps_it():
    rows: list[Any] = [
        ["项目名称", "总投资", "年度计划投资"],
        ["3.5公里道路工程", 500, 100],
        ["110kV输变电", 900, 90],
    ]
    (found,) = read(rows, title="某区2024年区重点项目名单")
    assert [row.get("name") for row in found.rows] == ["3.5公里道路工程", "110kV输变电"]


def test_a_list_says_who_stands_on_another_one():
    rows: list[Any] = [["项目名称", "建设性质", "总投资", "年度计划投资"]]
    rows += [[name, "续建", 9000, PLANS[n] + 1] for n, name in enumerate((*NAMES[:2], "新项目"))]
    found = read(rows, title="某区2024年重点项目名单", known=OfTheYear())
    told = gives(found, "tier")
    assert "2" in told[0]
    assert "区重点" in told[0]
    assert told[2].count("区重点") == 1


def test_what_is_known_until_the_month_before_tells_of_the_same_words_for_the_month():
    before = tuple(map(sum, KNOWN))
    title = "某区2024年重点项目投资完成情况表"
    found = table(("截止5月完成", before), ("截止6月完成", SO_FAR), title=title)
    assert asked(found) == []
    assert found[0].layout.month == Month(2024, 6)
    other = table(("截止5月完成", JUNES), ("截止6月完成", SO_FAR), title=title)
    assert asked(other) == ["span"]


@pytest.mark.parametrize("title", ["截至6.25累计完成投资", "6月底完成投资"])
def test_a_day_or_the_end_of_a_month_is_reached_and_no_month_alone(title):
    found = table((title, SO_FAR), title="某区2024年重点项目调度表")
    (question,) = [q for q in found[0].desk.questions if q.is_open]
    assert [choice.value for choice in question.choices] == ["to_date", "since_start", "-"]


def test_actual_amounts_under_months_are_known_by_their_sum():
    head = [["项目名称", "6月份", "", "1—6月", ""], ["", "计划", "实际", "计划", "实际"]]
    lines = zip(NAMES, JUNES, JUNES, SO_FAR, SO_FAR, strict=True)
    rows = [[n, p // 2, done, q // 2, reached] for n, p, done, q, reached in lines]
    merged = [(2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4)]
    found = read([*head, *rows], title="某区2024年重点项目", merged=merged, known=OfTheYear())
    assert asked(found) == []
    assert list(amounts(found[0], "completed").values()) == [(each,) for each in JUNES]
