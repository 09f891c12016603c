"""A list and a month's report in one sheet: read as both where its projects are new."""

from typing import Any

import pytest

from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.plans.models import Entry
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "建设性质", "总投资", "2024年计划投资"]
MONTHS = ["本月完成投资", "1-{}月累计完成投资"]
ROW = [1, "示例工程乙", "续建", 5000, 1200]


def both(number, completed, cumulative, title="示例区2024年{}月区重点项目进展情况表"):
    head = [*HEAD, *(each.format(number) for each in MONTHS)]
    rows = [[title.format(number)], ["单位：万元"], head, [*ROW, completed, cumulative]]
    return f"{number}月.xlsx", workbook({f"{number}月": rows})


def ledger():
    return "台账.xlsx", workbook({"区重点": [["示例区2024年区重点"], ["单位：万元"], HEAD, ROW]})


def test_projects_that_nobody_knows_are_listed_and_reported_from_one_sheet():
    assert not messages(bring(both(1, 10, 10)))
    assert Entry.objects.get().annual_list.tier == "district"
    assert Report.objects.get().completed_yuan == 100_000


@pytest.mark.parametrize("files", [[ledger(), both(1, 10, 10)], [both(1, 10, 10), ledger()]])
def test_beside_a_ledger_a_months_sheet_is_only_a_report(files):
    batch = bring(*files)
    assert (messages(batch), questions(batch)) == ([], {})
    kinds = sorted(sheet["kind"] for sheet in batch.outcome["sheets"])
    assert (kinds, Project.objects.count()) == (["ledger", "monthly"], 1)


def test_of_several_months_the_first_lists_the_projects():
    batch = bring(both(1, 10, 10), both(2, 20, 30))
    assert (messages(batch), questions(batch)) == ([], {})
    assert (Project.objects.count(), Report.objects.count()) == (1, 2)


def test_without_a_month_the_list_alone_may_be_read():
    rows: list[list[Any]] = [["示例区2024年区重点项目计划表"], ["单位：万元"]]
    rows += [[*HEAD, "本月完成投资"], [*ROW, 10]]
    files = [("计划.xlsx", workbook({"计划表": rows}))]
    asked = bring(*files)
    assert "month" in questions(asked)
    assert not messages(bring(*files, answers=answers_to(asked, month="-")))
    assert (Project.objects.count(), Report.objects.count()) == (1, 0)
