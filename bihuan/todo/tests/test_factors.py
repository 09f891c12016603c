from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.factors import actions as factors
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.models import Need
from bihuan.notices.tests.factories import TODAY, at_hour
from bihuan.progress.tests.factories import make_listed, make_reporter
from bihuan.todo.kinds import TaskKind
from bihuan.todo.queries import work_of

pytestmark = pytest.mark.django_db
KINDS = (TaskKind.ASK, TaskKind.SUPPLY, TaskKind.HAND_OVER, TaskKind.FACTOR)
NINE = at_hour(9)
NEEDED = date(2024, 4, 24)  # thirty days after TODAY


def asked(user, today=TODAY):
    tasks = [task for task in work_of(user, today).tasks if task.kind in KINDS]
    return [(task.kind, task.due_on) for task in tasks]


def make_need(reporter, *, needed_by=NEEDED) -> Need:
    """The first need of a project, wanted by a day that the office set."""
    project = make_listed(owner=reporter.organisation)
    office = make_user()
    factors.start_list(project=project, year=2024, by=office, at=NINE)
    need = Need.objects.filter(project=project).order_by("order", "pk")[0]
    return factors.set_needed_by(need=need, day=needed_by, reason="按开工计划", by=office, at=NINE)


def test_what_is_needed_soon_is_to_be_asked_for_by_the_projects_people():
    reporter = make_reporter()
    make_need(reporter)
    assert asked(reporter) == [(TaskKind.ASK, NEEDED)]
    assert asked(make_reporter()) == []
    assert asked(reporter, date(2024, 3, 24)) == []  # thirty-one days before


def test_what_was_asked_for_waits_for_the_department_that_owes_it():
    reporter, department = make_reporter(), make_user(role=Role.DEPARTMENT)
    need, office = make_need(reporter), make_user()
    factors.move(need=need, verb=NeedVerb.ASK, by=reporter, at=NINE)
    assert asked(reporter) == []
    assert asked(office) == [(TaskKind.HAND_OVER, NEEDED)]
    factors.move(
        need=need, verb=NeedVerb.HAND_OVER, department=department.organisation, by=office, at=NINE
    )
    assert asked(office) == []
    assert asked(department) == [(TaskKind.FACTOR, NEEDED)]
    assert asked(make_user(role=Role.DEPARTMENT, organisation=make_organisation())) == []


def test_papers_that_are_wanted_wait_for_the_projects_people():
    reporter, department = make_reporter(), make_user(role=Role.DEPARTMENT)
    need, office = make_need(reporter), make_user()
    factors.move(need=need, verb=NeedVerb.ASK, by=reporter, at=NINE)
    factors.move(
        need=need, verb=NeedVerb.HAND_OVER, department=department.organisation, by=office, at=NINE
    )
    factors.move(need=need, verb=NeedVerb.ACCEPT, by=department, at=NINE)
    ((kind, due_on),) = asked(department)
    assert kind == TaskKind.FACTOR
    need.refresh_from_db()
    assert due_on == (need.promised_due_on or need.statutory_due_on or NEEDED)
    factors.move(need=need, verb=NeedVerb.WANT_PAPERS, note="缺地勘报告", by=department, at=NINE)
    assert asked(department) == []
    assert asked(reporter) == [(TaskKind.SUPPLY, NEEDED)]
