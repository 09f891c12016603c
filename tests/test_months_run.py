"""Silence speaks only of months that were run here: a year nobody ran has no red for it."""

from datetime import UTC, date, datetime

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.figures.queries import month_in_focus
from bihuan.kit.months import Month
from bihuan.lights.queries import latest_month
from bihuan.lights.queries.shown import shown_year
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import IN_MARCH, MARCH, make_listed, open_march

pytestmark = pytest.mark.django_db
LATER = date(2025, 6, 1)


def lit(project, year=2024):
    return sorted(shown_year(project, year, LATER))


def test_a_year_that_was_never_run_has_no_light():
    assert lit(make_listed()) == []


def test_silence_counts_from_the_first_month_that_was_run():
    project = make_listed()
    open_march()
    assert lit(project) == [3]
    run_from_january()
    assert lit(project) == list(range(1, 13))


def test_a_month_of_which_no_round_was_opened_is_awaited_until_its_last_day_and_not_judged_then():
    project = make_listed()
    open_march()
    assert sorted(shown_year(project, 2024, date(2024, 4, 28))) == [3, 4]
    assert sorted(shown_year(project, 2024, date(2024, 4, 29))) == [3]


def test_a_round_that_is_opened_late_is_not_over_at_once():
    project = make_listed()
    opened = datetime(2024, 4, 10, 2, tzinfo=UTC)
    march = open_march(at=opened)
    assert (march.opens_on, march.closes_on) == (date(2024, 4, 10), date(2024, 4, 17))
    seen = shown_year(project, 2024, date(2024, 4, 17))[3]
    assert seen.headline.colour == "grey"
    seen = shown_year(project, 2024, date(2024, 4, 21))[3]
    assert seen.headline.colour == "red"


def test_the_month_in_focus_is_the_last_accepted_else_the_last_run():
    assert (month_in_focus(2024, "").number, latest_month(2024, LATER).number) == (12, 12)
    progress.open_round(month=MARCH.previous(), by=make_user(), at=IN_MARCH)
    open_march()
    assert (month_in_focus(2024, ""), latest_month(2024, LATER)) == (MARCH, MARCH)
    assert month_in_focus(2024, "5") == Month(2024, 5)
