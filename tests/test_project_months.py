"""A project's year is read in two ways, plainly and by the figures' relation: both say the same."""

import random
from datetime import date, timedelta

import pytest
from django.apps import apps

from bihuan.figures.queries import positions
from bihuan.figures.questions import Question
from bihuan.kit.databases.table_statistics import refresh_statistics
from bihuan.kit.months import Month, months_of
from bihuan.plans.in_force import PlanMeaning
from bihuan.plans.models import Absence, AnnualList, Entry, Plan, PlanMonth, ProjectYear
from bihuan.progress.models import Report
from bihuan.project_months.reading import project_months, read_year
from bihuan.project_months.relation import PlanView
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Project

from .loaded import AT, bring_in_example

pytestmark = pytest.mark.django_db
YEARS = (2024, 2025)
WAN = 10_000


def unequal(year: int) -> list[str]:
    """Return each project and month of which the two readings differ."""
    found, reading = [], read_year(year)
    for month in months_of(year):
        for meaning in PlanMeaning:
            plain = project_months(month, meaning=meaning)
            view = PlanView(meaning, month.last_day)
            seen = positions(Question(year, month.number, plan_view=view))
            for each in seen:
                known = reading.at(each.project_id, month, meaning)
                own = (
                    known.planned_yuan or 0,
                    known.curve_yuan or 0,
                    known.known_yuan,
                    known.month_yuan,
                )
                if own != (
                    each.planned_yuan,
                    each.planned_to_date_yuan,
                    each.completed_yuan,
                    each.month_yuan or 0,
                ):
                    found.append(f"{month} {meaning} {each.project}: {own} {each}")
                if known != plain.get(each.project_id, known):
                    found.append(f"{month} {meaning} {each.project}: read alone, otherwise")
            standing = {pk for pk, known in plain.items() if known.stands}
            if strangers := standing - {each.project_id for each in seen}:
                found.append(f"{month} {meaning}: only the plain reading knows {strangers}")
    return found


def make_any_year(project: Project, year: int, drawn: random.Random) -> None:
    """A year with one to three lists, times off them, plans approved late, reports of any state."""

    def day() -> date:
        return date(year, 1, 1) + timedelta(days=drawn.randrange(365))

    ProjectYear.objects.create(project=project, year=year, project_class="construction")
    for tier in drawn.sample(list(Tier), drawn.randint(1, 3)):
        listed, _new = AnnualList.objects.get_or_create(year=year, tier=tier)
        days = sorted(day() for _each in range(4))
        left = drawn.random() < 0.3
        entry = Entry.objects.create(
            annual_list=listed,
            project=project,
            added_on=days[0],
            left_on=days[3] if left else None,
            left_reason="调出" if left else "",
        )
        if drawn.random() < 0.4:
            Absence.objects.create(
                entry=entry,
                left_on=days[1],
                left_reason="调出",
                returned_on=days[2],
                reason="调回",
                recorded_at=AT,
            )
        newest = drawn.randint(1, 3)
        for version in range(1, newest + 1):
            make_any_plan(entry, version, drawn, day(), is_current=version == newest)
    for month in months_of(year):
        if drawn.random() < 0.7:
            Report.objects.create(
                project=project,
                month=month.first_day,
                version=1,
                origin="online",
                state=drawn.choice(["submitted", "reviewed", "accepted", "draft"]),
                completed_yuan=drawn.randrange(500) * WAN,
            )


def make_any_plan(
    entry: Entry, version: int, drawn: random.Random, approved_on: date, *, is_current: bool
) -> None:
    planned = drawn.randrange(1, 5_000) * WAN
    plan = Plan.objects.create(
        entry=entry,
        version=version,
        planned_yuan=planned,
        curve="linear",
        recorded_at=AT,
        reason="调整",
        approver="区政府",
        is_current=is_current,
        approved_on=approved_on if version > 1 or drawn.random() < 0.2 else None,
    )
    year, number = approved_on.year, drawn.choice([0, 12])
    PlanMonth.objects.bulk_create(
        PlanMonth(plan=plan, month=Month(year, m).first_day, cumulative_yuan=planned * m // 12)
        for m in range(1, number + 1)
    )


def test_any_lists_plans_and_reports_of_two_years_are_read_alike():
    drawn = random.Random(9)
    for number in range(60):
        project = Project.objects.create(name=f"项目{number}", name_key=f"项目{number}")
        for year in YEARS:
            if drawn.random() < 0.8:
                make_any_year(project, year, drawn)
    refresh_statistics(apps.get_models())  # rows that are not committed are not counted else
    for year in YEARS:
        assert not unequal(year)


@pytest.mark.long
def test_the_example_district_is_read_alike(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bring_in_example()
    assert not unequal(2024)
    assert len(project_months(Month(2024, 12))) == 156
