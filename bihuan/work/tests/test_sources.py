from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import (
    AFTER_MARCH,
    IN_MARCH,
    make_listed,
    make_reporter,
    open_march,
    report_march,
)
from bihuan.work.kinds import TaskKind
from bihuan.work.queries import work_of

from .factories import TODAY, make_waiting

pytestmark = pytest.mark.django_db
CLOSES = date(2024, 3, 28)


def kinds(user, today=TODAY):
    return [task.kind for task in work_of(user, today).tasks]


def test_a_reporter_is_asked_to_fill_in_by_the_last_day_of_the_round():
    reporter, project = make_waiting()
    (task,) = work_of(reporter, TODAY).tasks
    assert (task.kind, task.project_id, task.due_on) == (TaskKind.FILL, project.pk, CLOSES)
    assert task.link == f"/progress/2024-03/{project.pk}/"


def test_after_the_last_day_the_report_is_overdue():
    reporter, _project = make_waiting()
    assert not work_of(reporter, CLOSES).overdue
    (task,) = work_of(reporter, date(2024, 3, 30)).tasks
    assert task.overdue_days == 2


def test_what_was_handed_in_waits_for_the_department_and_the_office_and_not_for_the_reporter():
    reporter, department = make_reporter(), make_user(role=Role.DEPARTMENT)
    project = make_listed(owner=reporter.organisation, responsible=department.organisation)
    report = report_march(project, by=reporter)
    office = make_user()
    assert kinds(reporter) == []
    assert kinds(department) == [TaskKind.REVIEW]
    assert kinds(office) == [TaskKind.ACCEPT]
    progress.mark_reviewed(report=report, by=department, at=IN_MARCH)
    assert kinds(department) == []
    progress.accept(report=report, by=office, at=IN_MARCH)
    assert kinds(office) == []


def test_a_returned_report_comes_back_to_its_reporter():
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    report = report_march(project, by=reporter)
    progress.return_(report=report, note="形象进度不清", by=make_user(), at=IN_MARCH)
    assert kinds(reporter) == [TaskKind.FILL_AGAIN]


def test_the_office_is_asked_once_for_a_whole_month():
    reporter = make_reporter()
    for _each in range(3):
        report_march(make_listed(owner=reporter.organisation), by=reporter)
    (task,) = work_of(make_user(), TODAY).tasks
    assert task.number == 3
    assert task.due_on == date(2024, 4, 2)  # three working days after the 28th


def test_a_late_report_gives_its_reviewer_the_full_time():
    reporter, department = make_reporter(), make_user(role=Role.DEPARTMENT)
    project = make_listed(owner=reporter.organisation, responsible=department.organisation)
    open_march()
    report_march(project, by=reporter, at=AFTER_MARCH)
    (task,) = work_of(department, date(2024, 3, 29)).tasks
    assert task.due_on == date(2024, 4, 2)  # two working days after the 29th, a Friday


def test_nobody_is_asked_to_pass_what_he_or_she_handed_in():
    department = make_user(role=Role.DEPARTMENT)
    project = make_listed(owner=department.organisation)
    open_march()
    report_march(project, by=department)
    assert kinds(department) == []


def test_a_department_fills_in_only_where_the_owner_has_nobody():
    department = make_user(role=Role.DEPARTMENT)
    make_listed(owner=make_organisation(), responsible=department.organisation)
    reporter = make_reporter()
    make_listed(owner=reporter.organisation, responsible=department.organisation)
    open_march()
    assert kinds(department) == [TaskKind.FILL]
    assert kinds(reporter) == [TaskKind.FILL]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.STATISTICS, Role.COMMANDER, Role.SUPERVISOR])
def test_reports_are_no_affair_of_others(role):
    make_waiting()
    assert kinds(make_user(role=role)) == []


def test_a_strangers_report_is_not_ones_work():
    make_waiting()
    assert kinds(make_reporter()) == []


def test_a_locked_month_asks_nothing():
    reporter, _project = make_waiting()
    from bihuan.progress.models import Round

    progress.lock_round(round=Round.objects.get(), by=make_user(), at=AFTER_MARCH)
    assert kinds(reporter, date(2024, 3, 29)) == []


def test_nothing_waits_for_somebody_who_left():
    reporter, _project = make_waiting()
    reporter.is_active = False
    assert kinds(reporter) == []
