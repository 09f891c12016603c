from dataclasses import replace
from datetime import date, datetime

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit import log
from bihuan.figures.kinds import Basis, Dimension
from bihuan.figures.queries import (
    figure,
    figures,
    latest_month,
    months,
    parts,
    positions,
    rows,
    tallies,
)
from bihuan.figures.questions import Question, RowScope
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.writing import one_writer
from bihuan.plans import actions
from bihuan.plans.models import Plan
from bihuan.progress.models import Report
from bihuan.progress.tests.factories import report_march
from bihuan.projects.actions import set_district
from bihuan.projects.models import Project, Theme

from .factories import BY_MARCH, IN_MARCH, WAN, accept_month, make_listed, put_on_list

pytestmark = pytest.mark.django_db


def value(figure_id: str, question: Question = BY_MARCH):
    return figure(figure_id, question).value


def test_a_project_on_two_lists_counts_once_in_all_and_once_on_each():
    both = make_listed(planned_yuan=100 * WAN)
    put_on_list(both, "provincial", 80 * WAN)
    make_listed(planned_yuan=50 * WAN)
    accept_month(both, 20 * WAN)
    assert (value("count.all"), value("count.provincial"), value("count.district")) == (2, 1, 2)
    assert value("completed.all") == value("completed.provincial") == 20 * WAN


def test_a_rate_is_of_the_lists_own_plan_and_over_all_lists_of_the_highest():
    both = make_listed(planned_yuan=100 * WAN)
    put_on_list(both, "provincial", 80 * WAN)
    accept_month(both, 20 * WAN)
    assert str(value("plan_completion.district")) == "20.00"
    assert str(value("plan_completion.provincial")) == "25.00"
    assert value("planned.all") == 80 * WAN


def test_narrowed_to_one_list_everything_is_measured_against_that_list():
    both = make_listed(planned_yuan=100 * WAN)
    put_on_list(both, "provincial", 80 * WAN)
    assert value("planned.all", BY_MARCH.narrowed(Dimension.TIER, "district")) == 100 * WAN


def test_only_accepted_reports_count():
    report_march(make_listed(), by=make_user(), completed_yuan=70 * WAN)
    assert value("completed.all") == 0
    assert value("count.reported") == 0


def test_a_month_to_come_does_not_count_yet():
    project = make_listed()
    accept_month(project, 10 * WAN)
    accept_month(project, 5 * WAN, month=Month(2024, 4))
    assert value("completed.all") == 10 * WAN
    assert value("completed.all", Question(2024, 4)) == 15 * WAN
    assert value("completed_month.all", Question(2024, 4)) == 5 * WAN


@pytest.mark.parametrize(
    ("left_on", "counted"), [(date(2024, 3, 31), 0), (date(2024, 4, 1), 1), (None, 1)]
)
def test_a_project_counts_until_the_day_it_leaves_the_list(left_on, counted):
    entry = make_listed().entries.get()
    entry.left_on, entry.left_reason = left_on, "调出" if left_on else ""
    entry.save()
    assert value("count.all") == counted


@pytest.mark.parametrize(
    ("returned_on", "counted"), [(date(2024, 3, 31), 1), (date(2024, 4, 1), 0)]
)
def test_a_project_does_not_count_while_it_is_off_the_list(returned_on, counted):
    project = make_listed()
    entry = project.entries.get()
    actions.leave_list(entry=entry, on=date(2024, 3, 5), reason="调出", by=make_user(), at=IN_MARCH)
    actions.return_to_list(entry=entry, on=returned_on, reason="恢复", by=make_user(), at=IN_MARCH)
    assert value("count.all") == counted
    assert value("count.all", Question(2024, 2)) == value("count.all", Question(2024, 4)) == 1


@pytest.mark.parametrize(("added_on", "counted"), [(date(2024, 3, 31), 1), (date(2024, 4, 1), 0)])
def test_a_project_counts_from_the_day_it_is_added(added_on, counted):
    make_listed(added_on=added_on)
    assert value("count.all") == counted


@pytest.mark.parametrize(
    ("in_use_on", "counted"),
    [
        (date(2023, 12, 31), 0),
        (date(2024, 1, 1), 1),
        (date(2024, 3, 31), 1),
        (date(2024, 4, 1), 0),
    ],
)
def test_in_use_means_within_the_year_so_far(in_use_on, counted):
    make_listed(in_use_on=in_use_on)
    assert value("count.in_use") == counted


def test_the_approved_plan_and_the_adjusted_one_are_both_measured_against():
    project = make_listed(planned_yuan=100 * WAN)
    Plan.objects.update(is_current=False)
    Plan.objects.create(
        entry=project.entries.get(),
        version=2,
        planned_yuan=40 * WAN,
        curve="linear",
        reason="资金未到位",
        approver="区长",
        recorded_at=IN_MARCH,
    )
    accept_month(project, 20 * WAN)
    assert str(value("plan_completion.all")) == "20.00"
    assert str(value("plan_completion.all", replace(BY_MARCH, basis=Basis.CURRENT))) == "50.00"


@pytest.mark.parametrize(
    ("approved_on", "planned"), [(date(2024, 3, 31), 40 * WAN), (date(2024, 4, 1), 100 * WAN)]
)
def test_a_month_is_measured_against_the_plan_that_was_in_force_at_its_end(approved_on, planned):
    project = make_listed(planned_yuan=100 * WAN)
    Plan.objects.update(is_current=False)
    Plan.objects.create(
        entry=project.entries.get(),
        version=2,
        planned_yuan=40 * WAN,
        curve="linear",
        reason="资金未到位",
        approver="区长",
        approved_on=approved_on,
        recorded_at=IN_MARCH,
    )
    assert value("planned.all", replace(BY_MARCH, basis=Basis.CURRENT)) == planned
    assert value("planned.all") == 100 * WAN


def test_the_gap_to_an_even_schedule_takes_the_months_that_have_passed():
    accept_month(make_listed(planned_yuan=100 * WAN), 20 * WAN)
    assert str(value("gap_linear.all")) == "-5.00"


def test_there_is_no_rate_without_a_plan():
    assert value("plan_completion.all") is None
    assert value("statistics_share") is None


def test_the_office_chooses_how_rates_are_rounded():
    accept_month(make_listed(planned_yuan=300 * WAN), 200 * WAN)
    assert str(value("plan_completion.all")) == "66.67"
    set_district(by=make_user(), at=IN_MARCH, name="鹤城区", rounding="truncate")
    assert str(value("plan_completion.all")) == "66.66"


def test_a_project_of_two_themes_counts_under_both():
    project = make_listed()
    project.themes.set([Theme.objects.create(name=name) for name in ("民生实事", "港产城")])
    make_listed()
    found = parts(Dimension.THEME, BY_MARCH, "count.all")
    assert {part.label: part["count.all"].value for part in found} == {"民生实事": 1, "港产城": 1}
    (first, *_rest) = found
    assert value("count.all", BY_MARCH.narrowed(Dimension.THEME, first.key)) == 1


@pytest.mark.parametrize("role", list(Role))
def test_figures_count_exactly_the_projects_that_a_user_may_see(role):
    user = make_user(role=role)
    leader = make_leader(user=user if role == Role.COMMANDER else None)
    make_listed(owner=user.organisation)
    make_listed(responsible=user.organisation)
    make_listed(commander=leader)
    make_listed(owner=make_organisation())
    seen = {each.project_id for each in positions(replace(BY_MARCH, row_scope=RowScope.of(user)))}
    assert seen == set(Project.objects.visible_to(user).values_list("pk", flat=True))


def test_a_user_without_organisation_or_command_sees_no_figures_of_projects():
    make_listed(owner=None)
    user = make_user(role=Role.REPORTER)
    user.organisation = None
    for each in (user, make_user(role=Role.COMMANDER)):
        assert value("count.all", replace(BY_MARCH, row_scope=RowScope.of(each))) == 0


def test_a_row_says_who_accepted_it_and_when():
    accept_month(make_listed(), 10 * WAN)
    (row,) = rows(figure("completed.all", BY_MARCH), BY_MARCH)
    assert (row.part, row.version, row.month) == (10 * WAN, 1, date(2024, 3, 1))
    assert row.accepted_by
    assert isinstance(row.accepted_at, datetime)


def test_an_unknown_figure_is_refused():
    with pytest.raises(Refusal):
        figure("nothing.all", BY_MARCH)


def test_the_latest_month_is_the_last_with_an_accepted_report():
    assert latest_month(2024) == 12
    accept_month(make_listed(), 1)
    assert latest_month(2024) == 3


def test_all_figures_take_few_queries_however_many_rows(django_assert_max_num_queries):
    for _number in range(3):
        accept_month(make_listed(), 1)
    with django_assert_max_num_queries(10):  # of projects 3, records 5, places 1, chains 1
        figures(BY_MARCH)
    with django_assert_max_num_queries(8):
        parts(Dimension.ORGANISATION, BY_MARCH, "count.all", "plan_completion.all")


def test_a_key_that_is_no_number_finds_nothing():
    make_listed()
    for dimension in (Dimension.THEME, Dimension.PROJECT):
        assert value("count.all", BY_MARCH.narrowed(dimension, "'; DROP TABLE x")) == 0
    assert value("count.all", BY_MARCH.narrowed(Dimension.SECTOR, "' OR 1=1 --")) == 0


@pytest.mark.django_db(transaction=True)
def test_answers_are_kept_until_something_is_recorded(django_assert_num_queries):
    accept_month(make_listed(), 10 * WAN)
    figures(BY_MARCH)
    assert value("completed.all") == 10 * WAN
    with django_assert_num_queries(1):  # only the number of the newest event
        figures(BY_MARCH)
    Report.objects.update(completed_yuan=1)
    assert value("completed.all") == 10 * WAN
    with one_writer():
        log.record("report.accepted", Report.objects.get(), by=make_user(), at=IN_MARCH)
    assert value("completed.all") == 1


@pytest.mark.django_db(transaction=True)
def test_reports_due_are_counted_anew_only_once_one_changes(django_assert_num_queries):
    accept_month(make_listed(), 10 * WAN)
    office, today = make_user(), date(2024, 4, 20)
    assert tallies(office, 2024, today)[2].accepted == 1
    with django_assert_num_queries(1):  # only the newest event
        assert tallies(office, 2024, today)[2].accepted == 1
    report = Report.objects.get()
    Report.objects.update(state="submitted")
    with one_writer():
        log.record("report.returned", report, by=office, at=IN_MARCH)
    assert tallies(office, 2024, today)[2].accepted == 0


def test_before_the_first_report_of_a_year_no_month_is_told():
    project = make_listed(planned_yuan=1200 * WAN)
    accept_month(project, 100 * WAN)
    told = [(point.completed_to_date_yuan, point.speed is None) for point in months(BY_MARCH)]
    assert told[:4] == [(None, True), (None, True), (100 * WAN, False), (None, True)]
    for point in months(BY_MARCH)[:3]:
        then = figure("speed", replace(BY_MARCH, month=point.month.number))
        assert point.speed == then.value
    january = figure("plan_completion.all", replace(BY_MARCH, month=1))
    assert (january.shown, january.is_known) == ("—", False)
