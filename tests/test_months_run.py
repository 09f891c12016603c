"""Silence speaks only of months that were run here: a year nobody ran has no red for it."""

from datetime import date

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.dashboards.queries.overview import month_in_focus
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
    assert lit(project) == list(range(3, 13))
    run_from_january()
    assert lit(project) == list(range(1, 13))


def test_the_month_in_focus_is_the_last_accepted_else_the_last_run():
    assert (month_in_focus(2024, "").number, latest_month(2024, LATER).number) == (12, 12)
    progress.open_round(month=MARCH.previous(), by=make_user(), at=IN_MARCH)
    open_march()
    assert (month_in_focus(2024, ""), latest_month(2024, LATER)) == (MARCH, MARCH)
    assert month_in_focus(2024, "5") == Month(2024, 5)
