"""The list of projects: its row of sums, its problems, how many rows a page has, and printing."""

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.dashboards.queries.list_totals import list_totals
from bihuan.dashboards.queries.listing import COLUMNS
from bihuan.dashboards.queries.register import register
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import some_figures
from bihuan.figures.questions import Question
from bihuan.kit import row_pages
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import AFTER_GRACE, make_reported
from bihuan.plans.models import Entry
from bihuan.plans.tests.factories import make_entry
from bihuan.progress.actions import accept
from bihuan.progress.tests.factories import make_listed, make_reporter, report_march
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
PROJECTS, WORKBOOK = reverse("dashboards:projects"), reverse("dashboards:workbook")
SUMMED = {
    "planned_yuan": "planned.all",
    "to_date_yuan": "completed.all",
    "completion": "plan_completion.all",
    "gap_linear": "gap_linear.all",
}
MARCH = Month(2024, 3)


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    District.objects.create(pk=1, name="试验区", year=2024)
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def names(answer):
    return [row.name for row, _cells in answer.context["lines"]]


def sums_of(answer):
    columns, totals = answer.context["columns"], answer.context["totals"]
    return dict(zip([column.key for column in columns], totals.texts, strict=True))


def number(text):
    return Decimal(text.replace(",", ""))


def test_the_row_of_sums_says_what_the_figures_say():
    for yuan in (3_000_000, 1_234_567, 1):
        make_reported(completed_yuan=yuan)
    gone = make_reported(completed_yuan=5_000_000)
    Entry.objects.filter(project=gone).update(left_on="2024-02-01", left_reason="调出")
    question = Question(2024, 3, today=date(2024, 4, 20))
    known = some_figures(question, "count.all", *SUMMED.values())
    rows = [r for r in register(MARCH, Basis.ORIGINAL, date(2024, 4, 20)) if r.is_of_year]
    totals = list_totals(rows, [COLUMNS[key] for key in SUMMED], 3)
    assert totals.listed == known["count.all"].value == 3
    for text, figure_id in zip(totals.texts, SUMMED.values(), strict=True):
        value = Decimal(known[figure_id].value or 0)
        shown = value / 10_000 if known[figure_id].is_money else value
        assert number(text) == round(shown, 2), figure_id


def test_sums_by_tier_and_class_stand_below_the_rows_and_say_what_the_figures_say():
    for tier, kind in (("provincial", "construction"), ("district", "preparation")) * 2:
        make_entry(tier=tier, project_class=kind)
    answer = signed_in().get(PROJECTS, {"month": 3})
    parts = {part.part: part for part in answer.context["parts"]}
    assert list(parts) == ["省重点", "区重点", "开工建设类", "前期储备类"]
    place = [column.key for column in answer.context["columns"]].index("planned_yuan")
    assert {part.texts[place] for part in parts.values()} == {"2,400.00"}
    known = some_figures(Question(2024, 3), "planned.provincial", "planned.construction")
    assert {each.value for each in known.values()} == {24_000_000}
    assert answer.text.index("其中省重点2个") > answer.text.index(names(answer)[-1])
    book = load_workbook(io.BytesIO(signed_in().get(WORKBOOK, {"month": 3}).content))
    _heads, *sums = book["按层级、类别合计"].iter_rows(values_only=True)
    assert [(name, count, plan) for name, count, plan, *_rest in sums] == [
        (name, 2, 2_400) for name in parts
    ]
    one = signed_in().get(PROJECTS, {"tier": "provincial", "month": "3"})
    assert one.context["parts"] == []


def test_the_sums_are_of_all_rows_found_and_not_of_the_page():
    for _each in range(51):
        make_listed()
    answer = signed_in().get(PROJECTS, {"page": 2, "month": 3})
    assert (len(names(answer)), answer.context["totals"].count) == (1, 51)
    assert sums_of(answer)["planned_yuan"] == "61,200.00"
    assert "合计51个" in answer.text
    few = signed_in().get(PROJECTS, {"q": names(answer)[0]})
    assert sums_of(few)["planned_yuan"] == "1,200.00"


def test_what_holds_a_project_up_stands_in_its_row():
    reporter = make_reporter()
    held = make_listed(owner=reporter.organisation)
    report = report_march(held, by=reporter, completed_yuan=1, problems="征地未完成" * 10)
    accept(report=report, by=make_user(), at=AFTER_GRACE)
    answer = signed_in().get(PROJECTS, {"month": 3})
    assert f'title="{"征地未完成" * 10}">{"征地未完成" * 8}…' in answer.text
    assert "sort=held_up" not in answer.text
    assert names(signed_in().get(PROJECTS, {"sort": "held_up"})) == [held.name]


def test_a_reader_chooses_how_many_rows_a_page_has_and_finds_it_so_again():
    for _each in range(101):
        make_listed()
    client = signed_in()
    assert len(names(client.get(PROJECTS))) == 50
    assert len(names(client.get(PROJECTS, {"rows": "100"}))) == 100
    again = client.get(PROJECTS)
    assert len(names(again)) == 100
    assert 'rows=100" aria-current="true"' in again.text
    assert len(names(client.get(PROJECTS, {"rows": "all", "print": "1"}))) == 101
    assert len(names(client.get(PROJECTS, {"rows": "7"}))) == 100


def test_a_page_of_all_rows_is_bounded_and_says_so(monkeypatch):
    monkeypatch.setattr(row_pages, "MOST", 3)
    for _each in range(5):
        make_listed()
    answer = signed_in().get(PROJECTS, {"rows": "all", "print": "1"})
    assert len(names(answer)) == 3
    assert re.search(r"共5条，本页第1至3条.*导出Excel", answer.text)


def test_a_long_name_is_cut_on_the_screen_and_can_be_read_whole():
    long = "某市某区高端装备制造产业园标准厂房及配套基础设施建设项目（一期）"
    make_listed(name=long)
    make_listed(name="短名")
    text = signed_in().get(PROJECTS).text
    assert f'title="{long}">{long}' in text
    assert 'title="短名"' not in text


def test_paper_says_who_printed_it_and_when():
    text = signed_in().get(PROJECTS).text
    assert "打印" in text
    assert "打印于2024年4月" in text


def test_that_nothing_is_said_of_a_project_behind_is_said_as_on_the_overview():
    behind, ahead = make_reported(completed_yuan=1), make_reported(completed_yuan=11_000_000)
    for name, told in ((behind.name, True), (ahead.name, False)):
        page = signed_in().get(PROJECTS, {"month": "3", "q": name})
        assert ("未反映问题" in page.text) is told


def test_a_year_counts_its_own_projects_alone():
    make_listed(year=2023)
    kept = make_listed(sector="industry")
    make_listed(sector="livelihood")
    client = signed_in()
    assert "共" not in client.get(PROJECTS, {"year": "2024"}).text.partition("<caption>")[2][:9]
    found = client.get(PROJECTS, {"year": "2024", "sector": "industry"})
    assert (names(found), found.context["total"]) == ([kept.name], 2)
    assert client.get(PROJECTS, {"year": "2024", "scope": "all"}).context["total"] == 3
