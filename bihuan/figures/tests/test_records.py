"""Figures of the loop, rounds, milestones, needs, visits and funds, and the registry of all."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.figures.kinds import Dimension
from bihuan.figures.queries import (
    declared,
    divides,
    divisible,
    figure,
    figures,
    parts,
    rows,
    some_figures,
)
from bihuan.figures.questions import Question, RowScope
from bihuan.kit.errors import Refusal
from bihuan.progress.models import Round
from bihuan.progress.queries import year_counts
from tests.cells import every, sample, share_of_engine

from .district import play, recomputed
from .factories import BY_MARCH

pytestmark = [pytest.mark.django_db, pytest.mark.in_turns]
EVERY_FOLD = [each for each in Dimension if each not in (Dimension.TIER, Dimension.THEME)]
WITH_KEYS = [Dimension.ORGANISATION, Dimension.STATE, Dimension.TIER]
OF_EACH_SUBJECT = ["matters.raised", "reports.due", "milestones.due", "matters.median_age"]
EXPECTED = {
    "matters.raised": 4,
    "matters.closed": 1,
    "matters.closed_in_time": 1,
    "matters.closed_in_time_rate": Decimal("100.00"),
    "matters.closing_rate": Decimal("33.33"),
    "matters.open": 2,
    "matters.overdue": 2,
    "matters.sent_back": 1,
    "reports.due": 5,
    "reports.on_time": 2,
    "reports.timed": 5,
    "reports.late": 1,
    "reports.missing": 2,
    "reports.on_time_rate": Decimal("40.00"),
    "reports.corrected": 1,
    "milestones.due": 3,
    "milestones.due_this_month": 3,
    "milestones.reached": 2,
    "milestones.overdue": 1,
    "milestones.late": 1,
    "milestones.in_time": 1,
    "milestones.reached_late": 1,
    "milestones.in_time_rate": Decimal("33.33"),
    "needs.asked": 2,
    "needs.answered": 2,
    "needs.in_time": 2,
    "visits.made": 1,
    "funds.in_place": 800_000,
    "funds.in_place.own": 500_000,
    "funding.own.issued": 400_000,
    "funding.own.in_place": 300_000,
    "funding.own.paid": 0,
    "starts.due": 2,
    "starts.reached": 2,
    "starts.in_time": 1,
    "starts.late": 1,
    "starts.overdue": 0,
    "finishes.due": 0,
    "statistics_overdue": 1,
    "count.new": 2,
    "count.continued": 0,
    "count.ecology": 1,
    "start_rate.all": Decimal("100.00"),
    "conversion_rate.all": Decimal("0.00"),
    "completion_rate.all": Decimal("0.00"),
    "in_use_rate.all": Decimal("100.00"),
}


@pytest.fixture(autouse=True)
def _district():
    play()


def test_the_loop_and_the_rounds_are_counted():
    found = {each.id: each.value for each in figures(BY_MARCH)}
    assert {each: found[each] for each in EXPECTED} == EXPECTED


def test_a_milestone_is_overdue_once_its_day_has_passed():
    on_the_day, after = (replace(BY_MARCH, today=date(2024, 3, day)) for day in (28, 29))
    for each in ("milestones.overdue", "milestones.late"):
        assert figure(each, on_the_day).value == 0
        assert figure(each, after).value == 1


def test_the_rows_under_every_figure_recompute_it():
    for month, part in ((1, 12), (3, 4)):
        question = Question(2024, month)
        every = figures(question)
        for found in sample(every, len(every) // part, seed=month):
            listed = rows(found, question)
            assert len(listed) == found.rows, found.id
            assert recomputed(found, listed) == found.value, found.id


def test_the_registry_declares_every_figure_that_there_is():
    ids = set(declared())
    for found in figures(BY_MARCH):
        head, _dot, _name = found.id.partition(".")
        assert found.id in ids or f"{head}.*" in ids
    assert len(declared()) == len(ids)


def test_one_figure_is_the_same_alone_as_among_all():
    for found in figures(BY_MARCH)[::9]:
        assert figure(found.id, BY_MARCH) == found


def test_one_figure_is_computed_without_the_others(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        figure("matters.closed", BY_MARCH)
    with django_assert_max_num_queries(3):
        figure("completed.all", BY_MARCH)
    with pytest.raises(Refusal):
        some_figures(BY_MARCH, "completed.all", "matters.nothing")


def test_reports_due_are_those_that_the_round_says():
    counts = year_counts(make_user(), 2024, today=date(2024, 4, 8))
    so_far = [each.tally for each in counts[:3] if each.is_asked]
    assert EXPECTED["reports.due"] == sum(each.expected for each in so_far)
    assert EXPECTED["reports.late"] == sum(each.late for each in so_far)


def test_a_report_is_missing_once_its_last_day_is_over():
    """Who reports on March is missing from the day after its last one (FIGURE-34)."""
    closes = Round.objects.get(month=date(2024, 3, 1)).closes_on
    (of_february, of_march) = (
        each.tally.missing
        for each in year_counts(make_user(), 2024, today=closes)[:3]
        if each.is_asked
    )
    assert of_march
    for today, wanted in {
        closes: of_february,
        closes + timedelta(days=1): of_february + of_march,
    }.items():
        assert figure("reports.missing", Question(2024, 4, today=today)).value == wanted
    due = ("timed", "on_time", "late", "missing")
    asked = Question(2024, 4)
    timed, *parts_of_it = (figure(f"reports.{each}", asked).value or 0 for each in due)
    assert timed == sum(parts_of_it)


@pytest.mark.parametrize("dimension", sample(share_of_engine(EVERY_FOLD), 3))
def test_breaking_down_never_changes_a_total(dimension):
    known = [each for each in figures(BY_MARCH) if divides(dimension, each.id)]
    every = [each for each in known if not each.is_rate]
    broken = parts(dimension, BY_MARCH, *(found.id for found in every))
    under = [each for part in broken for each in part.figures]
    for found in every:
        assert sum(each.part for each in under if each.id == found.id) == found.part, found.id
        assert sum(each.rows for each in under if each.id == found.id) == found.rows, found.id


@every("each, dimension", share_of_engine(product(OF_EACH_SUBJECT, WITH_KEYS)))
def test_a_part_is_the_figure_narrowed_to_it(each, dimension):
    for part in parts(dimension, BY_MARCH, each):
        if part.key:
            narrowed = figure(each, BY_MARCH.narrowed(dimension, part.key))
            assert narrowed.value == part[each].value


def test_a_record_of_a_project_on_two_lists_counts_once_in_all():
    by_list = {
        part.key: part["matters.raised"].value
        for part in parts(Dimension.TIER, BY_MARCH, "matters.raised")
    }
    assert by_list == {"municipal": 2, "district": 4}
    assert figure("matters.raised", BY_MARCH).value == 4


def test_what_one_may_not_see_is_not_counted():
    reporter = make_user(role=Role.REPORTER)
    reporter.organisation = None
    hidden = Question(2024, 3, row_scope=RowScope.of(reporter))
    for found in figures(hidden):
        if divisible(found.id):
            assert found.rows in (0, 1), found.id  # 1: the district's investment


def test_a_running_clock_is_read_today_and_not_at_the_end_of_the_month():
    early = Question(2024, 3, today=date(2024, 3, 5))
    assert figure("matters.overdue", early).value == 1
    assert figure("matters.median_age", early).part < figure("matters.median_age", BY_MARCH).part


def test_a_month_without_any_record_counts_nothing():
    found = {each.id: each for each in figures(Question(2022, 3))}
    assert found["matters.raised"].value == 0
    assert found["matters.median_age"].value is None
    assert found["reports.on_time_rate"].value is None
