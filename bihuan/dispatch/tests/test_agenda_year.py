"""What is at stake on an agenda is asked for the meeting's month, whatever day it is today."""

from datetime import date

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.dispatch import actions
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import run_from_january
from bihuan.matters.tests.factories import noon
from bihuan.plans.models import AnnualList, Entry, Plan, ProjectYear
from bihuan.progress.tests.factories import WAN, make_listed

from .factories import AT, plan

pytestmark = pytest.mark.django_db


def test_a_january_meeting_on_december_weighs_the_old_years_plan():
    project = make_listed(planned_yuan=1_200 * WAN)
    january = date(2025, 1, 10)
    for month in (Month(2024, 12), Month(2025, 1)):
        meeting = plan(at=noon(january), held_on=january, month=month)
        if not meeting.items.filter(project=project).exists():
            actions.add_item(
                meeting=meeting, project=project, note="未报", by=make_user(), at=noon(january)
            )
        assert meeting.items.get(project=project).value_yuan == 1_200 * WAN


def test_a_new_years_list_does_not_change_what_december_is_about():
    run_from_january()
    project = make_listed(planned_yuan=1_200 * WAN)
    list_again(project, 2025, planned_yuan=9_000 * WAN)
    january = date(2025, 1, 10)
    meeting = plan(at=noon(january), held_on=january, month=Month(2024, 12))
    assert meeting.items.get(project=project).value_yuan == 1_200 * WAN
    other = plan(at=noon(january), held_on=january, month=Month(2025, 1), kind="special")
    actions.add_item(
        meeting=other, project=project, note="新年计划", by=make_user(), at=noon(january)
    )
    assert other.items.get(project=project).value_yuan == 9_000 * WAN


def list_again(project, year, *, planned_yuan):
    """Put a project on the district's list of another year, with a plan of its own."""
    ProjectYear.objects.create(project=project, year=year, project_class="construction")
    annual_list, _new = AnnualList.objects.get_or_create(year=year, tier="district")
    entry = Entry.objects.create(
        annual_list=annual_list, project=project, added_on=date(year, 1, 1)
    )
    Plan.objects.create(
        entry=entry, version=1, planned_yuan=planned_yuan, curve="linear", recorded_at=AT
    )
