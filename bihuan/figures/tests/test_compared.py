"""Comparison with another time or the plan: on any figure, computed from the base's own rows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.cached import clear_caches
from bihuan.figures.kinds import Basis, Comparison, Dimension
from bihuan.figures.queries import base_question, compared, figure, figures, some_figures
from bihuan.figures.queries.compared import Compared
from bihuan.figures.questions import Question
from bihuan.kit.months import Month
from bihuan.matters.tests.factories import raise_one
from bihuan.plans.models import AnnualList, Entry, Plan, ProjectYear
from bihuan.progress.models import Report, Round
from bihuan.projects.models import Project
from bihuan.statistics.actions import enter_month, enter_standing
from bihuan.statistics.models import StatisticsMonth

from .district import play
from .factories import BY_MARCH, IN_MARCH, WAN, accept_month, make_listed

pytestmark = [pytest.mark.django_db, pytest.mark.in_turns]


def beside(figure_id: str, comparison: Comparison, question: Question = BY_MARCH) -> Compared:
    (found,) = compared([figure(figure_id, question)], question, comparison)
    return found


@pytest.mark.parametrize(
    ("comparison", "month", "base"),
    [
        (Comparison.LAST_MONTH, Month(2024, 3), Month(2024, 2)),
        (Comparison.LAST_MONTH, Month(2024, 1), Month(2023, 12)),
        (Comparison.LAST_YEAR, Month(2024, 3), Month(2023, 3)),
        (Comparison.YEAR_START, Month(2024, 3), Month(2024, 1)),
        (Comparison.PLAN, Month(2024, 3), Month(2024, 3)),
    ],
)
def test_the_base_is_the_same_question_of_another_month(comparison, month, base):
    asked = Question(month.year, month.number, Basis.CURRENT, only=((Dimension.STATE, "x"),))
    then = base_question(asked, comparison, "completed.all")
    assert then == replace(asked, year=base.year, month=base.number)


def test_a_year_begins_for_what_outlasts_it_on_the_last_day_of_the_year_before():
    for figure_id in ("matters.open", "matters.overdue", "matters.median_age"):
        then = base_question(BY_MARCH, Comparison.YEAR_START, figure_id)
        assert then == replace(BY_MARCH, year=2023, month=12)
    for figure_id in ("count.all", "planned.all", "completed.all", "matters.raised"):
        then = base_question(BY_MARCH, Comparison.YEAR_START, figure_id)
        assert then == replace(BY_MARCH, month=1)
    raise_one(on=date(2023, 11, 6))
    raise_one(on=date(2024, 2, 5))
    found = beside("matters.open", Comparison.YEAR_START)
    assert (found.base.value, found.difference) == (1, 1)


def test_a_sum_has_a_difference_and_a_growth():
    project = make_listed(planned_yuan=1200 * WAN)
    accept_month(project, 100 * WAN, month=Month(2024, 2))
    accept_month(project, 150 * WAN)
    found = beside("completed.all", Comparison.LAST_MONTH)
    assert (found.base.value, found.difference) == (100 * WAN, 150 * WAN)
    assert found.growth == Decimal("150.00")


@pytest.mark.parametrize(
    ("then", "now"), [(602_445_100, 711_695_000), (101_000_000, 602_449_999), (4_950, 150_050)]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_difference_is_what_somebody_subtracts_on_paper(then, now, language):
    """Whatever the unit: 7.12 and 6.02 are 1.10 apart, not 1.09."""
    accept_month(make_listed(planned_yuan=10**11), then, month=Month(2024, 2))
    accept_month(make_listed(planned_yuan=10**11), now - then)
    with override(language):
        found = beside("completed.all", Comparison.LAST_MONTH)
        shown, base, apart = (
            Decimal(each.replace(",", ""))
            for each in (found.figure.shown, found.shown_base, found.shown)
        )
    assert (found.figure.value, found.base.value) == (now, then)
    assert apart == shown - base
    assert found.difference == now - then


def test_a_rate_is_computed_anew_and_differs_in_points():
    small, large = make_listed(planned_yuan=100 * WAN), make_listed(planned_yuan=900 * WAN)
    accept_month(small, 50 * WAN, month=Month(2024, 2))
    accept_month(large, 450 * WAN)
    found = beside("plan_completion.all", Comparison.LAST_MONTH)
    assert (found.figure.value, found.base.value) == (Decimal("50.00"), Decimal("5.00"))
    assert (found.difference, found.unit.value) == (Decimal("45.00"), "points")
    assert found.growth is None


@pytest.mark.parametrize("figure_id", ["completed.all", "count.all", "matters.raised"])
def test_a_missing_base_says_so_and_is_not_zero(figure_id):
    accept_month(make_listed(), 100 * WAN)
    found = beside(figure_id, Comparison.LAST_YEAR)
    assert (found.base, found.difference, found.growth) == (None, None, None)
    assert found.missing


@pytest.mark.parametrize("figure_id", ["completed.all", "plan_completion.all", "gap_linear.all"])
def test_a_year_without_a_report_is_not_compared(figure_id):
    accept_month(make_listed(), 100 * WAN)
    found = beside(figure_id, Comparison.LAST_YEAR, replace(BY_MARCH, year=2025))
    assert (found.difference, found.growth) == (None, None)
    assert found.note == found.missing != ""


def _listed_again(*projects: Project) -> None:
    """Put projects on a list of 2025 that nobody reports on."""
    listed = AnnualList.objects.create(year=2025, tier="district")
    for project in projects:
        ProjectYear.objects.create(project=project, year=2025, project_class="construction")
        entry = Entry.objects.create(annual_list=listed, project=project, added_on=date(2025, 1, 1))
        Plan.objects.create(
            entry=entry, version=1, planned_yuan=WAN, curve="linear", recorded_at=IN_MARCH
        )


def test_a_month_that_asked_nobody_is_compared_with_no_other():
    first, *_others = play()
    _listed_again(first)
    asked = replace(BY_MARCH, year=2025)
    beside_2024 = compared(figures(asked), asked, Comparison.LAST_YEAR)
    found = {each.figure.id: each for each in beside_2024}
    for each in ("plan_completion.all", "completed_month.all", "reports.due", "count.reported"):
        assert (found[each].difference, found[each].note) == (None, found[each].missing)
    assert found["count.all"].difference == -2


def test_whatever_reports_and_rounds_tell_is_unknown_without_them():
    """Whichever figure changes when the reports are gone must say that it is not known."""
    first, *_others = play()
    at = datetime(2024, 4, 9, 2, tzinfo=UTC)
    bureau = make_user(role=Role.STATISTICS)
    entered = date(2024, 2, 20)
    enter_standing(project=first, entered_on=entered, started_on=None, by=bureau, at=at)
    enter_month(project=first, month=Month(2024, 3), completed_yuan=WAN, by=bureau, at=at)
    with_reports = {each.id: each.value for each in figures(BY_MARCH)}
    for told in (Report, Round, StatisticsMonth):
        told.objects.all().delete()
    clear_caches()
    without = figures(BY_MARCH)
    changed = [each for each in without if each.value != with_reports[each.id]]
    assert {"completed.all", "plan_completion.all", "reports.due", "funds.in_place"} <= {
        each.id for each in changed
    }
    assert [each.id for each in changed if each.is_known] == []


def test_a_base_of_zero_is_compared_but_nothing_grows_from_it():
    play()
    found = beside("starts.reached", Comparison.YEAR_START)
    assert (found.base.value, found.difference, found.growth) == (0, 2, None)


def test_what_was_done_is_compared_with_its_plan():
    play()
    plans = {
        "completed.all": "planned_to_date.all",
        "plan_completion.all": "planned_share.all",
        "milestones.reached": "milestones.due",
        "visits.made": "visits.planned",
        "starts.reached": "starts.due",
        "reports.on_time": "reports.timed",
    }
    base = some_figures(BY_MARCH, *plans.values())
    for figure_id, plan in plans.items():
        assert beside(figure_id, Comparison.PLAN).base == base[plan]
    assert beside("matters.raised", Comparison.PLAN).missing


def test_against_the_plan_a_rate_differs_by_its_gap_to_the_curve():
    project = make_listed(planned_yuan=1000 * WAN)
    accept_month(project, 400 * WAN)
    found = beside("plan_completion.all", Comparison.PLAN)
    assert found.difference == figure("gap_curve.all", BY_MARCH).value


@pytest.mark.parametrize("comparison", list(Comparison))
def test_every_figure_can_be_compared(comparison):
    play()
    found = figures(BY_MARCH)
    for each in compared(found, BY_MARCH, comparison):
        if not each.missing:
            now, then = Decimal(str(each.figure.value)), Decimal(str(each.base.value))
            assert each.difference == now - then
        assert each.note
