"""Shapes of tables that offices really have: levels, several tables, merged rows, quarters."""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.headings.labels import read_label
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.rows.curve import points_of
from bihuan.importing.rows.table import SheetRow
from bihuan.importing.tests.test_actions import bring, messages, questions
from bihuan.importing.tests.test_messy import HEAD, ROW, TITLE, UNIT, book, names, warnings
from bihuan.kit.dates import parse_day
from bihuan.kit.money import WAN, YI, stated_unit
from bihuan.plans.models import Entry, Plan, ProjectYear
from bihuan.progress.models import Report
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.models import Project
from bihuan.statistics.models import FixedAssetInvestment

pytestmark = pytest.mark.django_db


def shaped(name, rows, *, merged=(), hidden=(), title="区重点"):
    made = Workbook()
    page = made.active
    assert isinstance(page, Worksheet)
    page.title = title
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    for row in hidden:
        page.row_dimensions[row].hidden = True
    stream = io.BytesIO()
    made.save(stream)
    return name, stream.getvalue()


THREE_LEVELS = [
    ["附件1"],
    ["示例区2024年区重点项目"],
    ["投资计划安排表"],
    [
        "填报单位：区发改局",
        None,
        None,
        None,
        None,
        "填报日期：2024年1月15日",
        None,
        None,
        "单位：万元",
    ],
    ["序号", "项目名称", "建设性质", "总投资", "2024年投资计划", None, None, None, None],
    [None, None, None, None, "全年计划", "其中", None, None, None],
    [None, None, None, None, None, "一季度", "二季度", "三季度", "四季度"],
    [None, "总计（1个）", None, 50000, 1000, 100, 200, 300, 400],
    ["一", "开工建设类（1个）", None, 50000, 1000, 100, 200, 300, 400],
    ["（一）", "产业项目（1个）", None, 50000, 1000, 100, 200, 300, 400],
    [1, "示例工程乙", "续建", 50000, 1000, 100, 200, 300, 400],
]
LEVELS = ["A5:A7", "B5:B7", "C5:C7", "D5:D7", "E5:I5", "E6:E7", "F6:I6"]


def test_a_header_is_as_deep_as_its_merged_cells_and_quarters_stand_alone():
    batch = bring(shaped("台账.xlsx", THREE_LEVELS, merged=LEVELS))
    assert (messages(batch), names()) == ([], ["示例工程乙"])
    assert batch.outcome["sheets"][0]["header_row"] == 5
    months = Plan.objects.get().months.order_by("month").values_list("cumulative_yuan", flat=True)
    assert [months[m] // WAN for m in (2, 5, 8, 11)] == [100, 300, 600, 1000]


@pytest.mark.parametrize(
    ("columns", "values", "points"),
    [
        ([6, 9], {("planned_to", 3): 1, ("planned_in", 6): 2}, {3: 1, 6: 3}),
        ([9], {("planned_to", 6): 3, ("planned_in", 9): 6}, {6: 3, 9: 6}),
        ([1, 2], {("planned_in", 1): 1, ("planned_in", 2): 2}, {1: 1, 2: 3}),
        ([6], {("planned_in", 6): 2}, {}),
    ],
)
def test_amounts_of_single_months_and_quarters_add_up_to_a_curve(columns, values, points):
    row = SheetRow(
        "", "", 1, values, {("planned_in", n): SheetColumn(n, "planned_in", "") for n in columns}
    )
    assert points_of(row) == points


@pytest.mark.parametrize(
    ("text", "words", "month"),
    [
        ("三季度", "Q季度", 9),
        ("前三季度", "1-N月", 9),
        ("第一季度", "1-N月", 3),
        ("四季度计划", "Q季度计划", 12),
        ("占年计划%", "占年计划", None),
    ],
)
def test_a_later_quarter_stands_alone(text, words, month):
    label = read_label(text)
    assert (label.words, label.month) == (words, month)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("2024年重点项目月度调度表（万元）", WAN),
        ("单位：人民币万元", WAN),
        ("亿元", YI),
        ("（单位：亿元、个）", YI),
        ("2024年重点项目156个、总投资18.65亿元", None),
        ("填报单位：区发改局 亿元产业项目", None),
        ("金额单位:万元", WAN),
        ("单位：元", 1),
        ("单位：亿", YI),
        ("（单位：万）", WAN),
        ("单位：亿达公司", None),
    ],
)
def test_the_unit_of_a_table_is_said_of_it_not_within_an_amount(text, unit):
    assert stated_unit(text) == unit


def test_two_tables_in_a_sheet_have_each_its_list_unit_and_order_of_columns():
    batch = bring(
        book(
            ["2024年省重点项目"],
            UNIT,
            HEAD,
            ROW,
            [None, "合计", None, None, 5000, 1200],
            [],
            ["2024年市重点项目"],
            ["单位：亿元"],
            ["序号", "项目名称", "总投资", "项目类别", "年度计划投资"],
            [1, "示例工程丙", 3, "续建", 1],
            [None, "合计", 3, None, 1],
            sheet="汇总",
        )
    )
    assert batch.outcome["problems"] == []
    tiers = dict(Entry.objects.values_list("project__name", "annual_list__tier"))
    assert tiers == {"示例工程乙": Tier.PROVINCIAL, "示例工程丙": Tier.MUNICIPAL}
    assert Project.objects.get(name="示例工程丙").total_investment_yuan == 3 * YI


def test_a_heading_repeated_on_each_printed_page_is_no_row():
    other = [2, "示例工程丙", None, "续建", 6000, 1300]
    batch = bring(book(TITLE, UNIT, HEAD, ROW, ["（续表）"], HEAD, other))
    assert (batch.outcome["problems"], names()) == ([], ["示例工程乙", "示例工程丙"])
    assert Project.objects.get(name="示例工程丙").total_investment_yuan == 6000 * WAN


def test_a_table_of_other_headings_beside_one_is_told_and_nothing_written():
    head = ["项目名称", "本月完成投资", None, "项目名称", "上月完成投资"]
    rows = [["2024年3月 单位：万元"], head, ["示例工程乙", 1, None, "示例工程丙", 2]]
    bring(book(TITLE, UNIT, HEAD, ROW))
    batch = bring(book(*rows, name="3月.xlsx", sheet="3月"))
    assert batch.outcome["blocked"]
    assert any("并排" in m or "beside" in m for m in messages(batch))


def test_a_months_sheet_that_repeats_the_ledgers_columns_is_a_report():
    bring(book(TITLE, UNIT, HEAD, ROW))
    head = [
        "序号",
        "项目名称",
        "总投资",
        "年度计划投资",
        "本月完成投资",
        "1-3月累计完成",
        "占年计划%",
        "自开工累计完成",
        "存在的困难和问题",
        "下一步工作打算",
    ]
    batch = bring(
        book(
            ["2024年3月重点项目进展表"],
            UNIT,
            head,
            [1, "示例工程乙", 5000, 1200, 100, 100, "8.3%", 100, "征地滞后", "加快"],
            name="3月.xlsx",
            sheet="Sheet1",
        )
    )
    assert (messages(batch), batch.outcome["sheets"][0]["kind"]) == ([], "monthly")
    report = Report.objects.get()
    assert (report.completed_yuan, report.problems) == (100 * WAN, "征地滞后")


MERGED = [
    TITLE,
    UNIT,
    ["序号", "项目名称", "项目类别", "总投资", "年度计划投资", "责任单位"],
    [1, "示例工程乙", "续建", 5000, 1200, "区住建局"],
    [2, "示例工程丙", None, 6000, 1300, None],
]


def test_words_merged_over_several_projects_hold_for_each():
    assert not messages(bring(shaped("台账.xlsx", MERGED, merged=["C4:C5", "F4:F5"])))
    told = Project.objects.values_list("responsible__name", flat=True)
    assert list(told) == ["区住建局", "区住建局"]


def test_an_amount_merged_over_several_projects_is_refused_by_its_row():
    rows = [*MERGED[:4], [2, "示例工程丙", "续建", None, 1300, None]]
    batch = bring(shaped("台账.xlsx", rows, merged=["D4:D5"]))
    assert (batch.outcome["problems"][0]["row"], batch.outcome["blocked"]) == (5, True)


def test_a_name_broken_to_fit_its_cell_is_one_line():
    bring(book(TITLE, UNIT, HEAD, [1, "示例工程\n（乙）", *ROW[2:]]))
    assert names() == ["示例工程（乙）"]


def test_hidden_rows_are_read_and_told():
    rows = [*MERGED[:4], [2, "示例工程丙", "续建", 6000, 1300, "区住建局"]]
    batch = bring(shaped("台账.xlsx", rows, hidden=[5]))
    assert (len(names()), len(warnings(batch))) == (2, 1)


def test_a_name_that_is_a_formula_without_a_result_keeps_the_batch_out():
    batch = bring(book(TITLE, UNIT, HEAD, [1, '=CONCAT("示例","工程")', None, "续建", 5000, 1200]))
    assert batch.outcome["blocked"]


def test_of_several_organisations_the_first_is_in_charge_and_this_is_said():
    head = [*HEAD, "责任单位", "指挥长", "建设性质"]
    batch = bring(book(TITLE, UNIT, head, [*ROW, "区住建局、区城投", "李某某 副区长", "续建"]))
    project = Project.objects.get()
    assert project.responsible.name == "区住建局"
    assert (project.commander.name, project.commander.title) == ("李某某", "副区长")
    assert len(warnings(batch)) == 1


def test_a_stage_in_place_of_a_day_is_told_and_left_out():
    head = [*HEAD, "计划开工时间"]
    batch = bring(book(TITLE, UNIT, head, [*ROW, "已开工"]))
    assert (Project.objects.get().planned_start_on, len(warnings(batch))) == (None, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-15 00:00:00", date(2025, 3, 15)),
        ("2025-06-30T00:00:00", date(2025, 6, 30)),
        ("2025年6月30日18时", date(2025, 6, 30)),
        ("二〇二五年三月", date(2025, 3, 1)),
        ("25年3月", date(2025, 3, 1)),
        ("2025年9月中下旬", date(2025, 9, 30)),
        ("2025年内", date(2025, 12, 31)),
    ],
)
def test_more_days_are_read_as_people_write_them(text, day):
    assert parse_day(text) == day


def test_money_in_several_parts_is_read_from_its_whole():
    grid = ["合计", "中央财政资金", "市场化及其他"]
    rows = [
        ["2024年区重点项目（万元）"],
        [*HEAD[:2], "项目类别", "总投资", None, None, "当年计划投资", None, None, "开竣工时间"],
        [None, None, None, *grid, *grid, None],
        [1, "示例工程乙", "在建", 5000, 1000, 4000, 1000, 200, 800, "2024.3-2026.6"],
    ]
    merged = ["A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:I2", "J2:J3"]
    assert not messages(bring(shaped("台账.xlsx", rows, merged=merged)))
    project = Project.objects.get()
    assert project.total_investment_yuan == 5000 * WAN
    assert (project.planned_start_on, project.planned_finish_on) == (
        date(2024, 3, 1),
        date(2026, 6, 30),
    )


def test_the_columns_that_a_report_leaves_alone_are_not_asked_about():
    bring(book(TITLE, UNIT, HEAD, ROW))
    head = [
        "项目名称",
        "建设性质",
        "主要建设内容",
        "建设地点",
        "本月完成投资",
        "完成率",
        "序时进度差",
    ]
    rows = [["2024年3月月报"], UNIT, head, ["示例工程乙", "新建", "厂房", "城北", 10, "1%", "-24"]]
    batch = bring(book(*rows, name="3月.xlsx", sheet="3月"))
    assert (messages(batch), batch.outcome["sheets"][0]["unknown"]) == ([], [])


def test_a_month_without_a_year_is_of_the_tables_year_and_a_span_reaches_to_its_last():
    rows = [["月份", "累计完成固定资产投资"], ["1-2月", 3], ["3月", 5], ["1-4月", 7]]
    title = ["示例区2024年固定资产投资（亿元）"]
    assert not messages(
        bring(
            book(title, *rows, name="固投.xlsx", sheet="固投"), by=make_user(role=Role.STATISTICS)
        )
    )
    months = FixedAssetInvestment.objects.order_by("month").values_list("month", flat=True)
    assert [month.month for month in months] == [2, 3, 4]


def test_the_sheets_name_tells_the_class_where_no_row_does():
    head = ["序号", "项目名称", "协议投资额", "年度计划投资", "级别"]
    rows = [TITLE, UNIT, head, [1, "示例工程乙", 5000, 100, "区重点"]]
    assert "class" in questions(bring(book(*rows, sheet="招商局")))
    assert not messages(bring(book(*rows, sheet="招商项目")))
    assert ProjectYear.objects.get().project_class == ProjectClass.LEGACY


def test_a_stage_in_place_of_a_nature_tells_the_class():
    head = ["序号", "项目名称", "建设性质", "总投资", "年度计划投资"]
    rows = [[1, "示例工程乙", "续建", 5000, 100], [2, "示例工程丙", "新建", 5000, 100]]
    assert "示例工程丙" in questions(bring(book(TITLE, UNIT, head, *rows)))["class"]["text"]
    assert not messages(bring(book(TITLE, UNIT, head, rows[0])))
    assert ProjectYear.objects.get().project_class == ProjectClass.CONSTRUCTION


TICKED = ["序号", "项目名称", "项目类别", "总投资", "年度计划投资", "省重点", "区重点"]


def test_a_project_ticked_on_two_lists_stands_on_both():
    rows = [
        [1, "示例工程乙", "续建", 5000, 1200, "√", "√"],
        [2, "示例工程丙", "续建", 6000, 900, None, "√"],
    ]
    batch = bring(book(["示例区2024年重点项目台账"], UNIT, TICKED, *rows, sheet="名单"))
    assert messages(batch) == []
    told = Entry.objects.values_list("project__name", "annual_list__tier")
    assert sorted(told) == [
        ("示例工程丙", Tier.DISTRICT),
        ("示例工程乙", Tier.DISTRICT),
        ("示例工程乙", Tier.PROVINCIAL),
    ]


def test_a_plan_told_in_quarters_alone_is_their_sum():
    head = ["序号", "项目名称", "项目类别", "总投资", *(f"{n}季度计划" for n in "一二三四")]
    batch = bring(book(TITLE, UNIT, head, [1, "示例工程乙", "续建", 5000, 100, 200, 300, 400]))
    assert messages(batch) == []
    plan = Plan.objects.get()
    assert plan.planned_yuan == 1000 * WAN
    months = plan.months.order_by("month").values_list("cumulative_yuan", flat=True)
    assert [months[n] // WAN for n in (2, 5, 8, 11)] == [100, 300, 600, 1000]


def test_cumulatives_of_several_months_are_reports_of_each():
    bring(book(TITLE, UNIT, HEAD, ROW))
    head = ["序号", "项目名称", "1月累计完成投资", "1-2月累计完成投资", "1-3月累计完成投资"]
    rows = [["示例区2024年重点项目进展"], UNIT, head, [1, "示例工程乙", 100, 250, 300]]
    batch = bring(book(*rows, name="月.xlsx", sheet="Sheet1"))
    assert messages(batch) == []
    told = Report.objects.order_by("month").values_list("month", "completed_yuan")
    assert [(m.month, yuan // WAN) for m, yuan in told] == [(1, 100), (2, 150), (3, 50)]
