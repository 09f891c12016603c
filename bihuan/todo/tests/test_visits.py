from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import run_from_january
from bihuan.todo.kinds import TaskKind
from bihuan.todo.queries import work_of
from bihuan.visits import actions as visits
from bihuan.visits.tests.factories import NOON, make_commanded, manifest

pytestmark = pytest.mark.django_db
MARCH = Month(2024, 3)
DAY = date(2024, 3, 20)
KINDS = (TaskKind.VISIT, TaskKind.SETTLE)


def asked(user, today=DAY):
    return [task for task in work_of(user, today).tasks if task.kind in KINDS]


def make_planned(commander):
    project = make_commanded(commander)
    visits.propose_plan(month=MARCH, seed=5, by=make_user(), at=NOON)
    return project


def test_a_visit_of_the_confirmed_plan_waits_for_its_leader_until_the_month_ends():
    run_from_january()
    commander = make_user(role=Role.COMMANDER)
    project = make_planned(commander)
    assert asked(commander) == []
    visits.confirm_plan(month=MARCH, by=make_user(), at=NOON)
    (task,) = asked(commander)
    assert (task.kind, task.project_id, task.due_on) == (
        TaskKind.VISIT,
        project.pk,
        date(2024, 3, 31),
    )
    assert task.link == f"/visits/record/?project={project.pk}"
    assert asked(make_user(role=Role.COMMANDER)) == []
    assert asked(commander, date(2024, 4, 1)) == []


def test_a_visit_that_was_made_waits_no_more():
    run_from_january()
    commander = make_user(role=Role.COMMANDER)
    project = make_planned(commander)
    visits.confirm_plan(month=MARCH, by=make_user(), at=NOON)
    visits.receive(said=manifest(), project=project, by=commander, at=NOON)
    assert asked(commander) == []


def test_two_versions_of_a_visit_wait_for_who_plans():
    commander = make_user(role=Role.COMMANDER)
    project, said = make_commanded(commander), manifest()
    visits.receive(said=said, project=project, by=commander, at=NOON)
    other = manifest(device_id=said.device_id, notes="已停工。")
    double = visits.receive(said=other, project=project, by=commander, at=NOON)
    (task,) = asked(make_user())
    assert (task.kind, task.link) == (TaskKind.SETTLE, f"/visits/{double.pk}/")
    assert asked(commander) == []
