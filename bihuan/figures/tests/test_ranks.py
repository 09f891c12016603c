"""Our place among the counties: a figure whose rows are the city's table."""

from datetime import date

import pytest
import time_machine

from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.figures.kinds import Comparison, Unit
from bihuan.figures.queries import compared, figure, rows
from bihuan.figures.questions import Question
from bihuan.funding.tests.factories import NOW, WAN
from bihuan.funding.tests.test_counties import county, table
from bihuan.projects.actions import set_district

pytestmark = pytest.mark.django_db
RANK = "funding_rank.central_budget"
YEAR = Question(2024, 12)


@pytest.fixture(autouse=True)
def _district():
    set_district(by=make_user(), at=NOW, name="鹤城区")


def test_our_place_is_a_figure_whose_rows_add_up_to_it():
    table()
    found = figure(RANK, YEAR)
    assert (found.value, found.unit, found.rows) == (2, Unit.PLACE, 3)
    under = rows(found, YEAR)
    assert [row.part for row in under] == [1, 0, 1]
    assert sum(row.part for row in under) == found.value
    assert "中方县" in found.definition


def test_a_place_is_compared_with_that_of_the_year_before():
    table()
    table(1500 * WAN, date(2023, 6, 1))
    [beside] = compared([figure(RANK, YEAR)], YEAR, Comparison.LAST_YEAR)
    assert beside.base is not None
    assert (beside.base.value, beside.difference, beside.growth) == (1, 1, None)


def test_without_a_table_or_without_us_in_it_there_is_no_place_and_why():
    assert figure(RANK, YEAR).value is None
    assert "尚无" in figure(RANK, YEAR).definition
    county("沅陵县", 5)
    found = figure(RANK, YEAR)
    assert (found.value, found.shown, found.rows) == (None, "—", 0)
    assert "没有本区" in found.definition
    assert rows(found, YEAR) == []


def test_a_table_counts_from_its_month_on():
    table()
    assert figure(RANK, Question(2024, 5)).value is None
    assert figure(RANK, Question(2024, 6)).value == 2


def test_the_figures_page_opens_to_all_counties():
    table()
    with time_machine.travel(NOW, tick=False):
        html = signed_in().get(f"/figures/of/{RANK}/?year=2024").content.decode()
    for words in ("沅陵县", "中方县", "鹤城区", "/funding/counties/?year=2024"):
        assert words in html
