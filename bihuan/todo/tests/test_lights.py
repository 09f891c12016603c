from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.lights import actions as lights
from bihuan.lights.presets import headline_in_force
from bihuan.lights.rules import last_day_to_speak
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import (
    IN_MARCH,
    MARCH,
    make_listed,
    make_reporter,
    report_march,
)
from bihuan.todo.kinds import TaskKind
from bihuan.todo.queries import work_of

pytestmark = pytest.mark.django_db
APRIL_DAY = date(2024, 4, 10)
IN_APRIL = datetime(2024, 4, 10, 2, tzinfo=UTC)


def make_red(leader=None, *, completed_yuan=0, added_on=None):
    """A project that was silent until March and did nothing then: red."""
    reporter = make_reporter()
    project = make_listed(
        owner=reporter.organisation,
        commander=leader,
        planned_yuan=10**9,
        added_on=added_on,
    )
    report = report_march(project, by=reporter, completed_yuan=completed_yuan)
    progress.accept(report=report, by=make_user(), at=IN_MARCH)
    return project


def test_a_red_project_asks_its_commander_for_a_light_of_his_own():
    run_from_january()
    commander = make_user(role=Role.COMMANDER)
    project, _strange = make_red(make_leader(user=commander)), make_red()
    (task,) = work_of(commander, APRIL_DAY).tasks
    assert (task.kind, task.project_id) == (TaskKind.SPEAK, project.pk)
    assert task.due_on is None
    assert task.link == f"/lights/2024-03/{project.pk}/"


def test_a_commander_who_gave_a_light_is_asked_no_more():
    commander = make_user(role=Role.COMMANDER)
    project = make_red(make_leader(user=commander))
    lights.give_commander_light(
        project=project, month=MARCH, colour="red", by=commander, at=IN_APRIL
    )
    assert work_of(commander, APRIL_DAY).tasks == []


def test_a_project_that_is_not_red_asks_nothing_of_its_commander():
    commander = make_user(role=Role.COMMANDER)
    make_red(make_leader(user=commander), completed_yuan=10**9, added_on=MARCH.first_day)
    assert work_of(commander, APRIL_DAY).tasks == []


def test_others_than_commanders_give_no_light():
    make_red()
    assert work_of(make_user(role=Role.VIEWER), APRIL_DAY).tasks == []


def test_once_the_time_is_over_nobody_is_asked_for_a_light():
    run_from_january()
    commander = make_user(role=Role.COMMANDER)
    make_red(make_leader(user=commander))
    last = last_day_to_speak(MARCH, headline_in_force().on(MARCH.first_day))
    assert work_of(commander, last).tasks
    assert work_of(commander, last + timedelta(days=1)).tasks == []
