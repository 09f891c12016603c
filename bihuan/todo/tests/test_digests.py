from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.notices import actions
from bihuan.notices.actions import Delivered
from bihuan.notices.models import Notice
from bihuan.notices.tests.factories import (
    SITE,
    at_hour,
    make_channel,
    make_waiting,
    morning,
    set_site,
)
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march, report_march

pytestmark = pytest.mark.django_db


def test_a_personal_digest_names_and_links_each_task(listener):
    set_site()
    reporter, project = make_waiting()
    make_channel(reporter, address=listener.address)
    morning()
    said = listener.heard[0]["message"]
    assert f"[填报2024年3月月报 · {project.name} · 2024年3月28日到期]" in said
    assert f"({SITE}/progress/2024-03/{project.pk}/)" in said
    assert f"({SITE}/work/)" in said


def test_a_digest_says_only_what_its_recipient_may_see(listener):
    reporter, project = make_waiting()
    other = make_reporter()
    strange = make_listed(owner=other.organisation)
    make_channel(reporter, address=listener.address)
    make_channel(other, address=listener.address)
    morning()
    first, second = (heard["message"] for heard in listener.heard)
    assert project.name in first
    assert strange.name not in first
    assert strange.name in second
    assert project.name not in second


def test_rights_lost_between_two_attempts_are_lost_for_the_message(listener):
    reporter, project = make_waiting()
    kept = make_listed(owner=reporter.organisation)
    make_channel(reporter, address=listener.address)
    listener.status = 500
    morning()
    project.owner = make_organisation()
    project.save()
    listener.status = 200
    actions.deliver(at=at_hour(9), by=make_user())
    said = listener.heard[-1]["message"]
    assert kept.name in said
    assert project.name not in said


def test_a_group_is_told_counts_and_a_link_and_no_name(listener):
    set_site()
    reporter = make_reporter()
    projects = [make_listed(owner=reporter.organisation) for _each in range(3)]
    open_march()
    make_channel(address=listener.address, organisation=reporter.organisation)
    assert morning() == Delivered(sent=1)
    said = listener.heard[0]["message"]
    assert "填报月报 × 3" in said
    assert f"({SITE}/work/)" in said
    assert not [project for project in projects if project.name in said]
    assert Notice.objects.get().recipient is None


def test_what_two_members_of_a_group_may_do_is_counted_once(listener):
    reporter = make_reporter()
    make_reporter(reporter.organisation)
    make_listed(owner=reporter.organisation)
    open_march()
    make_channel(address=listener.address, organisation=reporter.organisation)
    morning()
    assert "填报月报 × 1" in listener.heard[0]["message"]


def test_the_districts_group_is_told_what_waits_for_the_office(listener):
    reporter = make_reporter()
    report_march(make_listed(owner=reporter.organisation), by=reporter)
    make_channel(address=listener.address)
    morning()
    assert "审定月报 × 1" in listener.heard[0]["message"]


def test_many_tasks_are_named_up_to_a_number_and_the_rest_counted(listener):
    reporter = make_reporter()
    for _each in range(17):
        make_listed(owner=reporter.organisation)
    open_march()
    make_channel(reporter, address=listener.address)
    morning()
    lines = [x for x in listener.heard[0]["message"].splitlines() if x.startswith("- ")]
    assert len(lines) == 16
    assert lines[-1] == "- 其余2项"


def test_a_viewer_with_a_channel_is_left_in_peace(listener):
    make_waiting()
    make_channel(make_user(role=Role.VIEWER), address=listener.address)
    assert morning() == Delivered(dropped=1)


def test_what_is_overdue_is_said_to_be(listener):
    make_channel(make_waiting()[0], address=listener.address)
    morning(on=date(2024, 4, 1))
    assert listener.heard[0]["title"] == "待办1项，其中逾期1项"
    assert "逾期4天" in listener.heard[0]["message"]
