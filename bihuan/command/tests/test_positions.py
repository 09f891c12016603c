"""Where a project's year stands: by which plan, and up to which month."""

from datetime import date

import pytest

from bihuan.command.queries.positions import positions
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import make_reported
from bihuan.plans.models import AnnualList, Entry, Plan
from bihuan.progress.tests.factories import IN_MARCH, MARCH, WAN, make_listed
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db


def make_upper_plan(project: Project, *, left_on: date | None = None) -> None:
    """A plan of 24 million on the municipal list, without a curve."""
    upper, _new = AnnualList.objects.get_or_create(year=2024, tier="municipal")
    entry = Entry.objects.create(
        annual_list=upper, project=project, added_on=date(2024, 1, 1), left_on=left_on,
        left_reason="调出" if left_on else "",
    )  # fmt: skip
    Plan.objects.create(
        entry=entry, version=1, planned_yuan=2_400 * WAN, curve="linear", recorded_at=IN_MARCH
    )


def test_accepted_months_are_summed_up_to_the_month_asked_for():
    project = make_reported(completed_yuan=200 * WAN)
    march = positions(MARCH)[project.pk]
    assert (march.planned_yuan, march.expected_yuan) == (1_200 * WAN, 300 * WAN)
    assert march.completed_yuan == 200 * WAN
    assert positions(Month(2024, 2))[project.pk].completed_yuan == 0
    assert positions(Month(2024, 4))[project.pk].completed_yuan == 200 * WAN


def test_the_highest_list_counts_and_is_expected_evenly_without_a_curve():
    project = make_listed()
    make_upper_plan(project)
    found = positions(MARCH, [project.pk])[project.pk]
    assert (found.planned_yuan, found.expected_yuan) == (2_400 * WAN, 600 * WAN)


def test_a_list_that_was_left_counts_only_where_there_is_no_other():
    both, alone = make_listed(), Project.objects.create(name="单独", name_key="单独")
    for project in (both, alone):
        make_upper_plan(project, left_on=date(2024, 2, 1))
    found = positions(MARCH)
    assert found[both.pk].planned_yuan == 1_200 * WAN
    assert found[alone.pk].planned_yuan == 2_400 * WAN


def test_a_month_is_measured_by_the_plan_in_force_at_its_end():
    project = make_listed()
    entry = project.entries.get()
    entry.plans.update(is_current=False)
    Plan.objects.create(
        entry=entry, version=2, planned_yuan=600 * WAN, curve="linear", recorded_at=IN_MARCH,
        reason="调减", approver="区政府", approved_on=date(2024, 4, 1),
    )  # fmt: skip
    assert positions(MARCH)[project.pk].planned_yuan == 1_200 * WAN
    april = positions(Month(2024, 4))[project.pk]
    assert (april.planned_yuan, april.expected_yuan) == (600 * WAN, 200 * WAN)


def test_only_the_projects_asked_for_are_read():
    asked, other = make_listed(), make_listed()
    assert set(positions(MARCH, [asked.pk])) == {asked.pk}
    assert other.pk in positions(MARCH)


def test_a_project_without_a_plan_stands_nowhere():
    Project.objects.create(name="无计划", name_key="无计划")
    assert positions(MARCH) == {}
