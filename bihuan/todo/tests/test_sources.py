from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.kit.days import long_day
from bihuan.kit.workdays import add_workdays
from bihuan.matters import actions as matters
from bihuan.matters import escalation
from bihuan.matters.next_steps import next_step_of, standing_of
from bihuan.matters.presets import district_policy
from bihuan.matters.tests.factories import (
    MONDAY,
    answer_one,
    assign_one,
    home,
    make_handler,
    noon,
    raise_one,
    work_on_one,
)
from bihuan.notices.actions import remind
from bihuan.notices.tests.factories import TODAY, at_hour, make_waiting
from bihuan.progress import actions as progress
from bihuan.progress.models import Round
from bihuan.progress.tests.factories import (
    AFTER_MARCH,
    IN_MARCH,
    MARCH,
    make_listed,
    make_reporter,
    open_march,
    report_march,
)
from bihuan.todo.kinds import TaskKind
from bihuan.todo.queries import work_of

pytestmark = pytest.mark.django_db
TUESDAY = date(2024, 3, 5)
CLOSES = date(2024, 3, 28)


LISTS = {
    TaskKind.ISSUE,
    TaskKind.APPOINT,
    TaskKind.BONES,
    TaskKind.NOTICES,
    TaskKind.NEEDS,
    TaskKind.PLAN,
    TaskKind.DUTY,
    TaskKind.ENTER,
}


def tasks_of(user, today=TODAY):
    """What waits, without the lists of `test_lists.py` and the duties of `test_duties.py`."""
    return [task for task in work_of(user, today).tasks if task.kind not in LISTS]


def kinds(user, today=TODAY):
    return [task.kind for task in tasks_of(user, today)]


def test_a_reporter_is_asked_to_fill_in_by_the_last_day_of_the_round():
    reporter, project = make_waiting()
    (task,) = work_of(reporter, TODAY).tasks
    assert (task.kind, task.project_id, task.due_on) == (TaskKind.FILL, project.pk, CLOSES)
    assert task.link == f"/progress/2024-03/{project.pk}/"


def test_what_the_office_chased_says_when():
    reporter, _project = make_waiting()
    assert reporter.organisation_id is not None
    remind(
        month=MARCH,
        organisations=[reporter.organisation_id],
        by=make_user(),
        at=at_hour(9),
    )
    (task,) = work_of(reporter, TODAY).tasks
    assert task.reminded_on == TODAY
    shown = signed_in(reporter).get("/work/").content.decode()
    assert "催报" in shown


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
    (task,) = tasks_of(make_user(), TODAY)
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
    progress.lock_round(round=Round.objects.get(), by=make_user(), at=AFTER_MARCH)
    assert kinds(reporter, date(2024, 3, 29)) == []


def test_nothing_waits_for_somebody_who_left():
    reporter, _project = make_waiting()
    reporter.is_active = False
    assert kinds(reporter) == []


def asked(user, today=MONDAY):
    return [(task.kind, task.due_on) for task in tasks_of(user, today)]


def test_a_raised_matter_waits_for_whoever_assigns_it():
    matter = raise_one()
    (task,) = tasks_of(make_user(), MONDAY)
    assert (task.kind, task.what) == (TaskKind.ASSIGN, matter.title)
    assert task.link == f"/matters/{matter.pk}/"
    assert task.due_on == TUESDAY  # within one working day


def test_an_assigned_matter_is_signed_for_then_word_is_given_then_it_is_answered():
    handler = make_handler()
    matter = assign_one(lead=home(handler))
    assert asked(handler) == [(TaskKind.SIGN, TUESDAY)]
    matters.sign(matter=matter, by=handler, at=noon(MONDAY))
    assert asked(handler) == [(TaskKind.FEED_BACK, date(2024, 3, 7))]
    matters.feed_back(matter=matter, note="已约谈", by=handler, at=noon(date(2024, 3, 12)))
    assert asked(handler) == [(TaskKind.ANSWER, matter.due_on)]


def test_an_answered_matter_waits_for_others_than_its_handler():
    handler = make_handler()
    matter = answer_one(handler=handler)
    supervisor = make_user(role=Role.SUPERVISOR)
    assert asked(handler) == []
    assert asked(supervisor) == [(TaskKind.VERIFY, date(2024, 3, 7))]
    matters.verify(matter=matter, by=supervisor, at=noon(MONDAY))
    assert asked(make_user()) == [(TaskKind.CLOSE, date(2024, 3, 7))]


def test_more_time_is_decided_on_by_others_than_who_asked():
    handler = make_handler()
    matter = work_on_one(handler=handler)
    matters.ask_extension(
        matter=matter,
        wished_on=date(2024, 3, 29),
        reason="等待上级批复",
        by=handler,
        at=noon(MONDAY),
    )
    assert asked(make_user()) == [(TaskKind.DECIDE, matter.due_on)]
    assert asked(handler) == [(TaskKind.FEED_BACK, date(2024, 3, 7))]


def test_list_page_and_clock_name_one_day_for_the_next_step():
    """Whatever state a matter is in: My work, its page and the first reminder after that day."""
    handler, office = make_handler(), make_user()
    supervisor, matter = make_user(role=Role.SUPERVISOR), raise_one()
    for move in (
        lambda at: matters.assign(
            matter=matter, lead=home(handler), supporting=(), by=office, at=at
        ),
        lambda at: matters.sign(matter=matter, by=handler, at=at),
        lambda at: matters.answer(
            matter=matter, note="已与被征收户签订协议，现场已腾空。", by=handler, at=at
        ),
        lambda at: matters.verify(matter=matter, by=supervisor, at=at),
        None,
    ):
        matter.refresh_from_db()
        step = next_step_of(matter, district_policy(MONDAY))
        listed = {day for user in (office, handler, supervisor) for _kind, day in asked(user)}
        assert listed == {step.due_on}
        page = signed_in(office).get(f"/matters/{matter.pk}/")
        assert page.context["step"] == step
        assert f"{long_day(step.due_on)}前" in page.text
        calls = escalation.calls(standing_of(matter), district_policy(MONDAY), date(2024, 12, 31))
        reminder = next(call for call in calls if call.level == 0)
        assert reminder.on == add_workdays(step.due_on, 1)
        if move:
            move(noon(MONDAY))


def test_what_frees_more_investment_comes_first_on_one_day():
    small, large = raise_one(held_yuan=1), raise_one(held_yuan=2)
    tasks = tasks_of(make_user(), MONDAY)
    assert [task.what for task in tasks] == [large.title, small.title]
    assert [task.worth_yuan for task in tasks] == [2, 1]


def test_a_strangers_matter_is_not_ones_work():
    assign_one()
    assert asked(make_handler()) == []


def test_beyond_a_number_matters_are_counted_and_the_list_is_linked(monkeypatch):
    monkeypatch.setattr("bihuan.todo.sources.matters.MOST", 2)
    for _each in range(4):
        raise_one()
    tasks = tasks_of(make_user(), MONDAY)
    assert [task.kind for task in tasks] == [TaskKind.ASSIGN, TaskKind.ASSIGN, TaskKind.MORE]
    assert sum(task.number for task in tasks) == 4
    assert tasks[-1].link == "/matters/?scope=mine"


def test_many_reports_of_a_month_are_one_task_that_counts_them():
    department = make_user(role=Role.DEPARTMENT)
    for _each in range(5):
        make_listed(owner=make_organisation(), responsible=department.organisation)
    open_march()
    assert kinds(department) == [TaskKind.FILL] * 5
    make_listed(owner=make_organisation(), responsible=department.organisation)
    (task,) = tasks_of(department)
    assert (task.kind, task.number, task.due_on) == (TaskKind.FILL, 6, CLOSES)
    assert task.link == "/progress/2024-03/?tab=fill"
    assert work_of(department, TODAY).by_kind() == [(TaskKind.FILL, 6)]
