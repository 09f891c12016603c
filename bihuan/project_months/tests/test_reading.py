"""A project's year at the end of a month: by which plan, and up to which month."""

from datetime import date

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.plans.in_force import PlanMeaning
from bihuan.plans.models import AnnualList, Entry, Plan
from bihuan.progress import actions
from bihuan.progress.tests.factories import (
    IN_MARCH,
    MARCH,
    WAN,
    make_listed,
    make_reporter,
    report_march,
)
from bihuan.project_months.reading import latest_project_months, project_months
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db


def make_reported(*, completed_yuan: int) -> Project:
    """A listed project whose March report is accepted."""
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    report = report_march(project, by=reporter, completed_yuan=completed_yuan)
    actions.accept(report=report, by=make_user(), at=IN_MARCH)
    return project


def make_upper_plan(project: Project, *, left_on: date | None = None) -> None:
    """A plan of 24 million on the municipal list, without a curve."""
    upper, _new = AnnualList.objects.get_or_create(year=2024, tier="municipal")
    entry = Entry.objects.create(
        annual_list=upper,
        project=project,
        added_on=date(2024, 1, 1),
        left_on=left_on,
        left_reason="调出" if left_on else "",
    )
    Plan.objects.create(
        entry=entry, version=1, planned_yuan=2_400 * WAN, curve="linear", recorded_at=IN_MARCH
    )


def test_accepted_months_are_summed_up_to_the_month_asked_for():
    project = make_reported(completed_yuan=200 * WAN)
    march = project_months(MARCH)[project.pk]
    assert (march.planned_yuan, march.expected_yuan) == (1_200 * WAN, 300 * WAN)
    assert march.completed_yuan == 200 * WAN
    assert project_months(Month(2024, 2))[project.pk].completed_yuan == 0
    assert project_months(Month(2024, 4))[project.pk].completed_yuan == 200 * WAN


def test_the_highest_list_counts_and_is_expected_evenly_without_a_curve():
    project = make_listed()
    make_upper_plan(project)
    found = project_months(MARCH, [project.pk])[project.pk]
    assert (found.planned_yuan, found.expected_yuan) == (2_400 * WAN, 600 * WAN)


def test_a_list_that_was_left_counts_only_where_there_is_no_other():
    both, alone = make_listed(), Project.objects.create(name="单独", name_key="单独")
    for project in (both, alone):
        make_upper_plan(project, left_on=date(2024, 2, 1))
    found = project_months(MARCH)
    assert found[both.pk].planned_yuan == 1_200 * WAN
    assert found[alone.pk].planned_yuan == 2_400 * WAN


def test_a_month_is_measured_by_the_plan_in_force_at_its_end():
    project = make_listed()
    entry = project.entries.get()
    entry.plans.update(is_current=False)
    Plan.objects.create(
        entry=entry,
        version=2,
        planned_yuan=600 * WAN,
        curve="linear",
        recorded_at=IN_MARCH,
        reason="调减",
        approver="区政府",
        approved_on=date(2024, 4, 1),
    )
    assert project_months(MARCH)[project.pk].planned_yuan == 1_200 * WAN
    april = project_months(Month(2024, 4))[project.pk]
    assert (april.planned_yuan, april.expected_yuan) == (600 * WAN, 200 * WAN)
    assert project_months(MARCH, meaning=PlanMeaning.LATEST)[project.pk].planned_yuan == 600 * WAN
    april = project_months(Month(2024, 4), meaning=PlanMeaning.ORIGINAL)[project.pk]
    assert april.planned_yuan == 1_200 * WAN


def test_only_the_projects_asked_for_are_read():
    asked, other = make_listed(), make_listed()
    assert set(project_months(MARCH, [asked.pk])) == {asked.pk}
    assert other.pk in project_months(MARCH)


def test_a_project_without_a_plan_stands_nowhere():
    Project.objects.create(name="无计划", name_key="无计划")
    assert project_months(MARCH) == {}


def test_a_year_without_a_plan_asks_for_the_year_before():
    project = make_reported(completed_yuan=200 * WAN)
    january = latest_project_months(Month(2025, 1), [project.pk])[project.pk]
    assert (january.month, january.remaining_yuan) == (Month(2024, 12), 1_000 * WAN)
    assert latest_project_months(Month(2023, 12), [project.pk]) == {}


def test_a_month_is_not_known_by_what_came_after_it():
    project = make_reported(completed_yuan=200 * WAN)
    february = latest_project_months(Month(2024, 2), [project.pk])[project.pk]
    assert (february.completed_yuan, february.remaining_yuan) == (0, 1_200 * WAN)


def test_many_take_as_many_queries_as_one(django_assert_num_queries):
    projects = [make_listed().pk]
    with django_assert_num_queries(3):
        project_months(MARCH, projects)
    with django_assert_num_queries(2):
        latest_project_months(MARCH, projects)
    projects += [make_listed().pk for _each in range(5)]
    with django_assert_num_queries(3):
        project_months(MARCH, projects)
    with django_assert_num_queries(2):
        latest_project_months(MARCH, projects)
