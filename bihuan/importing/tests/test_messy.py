"""Workbooks as offices really write them."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.tests.books import CODE, ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.plans.models import Entry
from bihuan.progress.models import FundsInPlace, Report
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "项目代码", "项目类别", "总投资", "年度计划投资"]
TITLE = ["示例区2024年区重点项目台账"]
UNIT = ["单位：万元"]
JIA, YI = CODE.format(1), CODE.format(2)
ROW = [1, "示例工程乙", JIA, "续建", 5000, 1200]


def book(*rows, name="台账.xlsx", sheet="区重点"):
    return name, workbook({sheet: [list(row) for row in rows]})


def names():
    return list(Project.objects.order_by("pk").values_list("name", flat=True))


def warnings(batch):
    return [p["message"] for p in batch.outcome["problems"] if p["severity"] == "warning"]


@pytest.mark.parametrize(
    "total",
    [
        ["合　计", None, None, None, 5000, 1200],
        ["合 计", "1个", None, "续建", 5000, 1200],
        [None, "总 计", None, None, 5000, 1200],
        ["其中：", "新开工", None, None, 0, 0],
    ],
)
def test_a_total_written_wide_is_no_project(total):
    batch = bring(book(TITLE, UNIT, HEAD, ROW, total))
    assert (names(), batch.outcome["problems"]) == (["示例工程乙"], [])


def test_a_serial_in_characters_heads_a_group_where_rows_are_counted_in_digits():
    group = ["一", "续建项目（1个）", None, None, 5000, 1200]
    assert not messages(bring(book(TITLE, UNIT, HEAD, group, [*ROW[:3], None, *ROW[4:]])))
    assert names() == ["示例工程乙"]


def test_rows_may_be_numbered_in_characters():
    assert not messages(bring(book(TITLE, UNIT, HEAD, ["一", *ROW[1:]])))
    assert names() == ["示例工程乙"]


def test_a_group_may_tell_the_list():
    group = ["二", "市级重点项目", None, None, 5000, 1200]
    assert not messages(bring(book(TITLE, UNIT, HEAD, group, ROW, sheet="Sheet1")))
    assert Entry.objects.get().annual_list.tier == Tier.MUNICIPAL


def test_signatures_under_the_table_are_no_rows():
    signed = [None, "填报人：张三", None, "审核人：李四", "联系电话：123"]
    assert not messages(bring(book(TITLE, UNIT, HEAD, ROW, signed)))


def test_the_list_is_told_by_a_title_below_the_first_row():
    top = [["附件1"], [], TITLE, [], ["填报单位：示例区", None, None, "单位：万元"], []]
    assert not messages(bring(book(*top, HEAD, ROW, sheet="Sheet1")))
    assert Entry.objects.get().annual_list.tier == Tier.DISTRICT


def test_a_unit_in_a_heading_needs_no_brackets():
    head = [*HEAD[:4], "总投资\n亿元", "年度计划投资，万元"]
    assert not messages(bring(book(TITLE, head, [*ROW[:4], 0.5, 1200])))
    assert Project.objects.get().total_investment_yuan == 50_000_000


@pytest.mark.parametrize("cell", ["#DIV/0!", "=1+1"])
def test_a_formula_that_yields_nothing_is_a_problem_of_its_cell(cell):
    batch = bring(book(TITLE, UNIT, HEAD, [*ROW[:4], cell, 1200]))
    problem = batch.outcome["problems"][0]
    assert (problem["severity"], problem["row"], problem["column"]) == ("error", 4, "总投资")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_csv_has_headings_of_several_levels_without_merges(encoding):
    bring(ledger(ledger_row(1)))
    text = (
        "2024年入统情况\n单位：万元\n序号,项目名称,入统时间,统计口径完成投资,,,\n,,,上半年,,,全年合计\n"
        ",,,1月,2月,3月,\n1,示例工程乙,2024-01-05,10,9,1,20\n"
    )
    batch = bring(("入统.csv", text.encode(encoding)), by=make_user(role=Role.STATISTICS))
    assert not messages(batch)
    assert [s["unknown"] for s in batch.outcome["sheets"]] == [[]]


class TestMessyMonths:
    @pytest.fixture(autouse=True)
    def _listed(self, db):
        bring(ledger(ledger_row(1), ledger_row(2)))

    def stored_months(self):
        return [
            (r.month.month, r.completed_yuan // 10_000) for r in Report.objects.order_by("month")
        ]

    @pytest.mark.parametrize("words", ["1-3月", "1—3月", "1至3月", "1月～3月"])
    def test_a_title_of_several_months_is_of_the_last(self, words):
        head = ["项目名称", "本月完成投资"]
        batch = bring(book([f"示例区2024年{words}投资完成情况表"], UNIT, head, ["示例工程乙", 10]))
        assert (messages(batch), self.stored_months()) == ([], [(3, 10)])

    @pytest.mark.parametrize(("name", "year"), [("2024年月报.xlsx", None), ("月报.xlsx", 2024)])
    def test_a_sheet_named_after_its_month_is_of_that_month(self, name, year):
        rows = [["重点项目月报"], UNIT, ["项目名称", "本月完成投资"], ["示例工程乙", 10]]
        assert not messages(bring(book(*rows, name=name, sheet="3月"), year=year))
        assert self.stored_months() == [(3, 10)]

    def test_the_day_of_filling_in_is_not_the_month(self):
        rows = [
            ["2024年重点项目月报"],
            ["填报日期：2024年4月5日", "单位：万元"],
            ["项目名称", "3月完成投资"],
            ["示例工程乙", 10],
        ]
        assert not messages(bring(book(*rows, sheet="Sheet1")))
        assert self.stored_months() == [(3, 10)]

    def test_a_heading_left_over_from_another_month_is_told(self):
        rows = [["2024年3月月报"], UNIT, ["项目名称", "2月完成投资"], ["示例工程乙", 10]]
        batch = bring(book(*rows))
        choices = [choice["value"] for choice in questions(batch)["month"]["choices"]]
        assert choices == ["2024-03", "2024-02"]
        assert not messages(bring(book(*rows), answers=answers_to(batch, month="2024-02")))
        assert self.stored_months() == [(2, 10)]

    def test_in_a_sheet_of_twelve_months_a_single_amount_stays_in_its_month(self):
        head = ["项目名称", *(f"{n}月完成投资" for n in range(1, 13)), "形象进度百分比", "专项债"]
        line = ["示例工程乙", None, None, 30, *[None] * 9, 40, 20]
        other = ["示例工程丙", *[None] * 4, 5, 6, *[None] * 6, 10, 7]
        batch = bring(book(["2024年投资完成情况表"], UNIT, head, line, other))
        assert (messages(batch), self.stored_months()) == ([], [(3, 30), (5, 5), (6, 6)])
        percents = list(Report.objects.order_by("month").values_list("physical_percent", flat=True))
        assert percents == [40, None, 10]
        assert FundsInPlace.objects.count() == 2

    def test_a_sheet_of_another_year_is_compared_with_that_year(self):
        rows = [["2023年12月月报"], UNIT, ["项目名称", "本月完成投资"], ["示例工程乙", 10]]
        asked = bring(book(*rows), year=2024)
        answers = answers_to(asked, year="2023")
        bring(book(*rows), year=2024, answers=answers)
        assert bring(book(*rows), year=2024, answers=answers).outcome["unchanged"] == 1
        assert Report.objects.get().month == date(2023, 12, 1)

    @pytest.mark.parametrize(
        ("cells", "percents"),
        [
            ([0.85, 1], [85, 100]),
            (["0.85", 0], [85, 0]),
            (["85%", 40], [85, 40]),
            ([0.85, 40], [Decimal("0.85"), 40]),
        ],
    )
    def test_shares_of_one_are_percentages_if_the_whole_column_is_of_shares(self, cells, percents):
        head = ["项目名称", "本月完成投资", "形象进度百分比"]
        lines = [["示例工程乙", 1, cells[0]], ["示例工程丙", 1, cells[1]]]
        batch = bring(book(["2024年3月月报"], UNIT, head, *lines))
        found = Report.objects.order_by("project").values_list("physical_percent", flat=True)
        assert list(found) == percents
        assert bool(warnings(batch)) is (percents[0] < 1)

    def test_a_header_answered_for_a_ledger_keeps_its_meaning_in_a_months_sheet(self):
        head = ["项目名称", "本月完成投资", "累计完成投资"]
        rows = [["2024年3月月报"], UNIT, head, ["示例工程乙", 10, 99]]
        assert "opening" in questions(bring(book(*rows), columns={"累计完成投资": "before"}))
        assert not messages(bring(book(*rows), columns={"累计完成投资": "-"}))


def test_whether_a_number_that_ends_in_one_is_january_or_october_is_asked():
    batch = bring(book(TITLE, UNIT, [*HEAD, "计划开工时间"], [*ROW, 2024.1]))
    asked = questions(batch)["october"]
    assert batch.outcome["blocked"]
    assert [choice["gives"].partition("：")[2] for choice in asked["choices"]] == [
        "2024-1",
        "2024-10",
    ]


@pytest.mark.parametrize(("completed", "blocked"), [(120_000, False), (120_001, True)])
def test_a_slip_of_the_unit_is_seen_by_the_plan_where_no_total_is_known(completed, blocked):
    bring(book(TITLE, UNIT, HEAD, [*ROW[:4], "无", 1200]))
    head = ["项目名称", "本月完成投资"]
    batch = bring(book(["2024年3月月报"], UNIT, head, ["示例工程乙", completed]))
    assert batch.outcome["blocked"] is blocked


@pytest.mark.parametrize("merged", [True, False])
def test_a_row_with_amounts_and_no_name_is_never_dropped_in_silence(merged):
    second = [None, None, None, None, 70, 7]
    name, content = book(TITLE, UNIT, HEAD, ROW, second)
    if merged:
        whole = load_workbook(io.BytesIO(content))
        whole.active.merge_cells("B4:B5")
        stream = io.BytesIO()
        whole.save(stream)
        content = stream.getvalue()
    batch = bring((name, content))
    assert batch.outcome["blocked"]
    if merged:
        told = answers_to(batch, merged="mend")
        batch = bring((name, content), answers=told)
        places = [(each["row"], each["column"]) for each in batch.outcome["problems"]]
        assert places == [(4, "项目名称"), (5, "项目名称")]
    else:
        assert "nameless" in questions(batch)


def test_a_sheet_left_empty_is_no_problem_beside_one_that_is_filled():
    head = [TITLE, UNIT, HEAD]
    both = workbook({"区重点": [*head, ROW], "市重点": list(head)})
    assert warnings(bring(("台账.xlsx", both))) == []
    assert warnings(bring(("空白.xlsx", workbook({"区重点": list(head)})))) == ["没有数据行。"]
