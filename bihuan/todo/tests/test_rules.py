from datetime import date

import pytest

from bihuan.todo.kinds import DueSpan, TaskKind
from bihuan.todo.rules import Task, arrange, span

WEDNESDAY = date(2024, 3, 6)


def task(what: str = "", **said) -> Task:
    return Task(kind=TaskKind.FILL, what=what, link="/", **said)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2024, 3, 5), DueSpan.OVERDUE),
        (date(2024, 3, 6), DueSpan.TODAY),
        (date(2024, 3, 7), DueSpan.TOMORROW),
        (date(2024, 3, 8), DueSpan.WEEK),
        (date(2024, 3, 10), DueSpan.WEEK),
        (date(2024, 3, 11), DueSpan.LATER),
        (None, DueSpan.LATER),
    ],
)
def test_a_week_ends_on_its_sunday_and_what_has_no_day_comes_later(due_on, expected):
    assert span(due_on, WEDNESDAY) is expected


def test_on_a_sunday_what_is_due_tomorrow_is_not_of_this_week():
    assert span(date(2024, 3, 11), date(2024, 3, 10)) is DueSpan.TOMORROW
    assert span(date(2024, 3, 12), date(2024, 3, 10)) is DueSpan.LATER


def test_work_is_ordered_by_due_day_and_then_by_what_doing_it_is_worth():
    soon, late = date(2024, 3, 7), date(2024, 3, 8)
    work = arrange(
        [
            task("no day", worth_yuan=9),
            task("late", due_on=late, worth_yuan=9),
            task("soon, worth little", due_on=soon),
            task("soon, worth much", due_on=soon, worth_yuan=5),
        ],
        WEDNESDAY,
    )
    assert [t.what for t in work.tasks] == [
        "soon, worth much",
        "soon, worth little",
        "late",
        "no day",
    ]


def test_equal_tasks_stay_in_the_order_of_their_sources():
    work = arrange([task("b", due_on=WEDNESDAY), task("a", due_on=WEDNESDAY)], WEDNESDAY)
    assert [t.what for t in work.tasks] == ["b", "a"]


def test_a_task_of_many_is_one_row_and_of_its_kind_many():
    work = arrange([task(due_on=date(2024, 3, 5), number=12), task()], WEDNESDAY)
    assert work.number == 2
    assert work.overdue == 1
    assert work.by_kind() == [(TaskKind.FILL, 13)]
    assert work.counts == [
        (DueSpan.OVERDUE, 1),
        (DueSpan.TODAY, 0),
        (DueSpan.TOMORROW, 0),
        (DueSpan.WEEK, 0),
        (DueSpan.LATER, 1),
    ]


def test_a_task_tells_by_how_many_days_it_is_overdue():
    late, now = arrange([task(due_on=date(2024, 3, 1)), task(due_on=WEDNESDAY)], WEDNESDAY).tasks
    assert (late.overdue_days, late.is_overdue) == (5, True)
    assert (now.overdue_days, now.is_overdue) == (0, False)
