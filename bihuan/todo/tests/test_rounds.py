"""A month that nobody opened waits for the office."""

from datetime import date

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march
from bihuan.todo.sources.rounds import of_rounds

pytestmark = pytest.mark.django_db


def waits(on, by=None):
    return [task.link for task in of_rounds(by or make_user(), on)]


def test_a_month_whose_last_day_passed_without_a_round_waits_to_be_opened():
    make_listed()
    open_march()
    assert waits(date(2024, 4, 28)) == []
    assert waits(date(2024, 4, 29)) == ["/progress/2024-04/"]
    assert waits(date(2024, 5, 2)) == ["/progress/2024-04/"]
    assert waits(date(2024, 5, 2), make_reporter()) == []


def test_where_no_round_was_ever_run_or_nothing_is_listed_none_waits():
    make_listed()
    assert waits(date(2024, 4, 29)) == []
    open_march()
    assert waits(date(2025, 3, 29)) == []
