"""Figures that assessment reads, by hand: to schedule, by the year of the start, against days."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.figures.kinds import Basis, Comparison, Dimension
from bihuan.figures.queries import compared, figure, parts, some_figures
from bihuan.figures.questions import Question
from bihuan.lights.kinds import Metric, ReportArrival
from bihuan.lights.rules.measures import MonthFacts, measure
from bihuan.matters import actions as loop
from bihuan.matters.tests import factories as matters
from bihuan.plans.models import Entry, MilestonePromise
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import make_milestone
from bihuan.progress.validation import Filling
from bihuan.statistics.models import StatisticsStanding
from tests.cells import every

from .factories import BY_MARCH, IN_MARCH, WAN, accept_month, make_listed, put_on_list

pytestmark = pytest.mark.django_db
DAY = date(2024, 2, 15)


def value(figure_id: str, question: Question = BY_MARCH):
    return figure(figure_id, question).value


def test_completion_to_date_divides_by_what_the_lists_own_curve_expects():
    both = make_listed(planned_yuan=1200 * WAN)
    put_on_list(both, "provincial", 600 * WAN)
    accept_month(both, 180 * WAN)
    assert value("schedule_completion.district") == Decimal("60.00")
    assert value("schedule_completion.provincial") == Decimal("120.00")
    assert value("schedule_completion.all") == Decimal("120.00")
    (on_district, *_rest) = [
        part.figures[0].value
        for part in parts(Dimension.TIER, BY_MARCH, "schedule_completion.all")
        if part.key == "district"
    ]
    assert on_district == Decimal("60.00")


def test_before_the_first_report_nothing_is_known_of_completion_to_date():
    make_listed()
    assert not figure("schedule_completion.all", BY_MARCH).is_known


@pytest.mark.parametrize(
    ("planned", "started", "segment"),
    [
        (date(2024, 9, 1), None, "new"),
        (date(2024, 9, 1), date(2024, 1, 1), "new"),
        (date(2023, 9, 1), date(2024, 12, 31), "new"),
        (date(2024, 9, 1), date(2023, 12, 31), "continued"),
        (date(2023, 9, 1), None, ""),
        (date(2025, 1, 1), None, ""),
        (None, None, ""),
    ],
)
def test_a_construction_project_is_new_or_continued_by_its_start(planned, started, segment):
    make_listed(planned_start_on=planned, started_on=started)
    make_listed(project_class="preparation", planned_start_on=planned, started_on=started)
    counted = {each: value(f"count.{each}") for each in ("new", "continued")}
    assert counted == {each: int(each == segment) for each in counted}


def test_new_and_continued_projects_are_measured_by_themselves():
    new = make_listed(planned_yuan=120 * WAN, total_investment_yuan=500 * WAN, started_on=DAY)
    old = make_listed(planned_yuan=240 * WAN, started_on=date(2023, 5, 1))
    accept_month(new, 60 * WAN)
    accept_month(old, 30 * WAN)
    expected = {
        "planned.new": 120 * WAN,
        "completed.new": 60 * WAN,
        "completed.continued": 30 * WAN,
        "total_investment.new": 500 * WAN,
        "plan_completion.new": Decimal("50.00"),
        "plan_completion.continued": Decimal("12.50"),
        "schedule_completion.new": Decimal("200.00"),
        "schedule_completion.continued": Decimal("50.00"),
    }
    found = some_figures(BY_MARCH, *expected)
    assert {each: found[each].value for each in expected} == expected
    (beside,) = compared([found["plan_completion.new"]], BY_MARCH, Comparison.PLAN)
    assert beside.base.value == Decimal("25.00")


def test_projects_of_each_sector_are_counted():
    for sector in ("livelihood", "infrastructure", "infrastructure", "ecology", "industry"):
        make_listed(sector=sector)
    counted = [value(f"count.{each}") for each in ("livelihood", "infrastructure", "ecology")]
    assert counted == [1, 2, 1]


STANDINGS = [
    # planned, made, due, reached, in time, late, overdue
    (DAY, DAY, 1, 1, 1, 0, 0),
    (DAY, date(2024, 2, 16), 1, 1, 0, 1, 0),
    (DAY, None, 1, 0, 0, 0, 1),
    (DAY, date(2024, 4, 1), 1, 0, 0, 0, 1),
    (date(2024, 3, 31), None, 1, 0, 0, 0, 1),
    (date(2024, 4, 1), None, 0, 0, 0, 0, 0),
    (date(2023, 6, 1), None, 0, 0, 0, 0, 0),
    (None, DAY, 0, 1, 0, 0, 0),
]


@every("standing", STANDINGS, rolled_back=True)
def test_starts_and_completions_stand_against_their_planned_days(standing):
    planned, made, due, reached, in_time, late, overdue = standing
    make_listed(planned_start_on=planned, started_on=made)
    of_starts = [value(f"starts.{each}") for each in ("due", "reached", "in_time", "late")]
    assert [*of_starts, value("starts.overdue")] == [due, reached, in_time, late, overdue]
    make_listed(planned_finish_on=planned, finished_on=made)
    of_finishes = [value(f"finishes.{each}") for each in ("due", "reached", "in_time", "overdue")]
    assert of_finishes == [due, reached, in_time, overdue]


def test_a_start_is_overdue_once_its_day_is_over():
    make_listed(planned_start_on=date(2024, 3, 20))
    on_the_day, after = (replace(BY_MARCH, today=date(2024, 3, day)) for day in (20, 21))
    assert (value("starts.overdue", on_the_day), value("starts.overdue", after)) == (0, 1)


def test_going_into_use_counts_within_the_year_so_far():
    for day in (date(2023, 12, 31), DAY, date(2024, 4, 1), None):
        make_listed(in_use_on=day)
    assert value("in_use.reached") == 1


@every(
    "month, started, entered",
    [
        (month, started, entered)
        for month in (2, 3, 4)
        for started in (date(2024, 1, 28), date(2024, 1, 29), date(2024, 2, 28), date(2024, 3, 30))
        for entered in (None, date(2024, 2, 29), date(2024, 3, 31))
    ],
    rolled_back=True,
)
def test_who_is_late_for_the_statistics_is_late_by_the_lights_metric(month, started, entered):
    project = make_listed(started_on=started)
    if entered:
        StatisticsStanding.objects.create(project=project, entered_on=entered)
    question = Question(2024, month)
    facts = MonthFacts(
        question.as_of,
        ReportArrival.ACCEPTED,
        question.as_of.last_day,
        started_on=started,
        entered_on=entered,
    )
    months = measure(Metric.STATISTICS_OVERDUE, facts)
    assert value("statistics_overdue", question) == int(months is not None and months >= 1)


def test_the_rate_of_closing_is_of_what_was_open_in_the_year():
    project, office = make_listed(), make_user()
    matters.raise_one(project=project, on=date(2023, 11, 1))
    matters.close_one(project=project)
    matters.raise_one(project=project, on=DAY)
    gone = matters.raise_one(project=project, on=DAY)
    loop.withdraw(matter=gone, note="重复", by=office, at=matters.noon(date(2024, 3, 1)))
    found = figure("matters.closing_rate", BY_MARCH)
    assert (found.part, found.whole, found.value) == (1, 3, Decimal("33.33"))
    assert value("matters.closing_rate", Question(2023, 6)) is None


def _promise(key: str, due: date, moved: date | None = None, reached: date | None = None):
    step = make_milestone(make_listed(name=key), key=key)
    days = [due] if moved is None else [due, moved]
    for version, day in enumerate(days, 1):
        MilestonePromise.objects.create(
            milestone=step,
            version=version,
            due_on=day,
            recorded_at=datetime(2024, 1, 2, tzinfo=UTC),
            is_current=version == len(days),
            **({"reason": "调整", "approver": "区长"} if version > 1 else {}),
        )
    if reached:
        at = datetime(2024, 4, 8, 2, tzinfo=UTC)
        progress.reach_milestone(milestone=step, reached_on=reached, by=make_user(), at=at)


def test_a_step_of_the_year_is_told_by_its_key():
    _promise("approval", date(2024, 11, 1), reached=DAY)
    _promise("approval", DAY)
    _promise("land", date(2024, 3, 1), reached=date(2024, 4, 2))
    _promise("design", date(2025, 1, 31), reached=DAY)
    steps = ("approval", "land", "design", "permit")
    found = [value(f"milestones.step.{each}") for each in steps]
    assert found == [Decimal("50.00"), Decimal("0.00"), None, None]
    assert value("milestones.step.land", Question(2024, 4)) == Decimal("100.00")
    by_project = parts(Dimension.PROJECT, BY_MARCH, "milestones.step.approval")
    assert {part.figures[0].value for part in by_project if part.figures[0].whole} == {0, 100}


def _with_funds(yuan: dict[str, int], planned_yuan: int, **more):
    project = make_listed(planned_yuan=planned_yuan, **more)
    report = accept_month(project, 10 * WAN)
    if yuan:
        _name_funds(report, yuan)
    return project


def _name_funds(report, yuan: dict[str, int]):
    progress.correct(
        report=report,
        filling=Filling(completed_yuan=10 * WAN, funds=yuan),
        reason="补报到位资金",
        by=make_user(),
        at=datetime(2024, 3, 27, 2, tzinfo=UTC),
    )


def test_funds_in_place_are_a_percentage_of_the_plan_asked_for():
    assert not figure("funds.in_place_rate", BY_MARCH).is_known
    both = _with_funds({"own": 20 * WAN, "fiscal": 10 * WAN}, 100 * WAN)
    put_on_list(both, "provincial", 60 * WAN)
    _with_funds({}, 140 * WAN)
    found = figure("funds.in_place_rate", BY_MARCH)
    assert (found.part, found.whole, found.value) == (30 * WAN, 200 * WAN, Decimal("15.00"))
    assert found.is_known
    by_list = parts(Dimension.TIER, BY_MARCH, "funds.in_place_rate")
    assert {part.key: part.figures[0].whole for part in by_list} == {
        "provincial": 60 * WAN,
        "district": 240 * WAN,
    }
    of_one = BY_MARCH.narrowed(Dimension.PROJECT, str(both.pk))
    assert value("funds.in_place_rate", of_one) == Decimal("50.00")


def _adjust(entry: Entry, yuan: int, approved_on: date):
    newest = entry.plans.get(is_current=True)
    entry.plans.update(is_current=False)
    return entry.plans.create(
        version=newest.version + 1,
        planned_yuan=yuan,
        curve="linear",
        reason="资金未到位",
        approver="区长",
        approved_on=approved_on,
        recorded_at=IN_MARCH,
    )


@pytest.mark.parametrize("basis", list(Basis))
def test_adjusted_plans_count_by_what_was_cut_and_what_was_raised(basis):
    cut, raised, later, same, _none = (make_listed(planned_yuan=100 * WAN) for _ in range(5))
    _adjust(cut.entries.get(), 90 * WAN, DAY)
    _adjust(cut.entries.get(), 70 * WAN, date(2024, 3, 31))
    _adjust(raised.entries.get(), 120 * WAN, DAY)
    _adjust(later.entries.get(), 10 * WAN, date(2024, 4, 1))
    _adjust(same.entries.get(), 100 * WAN, DAY)
    asked = replace(BY_MARCH, basis=basis)
    ids = ("plans.adjusted", "plans.cut_yuan", "plans.raised_yuan")
    assert [value(each, asked) for each in ids] == [3, 30 * WAN, 20 * WAN]
    assert [value(each, replace(asked, month=2)) for each in ids] == [3, 10 * WAN, 20 * WAN]
    assert [value(each, replace(asked, month=4)) for each in ids] == [4, 120 * WAN, 20 * WAN]


def test_an_adjusted_plan_is_that_of_the_list_asked_for():
    both = make_listed(planned_yuan=100 * WAN)
    provincial = put_on_list(both, "provincial", 80 * WAN)
    _adjust(both.entries.get(annual_list__tier="district"), 60 * WAN, DAY)
    assert (value("plans.adjusted"), value("plans.cut_yuan")) == (0, 0)
    of_district = BY_MARCH.narrowed(Dimension.TIER, "district")
    assert value("plans.cut_yuan", of_district) == 40 * WAN
    _adjust(provincial, 50 * WAN, DAY)
    assert value("plans.cut_yuan") == 30 * WAN


@pytest.mark.django_db(transaction=True)
def test_sums_kept_by_blocks_follow_funds_that_are_named_later():
    project = _with_funds({}, 100 * WAN)
    assert not figure("funds.in_place_rate", BY_MARCH).is_known
    _name_funds(project.reports.get(is_current=True), {"own": 40 * WAN})
    assert value("funds.in_place_rate") == Decimal("40.00")
