"""Months that several sheets tell, and plans after an adjustment: asked where they differ."""

from typing import Any

import pytest

from bihuan.importing.tests.books import ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.plans.models import Plan
from bihuan.progress.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known")]
NAMES = [ledger_row(n)[1] for n in range(1, 4)]
JANUARY, FEBRUARY = [(10,), (20,), (30,)], [(11, 21), (22, 42), (33, 63)]


@pytest.fixture
def known(db):
    bring(ledger(*(ledger_row(n) for n in range(1, 4))))


def sheet(title, head, amounts):
    rows = [[n, NAMES[n - 1], *each] for n, each in enumerate(amounts, 1)]
    return [[title], ["单位：万元"], ["序号", "项目名称", *head], *rows]


def january():
    return sheet("示例区2024年1月重点项目投资完成情况表", ["1月完成投资"], JANUARY)


def february(amounts=FEBRUARY):
    head = ["2月完成投资", "1-2月累计完成投资"]
    return sheet("示例区2024年2月重点项目投资完成情况表", head, amounts)


def summary(head, amounts):
    return sheet("示例区2024年1-2月重点项目投资完成情况汇总表", head, amounts)


CUMULATIVE = ["1-2月累计完成投资"], [(21,), (42,), (63,)]
BOTH = ["2月完成投资", "1-2月累计完成投资"], FEBRUARY


@pytest.mark.parametrize("told", [CUMULATIVE, BOTH])
@pytest.mark.parametrize("first", [False, True])
def test_a_sheet_that_sums_up_the_others_is_read_once(told, first):
    sheets = {"1月": january(), "2月": february()}
    sheets = {"汇总": summary(*told), **sheets} if first else {**sheets, "汇总": summary(*told)}
    done = bring(("月报.xlsx", workbook(sheets)))
    assert (messages(done), questions(done)) == ([], {})
    found = Report.objects.order_by("project_id", "month").values_list("completed_yuan", flat=True)
    assert [yuan // 10_000 for yuan in found] == [10, 11, 20, 22, 30, 33]


def test_months_alone_prove_a_cumulative_of_another_sheet():
    alone = sheet(
        "示例区2024年2月重点项目投资完成情况表", ["2月完成投资"], [each[:1] for each in FEBRUARY]
    )
    book = workbook({"1月": january(), "2月": alone, "汇总": summary(*CUMULATIVE)})
    assert questions(bring(("月报.xlsx", book))) == {}
    assert Report.objects.count() == 6


def test_of_sheets_that_differ_it_is_asked_which_counts():
    other = summary(BOTH[0], [(12, 22), *FEBRUARY[1:]])
    files = [("月报.xlsx", workbook({"1月": january(), "2月": february(), "汇总": other}))]
    asked = bring(*files)
    assert set(questions(asked)) == {"repeated"}
    assert not Report.objects.exists()
    gives = [choice["gives"] for choice in questions(asked)["repeated"]["choices"]]
    assert ["11 万元" in gives[0], "12 万元" in gives[1]] == [True, True]
    bring(*files, answers=answers_to(asked, repeated="second"))
    report = Report.objects.get(project__name=NAMES[0], month="2024-02-01")
    assert report.completed_yuan == 120_000


HEAD = ["序号", "项目名称"]
AFTER = [[1, NAMES[0], 0.12, 0.15], [2, NAMES[1], 0.12, 0.2]]


def adjusted(head, rows, unit="单位：亿元"):
    title = "示例区2024年区重点项目计划调整表"
    return "调整.xlsx", workbook({"调整": [[title], [unit], [*HEAD, *head], *rows]})


@pytest.mark.parametrize(
    "head",
    [
        ("调整前计划投资", "调整后计划投资"),
        ("原计划", "现计划"),
        ("年度计划投资", "调整后投资"),
        ("年度计划投资", "调整后年度计划投资"),
    ],
)
def test_plans_after_an_adjustment_without_a_reason_are_never_passed_over(head):
    asked = bring(adjusted(head, AFTER))
    assert "plan" in questions(asked)
    later = questions(asked)["plan"]["choices"][1]["value"]
    refused = bring(adjusted(head, AFTER), answers=answers_to(asked, plan=later))
    assert any("原因" in message for message in messages(refused))
    assert not Plan.objects.filter(version=2).exists()


@pytest.mark.parametrize(
    "head",
    [
        ("调整前计划投资", "调整后计划投资"),
        ("年度计划投资", "调整后年度计划投资"),
        ("原年度计划投资", "现计划"),
    ],
)
def test_adjustments_with_reason_and_approver_are_written_in_any_unit(head):
    rows = [[*row, "征地", "区政府", "2024-05-10"] for row in AFTER]
    bring(adjusted([*head, "调整原因", "批准人", "批准日期"], rows))
    found = Plan.objects.filter(version=2).order_by("entry__project_id")
    assert [plan.planned_yuan for plan in found] == [15_000_000, 20_000_000]


def test_a_sheet_that_counts_the_projects_of_another_is_left_out():
    head = ["序号", "项目名称", "项目类别", "总投资", "2025年计划投资"]
    top: list[list[Any]] = [["示例区2025年区重点项目"], ["单位：万元"]]
    rows = [["城东园区", 52000, 15000], ["某路改造", 18600, 8000], ["冷链物流园", 36000, 9000]]
    listed = [*top, head, *([n, r[0], "开工建设类", *r[1:]] for n, r in enumerate(rows, 1))]
    counted = [*top, ["序号", "项目", "个数", "总投资", "2025年计划投资"]]
    counted += [[1, "产业发展", 2, 88000, 24000], [2, "基础设施", 1, 18600, 8000]]
    found = bring(("2025.xlsx", workbook({"汇总": counted, "明细": listed})))
    assert (messages(found), questions(found)) == ([], {})
    plans = Plan.objects.filter(entry__annual_list__year=2025)
    assert {plan.entry.project.name for plan in plans} == {row[0] for row in rows}
    assert any("汇总" in each["statement"] for each in found.outcome["proof"])
