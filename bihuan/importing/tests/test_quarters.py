"""Quarters of a plan or of what was completed, and plans of several kinds: proved, or asked."""

from datetime import date

import pytest

from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN
from bihuan.importing.tests.test_proof_headings import (
    NAMED,
    YEAR,
    answered,
    lines,
    of_months,
    questions,
    report,
)
from bihuan.importing.tests.test_proof_lines import asked, tables
from bihuan.importing.tests.test_years_and_months import under

DONE = f"{YEAR}投资完成情况表"
QUARTERS = ["一季度", "二季度", "三季度", "四季度"]
SUMS = [{3: 10, 6: 30, 9: 60, 12: 100}, {3: 10, 6: 20, 9: 30, 12: 40}]


def ledger(heads, *amounts, **more):
    head = [*NAMED, "总投资", "年度计划投资", *heads]
    return tables([head, *lines(*((9000, *each) for each in amounts))], **more)


def plans(found):
    return [
        {key: value // WAN for key, value in row.values.items() if key[0].startswith("planned")}
        for row in found[0].rows
    ]


@pytest.mark.parametrize(
    "heads",
    [QUARTERS, ["第1季度", "第2季度", "第3季度", "第4季度"], ["其中：一季度", *QUARTERS[1:]]],
)
def test_quarters_that_add_up_to_the_plan_are_its_curve(heads):
    found = ledger(heads, (100, 10, 20, 30, 40), (200, 50, 50, 50, 50))
    told = {("planned_to", 3): 10, ("planned_in", 6): 20, ("planned_in", 9): 30}
    assert plans(found)[0] == {**told, ("planned_in", 12): 40}
    assert (asked(found), len(found[0].desk.proofs)) == ([], 1)


def test_quarters_called_by_their_months_are_quarters():
    heads = ["1-3月计划", "4-6月计划", "7-9月计划", "10-12月计划"]
    found = ledger(heads, (100, 10, 20, 30, 40), (200, 50, 50, 50, 50))
    told = {("planned_to", 3): 10, ("planned_in", 6): 20, ("planned_in", 9): 30}
    assert plans(found)[0] == {**told, ("planned_in", 12): 40}


def test_months_that_add_up_to_the_plan_are_its_curve_and_no_report():
    heads = [f"{n}月" for n in range(1, 13)]
    found = ledger(heads, (78, *range(1, 13)), (90, *range(2, 14)))
    assert ([len(table.rows) for table in found], asked(found)) == ([2, 0], [])
    assert found[0].rows[0].get(("planned_in", 12)) == 12 * WAN


def test_quarters_that_do_not_add_up_to_the_plan_are_asked_about():
    def read(**more):
        return ledger(QUARTERS, (100, 10, 20, 30, 30), (200, 50, 50, 50, 40), **more)

    (question,) = questions(read())
    assert question.choices[0].gives.count("280") == question.choices[0].gives.count("300") == 1
    assert plans(answered(read, curve="plan"))[0][("planned_in", 12)] == 30
    assert ("planned_in", 12) not in plans(answered(read, curve="-"))[0]


@pytest.mark.parametrize(
    "form",
    [
        lambda *rows, **more: report([f"{q}完成投资" for q in QUARTERS], *rows, title=DONE, **more),
        lambda *rows, **more: under("完成投资", QUARTERS, *rows, title=DONE, **more),
        lambda *rows, **more: report(QUARTERS, *rows, title=DONE, **more),
    ],
)
def test_quarters_of_what_was_completed_are_asked_about_once_for_all(form):
    def read(**more):
        return form((10, 20, 30, 40), (10, 10, 10, 10), today=date(2025, 1, 5), **more)

    (question,) = questions(read())
    assert all(choice.gives for choice in question.choices)
    assert of_months(answered(read, quarters="alone")) == SUMS
    so_far = answered(read, quarters="to_date")
    assert of_months(so_far)[0] == {3: 10, 6: 20, 9: 30, 12: 40}
    assert asked(answered(read, quarters="-")) == []


def test_quarters_that_fall_or_add_up_are_each_alone_without_a_question():
    heads = ["一季度完成投资", "二季度完成投资"]
    found = report(heads, (10, 5), (5, 6), title=DONE)
    assert (of_months(found), asked(found)) == ([{3: 10, 6: 15}, {3: 5, 6: 11}], [])
    found = report([*heads, "1-6月累计完成投资"], (10, 15, 25), (5, 6, 11), title=DONE)
    assert (of_months(found), asked(found)) == ([{3: 10, 6: 25}, {3: 5, 6: 11}], [])


PLANS = ["调整后计划", "调整后年度计划投资", "原计划", "年初计划投资", "现计划"]


@pytest.mark.parametrize("head", PLANS)
def test_a_plan_before_or_after_an_adjustment_is_asked_about(head):
    def read(**more):
        return ledger([head], (100, 120), (200, 200), **more)

    (question,) = questions(read())
    told = answered(read, plan=question.choices[1].value)
    assert [row.get("planned") for row in told[0].rows] == [120 * WAN, 200 * WAN]


@pytest.mark.parametrize("head", ["批复总投资", "概算总投资", "核准总投资", "调整后总投资"])
def test_a_total_investment_of_another_stage_is_asked_about(head):
    assert asked(ledger([head], (100, 9100), (200, 9000))) == ["same"]
    assert asked(ledger([head], (100, 9000), (200, 9000))) == []


def test_an_adjusted_plan_is_asked_about_as_a_plan_and_not_as_an_amount_of_the_month():
    heads = ["年度计划投资", "调整后计划", "本月完成投资"]
    found = report(heads, (100, 120, 10), (200, 200, 20), title=MONTHLY)
    assert [asked([table]) for table in found] == [["plan"], []]


def test_a_plan_of_several_years_is_asked_which_it_is():
    head = [*NAMED, "建设性质", "总投资", "2024年", "2025年", "2026年"]
    rows = [head, *lines(("续建", 9000, 100, 200, 300), ("新建", 8000, 110, 210, 310))]
    title = "某区区重点项目三年滚动投资计划（2024—2026年）"
    found = tables(rows, title=title)
    years = next(q for t in found for q in t.desk.questions if q.kind == "year")
    assert [choice.value for choice in years.choices] == ["2024", "2025", "2026"]
    (table,) = tables(rows, title=title, answers={years.id: "2025"})
    assert [row.get("planned") // WAN for row in table.rows] == [200, 210]


def test_the_least_and_the_most_of_a_target_are_asked_which_is_the_plan():
    head = [*NAMED, "建设性质", "总投资", "保底目标", "奋斗目标"]
    rows = [head, *lines(("续建", 9000, 100, 120), ("新建", 8000, 110, 130))]
    (question,) = questions(tables(rows))
    assert [choice.value for choice in question.choices] == ["4", "5", "-"]
    (table,) = tables(rows, answers={question.id: "5"})
    assert [row.get("planned") // WAN for row in table.rows] == [120, 130]


def test_cumulative_quarters_that_end_in_the_plan_are_its_curve():
    heads = ["其中：政府投资", "一季度", "上半年", "前三季度", "全年"]
    found = ledger(heads, (100, 50, 20, 50, 75, 100), (200, 90, 40, 100, 150, 200))
    told = {("planned_to", 3): 20, ("planned_to", 6): 50, ("planned_to", 9): 75}
    assert (plans(found)[0], asked(found)) == (told, [])
