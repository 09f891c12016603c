from datetime import date, timedelta

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.command import actions as command
from bihuan.command.tests.factories import make_red
from bihuan.matters import actions as matters
from bihuan.matters.tests.factories import MONDAY, assign_one, noon
from bihuan.notices import actions
from bihuan.notices.kinds import NoticeState
from bihuan.notices.tests.factories import CLOCK, TODAY, at_hour, make_channel
from bihuan.progress.tests.factories import make_listed
from bihuan.todo.kinds import TaskKind
from bihuan.todo.queries import work_of

pytestmark = pytest.mark.django_db
LATER = date(2024, 4, 12)


def number_of(kind, user, today=MONDAY):
    tasks = [task for task in work_of(user, today).tasks if task.kind == kind]
    assert len(tasks) < 2
    return sum(task.number for task in tasks)


def test_projects_without_a_commander_wait_for_the_office_as_one_task():
    office = make_user()
    projects = [make_listed(owner=make_organisation()) for _each in range(2)]
    make_listed(owner=make_organisation(), commander=make_leader())
    assert number_of(TaskKind.APPOINT, office) == 2
    command.appoint(projects=projects, leader=make_leader(), by=office, at=at_hour(9))
    assert number_of(TaskKind.APPOINT, office) == 0
    assert number_of(TaskKind.APPOINT, make_user(role=Role.SUPERVISOR)) == 0


def test_papers_on_what_climbed_wait_for_whoever_issues_them():
    assign_one()
    matters.escalate(on=LATER, by=CLOCK, at=noon(LATER))
    for role in (Role.OFFICE, Role.SUPERVISOR):
        assert number_of(TaskKind.ISSUE, make_user(role=role), LATER) == 1
    assert number_of(TaskKind.ISSUE, make_user(role=Role.DEPARTMENT), LATER) == 0


def test_proposals_for_the_hard_bone_list_wait_for_the_office():
    make_red()
    assert number_of(TaskKind.BONES, make_user(), LATER) == 1
    assert number_of(TaskKind.BONES, make_user(role=Role.VIEWER), LATER) == 0


def test_notices_given_up_wait_for_the_office_for_a_week(listener):
    channel = make_channel(make_user(role=Role.VIEWER), address=listener.address)
    listener.status = 500
    notice = actions.send_test(channel=channel, by=make_user(), at=at_hour(8))
    for hour in (9, 11, 15):
        actions.deliver(at=at_hour(hour), by=CLOCK)
    notice.refresh_from_db()
    assert notice.state == NoticeState.GIVEN_UP
    office = make_user()
    assert number_of(TaskKind.NOTICES, office, TODAY + timedelta(days=7)) == 1
    assert number_of(TaskKind.NOTICES, office, TODAY + timedelta(days=8)) == 0
    assert number_of(TaskKind.NOTICES, make_user(role=Role.SUPERVISOR), TODAY) == 0
