"""Ledgers of a new year: one of ours that comes back under another year, and one that does not
tell what was completed before.
"""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from bihuan.accounts.tests.factories import make_user
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.importing.workbooks.sheets import ledger_sheets
from bihuan.kit.workbooks import BASE_SHEET, write_workbook
from bihuan.plans.models import Entry, Plan, ProjectYear
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    """The ledger of 2024 as it went out, of three projects: one finished, one started since."""
    assert not messages(bring(ledger(*(ledger_row(n) for n in (1, 2, 3)))))
    assert not messages(bring(month(3, month_row(1, 100), month_row(2, 50))))
    finished = Project.objects.get(name=ledger_row(3)[1])
    Project.objects.filter(pk=finished.pk).update(state="in_use", finished_on=date(2024, 9, 1))
    started = Project.objects.get(name=ledger_row(2)[1])
    Project.objects.filter(pk=started.pk).update(started_on=date(2024, 6, 1))
    ProjectYear.objects.filter(project=started).update(project_class="preparation")
    return load_workbook(io.BytesIO(write_workbook(ledger_sheets(make_user(), 2024), returns=True)))


def come_back(book, year=2026, **cells):
    page = book.worksheets[0]
    page["B1"] = str(page["B1"].value).replace("2024", str(year))
    for place, value in cells.items():
        page[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return "台账.xlsx", stream.getvalue()


def test_it_is_asked_of_which_year_it_is(book):
    asked = bring(come_back(book))
    assert messages(asked) == []
    question = questions(asked)["new_year"]
    assert "2024" in question["text"]
    assert "2026" in question["text"]
    gives = [choice["gives"] for choice in question["choices"]]
    assert gives[0].startswith("2")
    assert "1" in gives[0]  # left out
    assert gives[1].startswith("3")
    assert not Entry.objects.filter(annual_list__year=2026).exists()


def test_its_unfinished_projects_are_carried_over_with_their_past(book):
    file = come_back(book)
    batch = bring(file, answers=answers_to(bring(file), new_year="unfinished"))
    assert (messages(batch), questions(batch)) == ([], {})
    years = ProjectYear.objects.filter(year=2026)
    before = dict(years.values_list("project__name", "completed_before_yuan"))
    old = ProjectYear.objects.get(year=2024, project__name=ledger_row(1)[1]).completed_before_yuan
    assert before == {
        ledger_row(1)[1]: old + 1_000_000,
        ledger_row(2)[1]: old + 500_000,
    }
    assert years.get(project__name=ledger_row(2)[1]).project_class == "construction"
    assert [row["text"] for row in batch.outcome["left_out"]] == [ledger_row(3)[1]]
    assert ProjectYear.objects.filter(year=2024).count() == 3


def test_all_of_them_if_that_is_wanted(book):
    file = come_back(book)
    batch = bring(file, answers=answers_to(bring(file), new_year="all"))
    assert (messages(batch), Entry.objects.filter(annual_list__year=2026).count()) == ([], 3)


def test_a_wrong_title_leaves_it_the_old_years(book):
    file = come_back(book)
    batch = bring(file, answers=answers_to(bring(file), new_year="as_before"))
    assert (messages(batch), questions(batch)) == ([], {})
    assert batch.outcome["created"] == batch.outcome["updated"] == 0
    assert not Entry.objects.filter(annual_list__year=2026).exists()


def test_what_was_written_for_the_new_year_stands(book):
    page = book.worksheets[0]
    heads = {cell.value: cell.column_letter for cell in page[3]}
    [plan, before] = [
        next(letter for title, letter in heads.items() if title and title.startswith(each))
        for each in ("年度计划投资", "截至上年底累计完成投资")
    ]
    file = come_back(book, **{f"{plan}4": 777, f"{before}4": 888})
    batch = bring(file, answers=answers_to(bring(file), new_year="unfinished"))
    assert messages(batch) == []
    first = page["B4"].value
    entry = Entry.objects.get(annual_list__year=2026, project__name=first)
    assert Plan.objects.get(entry=entry).planned_yuan == 7_770_000
    year = ProjectYear.objects.get(year=2026, project__name=first)
    assert year.completed_before_yuan == 8_880_000


def test_one_that_does_not_remember_its_year_is_asked_about_too(book):
    hidden = book[BASE_SHEET]
    for row in range(hidden.max_row, 0, -1):
        if hidden.cell(row, 2).value == "year":
            hidden.delete_rows(row)
    assert "new_year" in questions(bring(come_back(book)))


def test_of_its_own_year_nothing_is_asked(book):
    batch = bring(come_back(book, year=2024))
    assert (messages(batch), questions(batch)) == ([], {})


def test_a_new_years_list_that_tells_no_past_takes_it_from_the_reports():
    bring(ledger(ledger_row(1)))
    bring(month(3, month_row(1, 100)))
    head = ["序号", "项目名称", "项目类别", "总投资", "2025年计划投资"]
    rows: list[list[Any]] = [["示例区2025年区重点项目一览表"], ["单位：万元"], head]
    rows.append([1, ledger_row(1)[1], "开工建设类", 5000, 1200])
    batch = bring(("2025.xlsx", workbook({"区重点": rows})))
    assert messages(batch) == []
    old = ProjectYear.objects.get(year=2024).completed_before_yuan
    assert ProjectYear.objects.get(year=2025).completed_before_yuan == old + 1_000_000
    assert any("2025" in each["statement"] for each in batch.outcome["proof"])
