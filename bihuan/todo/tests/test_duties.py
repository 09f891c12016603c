from datetime import date, timedelta

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.command.tests.factories import JUNE, make_commander, make_hard_bone
from bihuan.factors import actions as factors
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.tests.factories import accepted, list_of, move
from bihuan.factors.tests.factories import noon as at_noon
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.tests.factories import make_listed, make_reporter
from bihuan.statistics.actions import enter_fixed_asset_investment
from bihuan.todo.kinds import TaskKind
from bihuan.todo.queries import work_of
from bihuan.visits import actions as visits
from bihuan.visits.tests.factories import NOON, make_commanded, manifest, part, photo

pytestmark = pytest.mark.django_db
MARCH = Month(2024, 3)
MONDAY = date(2024, 3, 4)
DAY = date(2024, 3, 20)


def asked(user, kind, today=DAY):
    return [task for task in work_of(user, today).tasks if task.kind == kind]


def test_the_months_plan_of_visits_waits_until_it_is_confirmed():
    run_from_january()
    office = make_user()
    assert asked(office, TaskKind.PLAN) == []
    make_commanded()
    (task,) = asked(office, TaskKind.PLAN)
    assert task.link == "/visits/plan/2024-03/"
    visits.propose_plan(month=MARCH, seed=5, by=office, at=NOON)
    assert len(asked(office, TaskKind.PLAN)) == 1
    visits.confirm_plan(month=MARCH, by=office, at=NOON)
    assert asked(office, TaskKind.PLAN) == []
    assert asked(make_user(role=Role.COMMANDER), TaskKind.PLAN, date(2024, 4, 1)) == []


def test_photos_that_did_not_come_wait_for_whoever_made_the_visit_from_the_next_day():
    commander, content = make_user(role=Role.COMMANDER), photo(1)
    project = make_commanded(commander)
    said = manifest(parts=(part(content),))
    visit = visits.receive(said=said, project=project, by=commander, at=NOON)
    assert asked(commander, TaskKind.SEND) == []
    tomorrow = DAY + timedelta(days=1)
    (task,) = asked(commander, TaskKind.SEND, tomorrow)
    assert task.link == "/visits/go/"
    assert asked(make_user(), TaskKind.SEND, tomorrow) == []
    visits.take_part(
        visit=visit, sha256=part(content).sha256, content=content, by=commander, at=NOON
    )
    assert asked(commander, TaskKind.SEND, tomorrow) == []


def test_a_hard_bone_waits_for_the_leader_who_solves_it_by_its_day():
    user, leader = make_commander()
    other, named = make_commander()
    project = make_listed(commander=leader)
    bone = make_hard_bone(project=project)
    (task,) = asked(user, TaskKind.BONE)
    assert (task.due_on, task.link) == (JUNE, f"/command/bones/{bone.pk}/")
    make_hard_bone(project=make_listed(commander=leader), leader=named)
    assert len(asked(user, TaskKind.BONE)) == 1
    assert len(asked(other, TaskKind.BONE)) == 1


def test_meetings_to_hold_and_duties_to_tick_wait_for_the_office_within_their_week():
    tasks = asked(make_user(), TaskKind.DUTY, MONDAY)
    assert tasks
    assert all(MONDAY <= task.due_on <= MONDAY + timedelta(days=7) for task in tasks)
    assert asked(make_user(role=Role.COMMANDER), TaskKind.DUTY, MONDAY) == []


def test_the_bureau_is_asked_for_last_month_but_not_for_january():
    bureau = make_user(role=Role.STATISTICS)
    assert asked(bureau, TaskKind.ENTER) == []
    make_listed()
    (task,) = asked(bureau, TaskKind.ENTER)
    assert "2024年2月" in task.what
    assert asked(bureau, TaskKind.ENTER, date(2024, 2, 9)) == []
    assert asked(make_user(), TaskKind.ENTER) == []
    enter_fixed_asset_investment(month=Month(2024, 2), cumulative_yuan=10**9, by=bureau, at=NOON)
    assert asked(bureau, TaskKind.ENTER) == []


def test_an_approval_that_expires_is_renewed_by_the_projects_people():
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation, commander=make_leader())
    need = accepted(element="permit", project=project)
    factors.approve(
        need=need, approval=factors.NeedApproval("8号", MONDAY), by=make_user(), at=at_noon()
    )
    assert asked(reporter, TaskKind.RENEW, date(2024, 5, 18)) == []
    (task,) = asked(reporter, TaskKind.RENEW, date(2024, 5, 19))
    assert (task.due_on, task.project_id) == (date(2024, 6, 3), project.pk)
    assert asked(make_reporter(), TaskKind.RENEW, date(2024, 5, 19)) == []
    move(need, NeedVerb.ASK)
    assert asked(reporter, TaskKind.RENEW, date(2024, 5, 19)) == []


def test_projects_without_a_list_of_needs_wait_for_the_office_as_one_task():
    office = make_user()
    make_listed(owner=make_organisation())
    make_listed(owner=make_organisation())
    (task,) = asked(office, TaskKind.NEEDS)
    assert task.number == 2
    list_of()
    factors.start_lists(year=2024, by=office, at=at_noon())
    assert asked(office, TaskKind.NEEDS) == []
