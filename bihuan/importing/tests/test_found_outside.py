"""Tables that strangers made: none may be read wrong without a word."""

from typing import Any

import pytest

from bihuan.importing.tests.books import ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.plans.models import Entry, Plan
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "建设性质", "总投资", "2024年计划投资"]
TOP = ["2024年区重点项目一览表（单位：万元）"]


def table(*rows, top=TOP, head=HEAD):
    return "表.xlsx", workbook({"表": [top, head, *rows]})


def test_a_heading_that_names_another_unit_is_not_passed_over():
    rows: list[list[Any]] = [[1, "甲项目", "续建", 5000, 1200], [2, "乙项目", "续建", 3000, 800]]
    rows += [["二、民生项目（单位：亿元）"], [1, "丙项目", "续建", 1.5, 0.3]]
    asked = bring(table(*rows))
    assert set(questions(asked)) == {"groupunit"}
    assert not Project.objects.exists()
    bring(table(*rows), answers=answers_to(asked, groupunit="groups"))
    found = Plan.objects.values_list("entry__project__name", "planned_yuan")
    assert dict(found) == {"甲项目": 12_000_000, "乙项目": 8_000_000, "丙项目": 30_000_000}


def test_parts_without_a_number_that_add_up_to_their_project_are_asked_about():
    rows: list[list[Any]] = [[1, "甲园区", "续建", 5000, 1200], ["", "道路工程", "续建", 2000, 700]]
    rows += [["", "管网工程", "续建", 3000, 500], [2, "乙项目", "续建", 3000, 800]]
    asked = bring(table(*rows))
    question = questions(asked)["children"]
    assert "道路工程" in question["text"]
    bring(table(*rows), answers=answers_to(asked, children="parents"))
    plans = Plan.objects.values_list("entry__project__name", "planned_yuan")
    assert dict(plans) == {"甲园区": 12_000_000, "乙项目": 8_000_000}


@pytest.mark.parametrize("words", [("省重点项目", "区重点项目"), ("省级项目", "区级项目")])
def test_groups_of_lists_put_each_project_on_its_own(words):
    rows: list[list[Any]] = [["一", words[0], "", 5000, 1200], [1, "甲项目", "续建", 5000, 1200]]
    rows += [["二", words[1], "", 4000, 1100], [1, "乙项目", "续建", 3000, 800]]
    rows += [[2, "丙项目", "续建", 1000, 300]]
    batch = bring(table(*rows, top=["2024年重点项目一览表（单位：万元）"]))
    assert (messages(batch), questions(batch)) == ([], {})
    lists = Entry.objects.values_list("project__name", "annual_list__tier")
    assert dict(lists) == {"甲项目": "provincial", "乙项目": "district", "丙项目": "district"}


def test_a_cumulative_in_rounded_hundred_millions_agrees_with_exact_months():
    bring(ledger(ledger_row(1)))
    for number in range(1, 6):
        bring(month(number, month_row(1, 100)))
    name = ledger_row(1)[1]
    head = ["项目名称", "本月完成（万元）", "1-6月累计完成（亿元）"]
    rows: list[list[Any]] = [["2024年6月重点项目月报"], head, [name, 123.4, 0.06]]
    assert not messages(bring(("6月.xlsx", workbook({"6月": rows}))))
    assert Report.objects.get(month__month=6).completed_yuan == 1_234_000


@pytest.mark.parametrize(("so_far", "is_refused"), [(0.36, False), (0.37, False), (0.39, True)])
def test_a_month_and_a_cumulative_that_are_both_rounded_agree(so_far, is_refused):
    bring(ledger(ledger_row(1, planned=5000)))
    for number in range(1, 6):
        bring(month(number, month_row(1, 574)))
    head = ["项目名称", "本月完成投资", "累计完成投资"]
    rows: list[list[Any]] = [["2024年6月重点项目月报（单位：亿元）"], head]
    rows.append([ledger_row(1)[1], 0.08, so_far])
    batch = bring(("6月.xlsx", workbook({"6月": rows})))
    assert bool(messages(batch)) is is_refused


def test_a_month_left_by_a_rounded_cumulative_is_said_to_be_inexact():
    bring(ledger(ledger_row(1)))
    for number in range(1, 6):
        bring(month(number, month_row(1, 100)))
    rows: list[list[Any]] = [
        ["2024年1-6月重点项目进展情况（单位：亿元）"],
        ["项目名称", "1-6月累计完成"],
    ]
    rows.append([ledger_row(1)[1], 0.06])
    batch = bring(("6月.xlsx", workbook({"6月": rows})))
    said = [p["message"] for p in batch.outcome["problems"] if p["severity"] == "warning"]
    assert any("不精确" in each or "not exact" in each for each in said)


def test_last_years_completed_beside_this_years_plan_makes_no_months_report():
    head = ["序号", "项目名称", "建设性质", "总投资", "2023年完成投资", "2024年计划投资"]
    rows = [[1, "甲项目", "续建", 5000, 900, 1200], [2, "乙项目", "续建", 3000, 700, 800]]
    batch = bring(table(*rows, head=head))
    assert (messages(batch), questions(batch)) == ([], {})
    plans = Plan.objects.values_list("planned_yuan", "entry__annual_list__year")
    assert sorted(plans) == [(8_000_000, 2024), (12_000_000, 2024)]
    assert not Report.objects.exists()


def test_an_answer_that_leaves_nothing_of_the_next_table_is_asked_anew():
    names = [ledger_row(n)[1] for n in (1, 2)]
    bring(ledger(ledger_row(1), ledger_row(2)))
    for number in range(1, 6):
        bring(month(number, month_row(1, 100), month_row(2, 100)))

    def bulletin(until, *amounts):
        rows: list[list[Any]] = [
            [f"2024年1-{until}月重点项目进展情况（单位：万元）"],
            ["序号", "项目名称", "完成投资"],
        ]
        rows += [[n, *told] for n, told in enumerate(zip(names, amounts, strict=True), 1)]
        return f"{until}月.xlsx", workbook({"进展": rows})

    asked = bring(bulletin(6, 600, 600))
    if "span" in questions(asked):
        bring(bulletin(6, 600, 600), answers=answers_to(asked, span="to_date"))
    assert Report.objects.filter(month__month=6).count() == 2
    later = bring(bulletin(7, 90, 90))
    assert questions(later) or messages(later)
    assert not Report.objects.filter(month__month=7).exists()
