"""Columns under the headings of offices: months, years and plans, read or asked, never guessed."""

from datetime import date

import pytest

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.importing.tests.test_proof_lines import asked, tables
from bihuan.kit.months import Month
from bihuan.kit.sheets import Sheet
from bihuan.projects.kinds import Tier

WAN = 10_000
MONTHLY = "2024年6月区重点项目投资完成情况表"
TOP, LOW = ["序号", "项目名称", "完成情况", None], [None, None, "本月", "1-6月累计"]
DOWN = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3)]


def month_rows(found):
    monthly = [t for t in found if t.layout.kind == SheetKind.MONTHLY]
    return [(row.get("completed"), row.get("cumulative")) for t in monthly for row in t.rows]


@pytest.mark.parametrize("parent", ["完成投资", "投资完成情况", "完成投资情况", "2024年完成投资"])
@pytest.mark.parametrize("leaf", ["本月", "6月", "当月", "6月完成投资"])
def test_a_month_under_a_parent_is_the_month_whatever_the_parent_says(parent, leaf):
    rows = [[*TOP[:2], parent, None], [None, None, leaf, LOW[3]], [1, "甲工程", 10, 60]]
    found = tables(rows, title=MONTHLY, merged=DOWN)
    assert month_rows(found) == [(10 * WAN, 60 * WAN)]


@pytest.mark.parametrize("number", ["编号", "项目序号"])
def test_groups_are_known_in_a_month_whose_numbers_go_by_another_name(number):
    head = [number, "项目名称", "6月完成投资"]
    found = tables([head, ["一", "产业类", 30], [1, "甲", 10], [2, "乙", 20]], title=MONTHLY)
    assert [row.get("name") for row in found[0].rows] == ["甲", "乙"]


def test_what_was_completed_is_never_near_to_what_was_planned():
    head = ["序号", "项目名称", "总投资", "级别", "6月完成投资", "当年累计完成投资"]
    found = tables([head, [1, "甲", 900, "区级", 10, 60]], title=MONTHLY)
    assert [row.get("planned") for t in found for row in t.rows] == [None] * len(found)


def test_a_year_that_the_month_tells_leaves_out_the_year_before():
    head = ["序号", "项目名称", "2024年6月完成投资", "2023年1-6月完成投资"]
    title = "重点项目投资完成情况表"
    question = tables([head, [1, "甲", 10, 800]], title=title)
    answers = {q.id: "2024-06" for t in question for q in t.desk.questions if q.id[:5] == "month"}
    assert month_rows(tables([head, [1, "甲", 10, 800]], title=title, answers=answers)) == [
        (10 * WAN, None)
    ]


def test_last_years_columns_leave_no_doubt_of_the_year():
    head = ["序号", "项目名称", "2024年计划投资", "完成投资", "2023年完成投资"]
    title = "2024年1-6月重点项目进展情况表"
    assert "year" not in asked(tables([head, [1, "甲", 100, 60, 800]], title=title))


def test_the_plan_that_repeats_the_total_gives_way_to_one_under_a_parent():
    rows = [
        ["序号", "项目名称", "计划总投资", "计划投资", "投资计划", None],
        [None, None, None, None, "全年", "一季度"],
        [1, "甲", 1000, 1000, 100, 25],
        [2, "乙", 2000, 2000, 200, 50],
    ]
    merged = [*((2, n, 3, n) for n in range(4)), (2, 4, 2, 5)]
    found = tables(rows, merged=merged)
    assert [row.get("planned") for row in found[0].rows] == [100 * WAN, 200 * WAN]


def test_next_years_plan_waits_for_the_year():
    head = ["序号", "项目名称", "总投资", "2024年投资计划", "2025年计划投资"]
    found = tables([head, [1, "甲", 900, 100, 200]], title="某区重点项目名单：区级重点")
    assert asked(found) == ["year"]


def test_a_ledger_without_a_year_asks_for_it():
    head = ["序号", "项目名称", "总投资", "年度计划投资"]
    assert asked(tables([head, [1, "甲", 900, 100]], title="区重点项目名单")) == ["year"]


@pytest.mark.parametrize(
    ("title", "tier"),
    [
        ("2024年区重点项目名单", Tier.DISTRICT),
        ("某区2024年度县重点项目", Tier.DISTRICT),
        ("2024年鹤城区重点项目名单", None),
        ("2024年省市县重点项目名单", None),
    ],
)
def test_a_place_in_front_of_the_word_is_no_list(title, tier):
    head = ["序号", "项目名称", "总投资", "年度计划投资"]
    found = tables([head, [1, "甲", 900, 100]], title=title)
    assert (found[0].tier, asked(found)) == (tier, [] if tier else ["tier"])


def test_a_sub_heading_called_sum_and_rows_of_numbers_end_no_heading():
    rows = [
        ["序号", "项目名称", "总投资", "2024年计划投资", None, None],
        [None, None, None, "小计", "一季度", "二季度"],
        ["一、产业类", None, 900, 100, 25, 25],
        [1, "甲", 900, 100, 25, 25],
    ]
    found = tables(rows)
    assert [row.get("planned") for row in found[0].rows] == [100 * WAN]


@pytest.mark.parametrize(("word", "number"), [("一季度", 3), ("上半年", 6), ("前三季度", 9)])
def test_a_part_of_the_year_in_a_title_is_its_last_month(word, number):
    head = ["序号", "项目名称", "本年累计完成投资"]
    found = tables([head, [1, "甲", 60]], title=f"2024年{word}重点项目完成情况")
    assert found[0].layout.month == Month(2024, number)


def test_a_report_of_december_that_tells_no_year_offers_the_december_before():
    sheet = Sheet(
        "Sheet1", [["12月重点项目完成情况"], ["项目名称", "本月完成投资（万元）"], ["甲", 5]]
    )
    facts = TableFacts(date(2025, 1, 5))
    rules = ReadingRules(facts, NothingKnown())
    (found,) = read_sheet("表.xlsx", sheet, BatchAnswers(), rules)
    (question,) = found.desk.questions
    assert "2024-12" in {choice.value for choice in question.choices}
