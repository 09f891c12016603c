"""Shapes that offices bring and that were refused, dropped or read otherwise than they are."""

import pytest

from bihuan.importing.rows.table import ERROR
from bihuan.importing.tests.sheets_read import (
    LEDGER,
    LISTED,
    WAN,
    A,
    B,
    C,
    KnownPlans,
    amounts,
    answered,
    asked,
    read,
)

SOURCES = [["序号", "项目名称", "完成投资", None, None], [None, None, "自筹", "银行贷款", "合计"]]
MERGED = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 4)]
BY_SOURCE = [[1, A, 100, 1250, 1350], [2, B, 80, 680, 760], [3, C, 50, 330, 380]]


@pytest.mark.parametrize(
    "sources",
    [
        ("自筹", "银行贷款", "合计"),
        ("自筹资金", "财政资金", "小计"),
        ("国有投资", "民间投资", "合计"),
        ("中央", "市县", "合计"),
    ],
)
def test_what_a_source_bears_of_the_completed_is_neither_month_nor_year_so_far(sources):
    head = [SOURCES[0], [None, None, *sources]]
    found = read([*head, *BY_SOURCE], merged=MERGED)
    assert [q.column for t in found for q in t.desk.questions] == ["完成投资"]
    found = read([*head, *BY_SOURCE], merged=MERGED, answers=answered(found, "span", "month"))
    assert asked(found) == []
    assert amounts(found[0], "completed", "cumulative") == {
        A: (1350, None),
        B: (760, None),
        C: (380, None),
    }


def test_amounts_that_stand_beside_other_names_are_asked_about():
    plans = {A: 15000 * WAN, B: 8000 * WAN, C: 4000 * WAN}
    rows = [
        ["序号", "项目名称", "年度计划", "6月完成投资"],
        [1, A, 8000, 760],
        [2, B, 4000, 380],
        [3, C, 15000, 1350],
    ]
    found = read(rows, known=KnownPlans(plans))
    assert asked(found) == ["ledger"]
    assert (
        read(rows, known=KnownPlans(plans), answers=answered(found, "ledger", "skip"))[0].rows == []
    )
    told = answered(found, "ledger", "stands")
    assert asked(read(rows, known=KnownPlans(plans), answers=told)) == []


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("完成投资\n本月(累计)", "{}\n({})"),
        ("完成投资（本月/累计）", "{}（累计{}）"),
        ("完成投资6月（1-6月累计）", "{}（{}）"),
        ("完成投资(本月/累计)", "{}/{}"),
    ],
)
def test_two_amounts_in_a_cell_are_two_columns(heading, cell):
    rows = [["序号", "项目名称", heading]]
    rows += [[1, A, cell.format(1350, 6900)], [2, B, cell.format(760, 3630)]]
    (table,) = read(rows)
    assert amounts(table, "completed", "cumulative") == {A: (1350, 6900), B: (760, 3630)}


def test_no_month_is_taken_without_its_amounts_unasked():
    words = [[1, A, "约一千(见附件2)"], [2, B, "详见附表3"]]
    found = read([["序号", "项目名称", "本月完成投资"], *words])
    assert [p.severity for t in found for p in t.problems] == [ERROR, ERROR]
    found = read([["序号", "项目名称", "完成投资情况及金额（本月）"], *words])
    assert asked(found)


@pytest.mark.parametrize(
    ("headings", "changes"),
    [
        (["调增(+)调减(-)"], [["+3000"], [-1000]]),
        (["调增", "调减"], [[3000, None], [None, 1000]]),
        (["调整额"], [[3000], ["-1,000"]]),
    ],
)
def test_plans_told_by_what_is_added_are_the_sum(headings, changes):
    rows = [["序号", "项目名称", "原计划", *headings, "调整原因", "批准人"]]
    rows += [[1, A, 15000, *changes[0], "扩建", "某某"], [2, C, 4000, *changes[1], "征迁", "某某"]]
    (table,) = read(rows, title="某区2024年重点项目计划调整表")
    assert table.layout.kind == "adjustment"
    assert amounts(table, "old_plan", "new_plan") == {A: (15000, 18000), C: (4000, 3000)}


COUNTED = [
    ["序号", "项目", "个数", "总投资", "2024年计划投资"],
    [1, "产业发展", 2, 70000, 23000],
    [2, "社会民生", 1, 9800, 4000],
]


def test_rows_that_count_projects_are_asked_about():
    found = read(COUNTED, title=LISTED)
    assert "summary" in asked(found)
    (table,) = read(COUNTED, title=LISTED, answers=answered(found, "summary", "skip"))
    assert table.rows == []
    found = read([COUNTED[0], [1, A, 1, 70000, 23000], [2, B, 1, 9800, 4000]], title=LISTED)
    assert "summary" not in asked(found)


def test_a_number_that_ends_in_one_tenth_is_january_or_october():
    head = [*LEDGER, "计划开工时间"]
    rows = [head, [1, A, "新建", 52000, 15000, 2024.1], [2, B, "新建", 18600, 8000, 2024.11]]
    found = read(rows, title=LISTED)
    assert asked(found) == ["october"]
    for month, days in (("1", "2024-01-01"), ("10", "2024-10-01")):
        (table,) = read(rows, title=LISTED, answers=answered(found, "october", month))
        assert str(table.rows[0].get("planned_start_on")) == days
        assert table.problems == []
    rows[1][-1] = "2024.1"  # as text it is what was typed
    assert asked(read(rows, title=LISTED)) == []


@pytest.mark.parametrize(
    ("cell", "day"), [("3月底", "2024-03-31"), ("一季度", "2024-03-31"), ("上半年", "2024-06-30")]
)
def test_a_planned_day_without_a_year_is_of_the_tables(cell, day):
    rows = [[*LEDGER, "计划开工时间"], [1, A, "新建", 52000, 15000, cell]]
    (table,) = read(rows, title=LISTED)
    assert str(table.rows[0].get("planned_start_on")) == day
    assert [p.severity for p in table.problems] == ["warning"]


def test_a_span_of_six_digits_is_one_of_months():
    rows = [[*LEDGER, "建设起止年月"], [1, A, "新建", 52000, 15000, "202403-202612"]]
    (table,) = read(rows, title=LISTED)
    assert [str(day) for day in table.rows[0].get("span")] == ["2024-03-01", "2026-12-31"]


def test_a_bare_heading_of_natures_may_hold_stages():
    rows = [["序号", "项目名称", "性质", "总投资", "年度计划投资"], [1, A, "续建", 52000, 15000]]
    (table,) = read(rows, title=LISTED)
    assert table.rows[0].project_class == "construction"


CARD = [
    ["项目名称", A, "责任单位", "某区发改局"],
    ["总投资（万元）", 52000, "年度计划投资（万元）", 15000],
    ["本月完成投资（万元）", 1350, "累计完成投资（万元）", 6900],
    ["形象进度", "主体施工至三层", None, None],
    ["存在问题", "无", None, None],
]


def test_a_card_of_one_project_is_a_row():
    merged = [(5, 1, 5, 3), (6, 1, 6, 3)]
    known, title = KnownPlans({A: 15000 * WAN}), "重点项目月度进展情况表（2024年6月）"
    (table,) = read(CARD, title=title, unit="", merged=merged, known=known)
    assert amounts(table, "completed", "cumulative") == {A: (1350, 6900)}
    assert table.rows[0].get("text") == "主体施工至三层"
    assert asked([table]) == []


def test_a_card_of_a_list_is_a_row_of_the_ledger():
    rows = [
        ["项目名称", A, None, None],
        ["总投资", 52000, "建设性质", "新建"],
        ["2024年计划投资", 15000, "责任单位", "某区发改局"],
    ]
    (table,) = read(rows, title="2024年区重点项目基本情况表")
    assert table.layout.kind == "ledger"
    assert amounts(table, "total", "planned") == {A: (52000, 15000)}
    assert table.rows[0].get("responsible") == "某区发改局"


def test_a_heading_of_names_alone_in_its_row_makes_no_card():
    table = read([["序号", "项目名称", "年度计划", "6月完成投资"], [1, A, 15000, 1350]])[-1]
    assert amounts(table, "completed") == {A: (1350,)}


@pytest.mark.parametrize(
    ("title", "heading", "project_class"),
    [
        ("某区2025年重点前期项目计划表", "估算总投资", "preparation"),
        ("某区2025年招商引资重点项目调度表", "协议投资额", "legacy"),
    ],
)
def test_a_list_without_plans_whose_title_names_its_class_is_a_ledger(
    title, heading, project_class
):
    rows = [["序号", "项目名称", "建设内容", heading], [1, A, "略", 5.2], [2, B, "略", 1.86]]
    (table,) = read(rows, title=title, unit="单位：亿元")
    assert amounts(table, "total", "planned") == {A: (52000, None), B: (18600, None)}
    assert [row.project_class for row in table.rows] == [project_class] * 2
    assert asked([table]) == ["tier"]


@pytest.mark.parametrize(
    "rows",
    [
        [["项目名称", A, B], ["6月完成投资", 10, None], ["1-6月累计完成投资", 100, 200]],
        [["项目名称", A, B, None], ["6月完成投资", 10, None], ["1-6月累计完成投资", 100, None]],
    ],
)
def test_projects_side_by_side_are_no_card(rows):
    found = read(rows, merged=[(3, 1, 3, 2)])
    assert all("卡片" not in proof.statement for t in found for proof in t.desk.proofs)


@pytest.mark.parametrize("cell", ["12", 12, "12个月", "-3"])
def test_a_number_of_months_is_no_planned_day(cell):
    rows = [[*LEDGER, "计划竣工时间"], [1, A, "新建", 52000, 15000, cell]]
    (table,) = read(rows, title=LISTED)
    assert table.rows[0].get("planned_finish_on") is None


def test_another_plan_beside_the_ledgers_own_asks_nothing():
    plans = {A: 15000 * WAN, B: 8000 * WAN, C: 4000 * WAN}
    rows = [
        ["序号", "项目名称", "年度计划", "全年计划投资", "6月完成投资"],
        [1, A, 15000, 18000, 1350],
        [2, B, 8000, 9500, 760],
        [3, C, 4000, 4800, 380],
    ]
    assert "ledger" not in asked(read(rows, known=KnownPlans(plans)))
