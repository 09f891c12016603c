from datetime import date
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.funding.kinds import FundingFlag, FundingStage, Programme
from bihuan.funding.models import FundingLine
from bihuan.funding.queries import funding_rows, of_year
from bihuan.funding.tests.factories import APRIL, MARCH, NOW, WAN, enter, issued_line, make_line
from bihuan.kit.months import Month
from bihuan.oversight.kinds import DutyState, OversightFlag
from bihuan.oversight.queries.flags import answering, flags_asked, summed_flags
from bihuan.oversight.queries.visits import required_visits
from bihuan.oversight.queries.watching import watched_projects
from bihuan.plans.actions import add_milestone
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import AFTER_MARCH, report_march
from bihuan.projects.actions import edit_project
from bihuan.visits.kinds import VisitPurpose

from .factories import make_money, make_visit, make_watched

pytestmark = pytest.mark.django_db
F, S = OversightFlag, FundingStage
TODAY = date(2024, 12, 20)


def said_of(line: FundingLine, on: date = TODAY) -> set[Any]:
    rows = funding_rows(None, on, project_pk=line.project_id)
    return {v.kind for row in rows if row.line.pk == line.pk for v in row.verdicts}


def test_flags_are_read_from_the_projects_own_facts():
    project = make_watched(started_on=MARCH, planned_finish_on=date(2024, 11, 30))
    line = make_money(project)
    assert said_of(line) == {F.OVERDUE, F.PAYMENT_LOW, FundingFlag.IDLE}
    assert said_of(line, date(2024, 8, 1)) == set()
    type(project).objects.filter(pk=project.pk).update(finished_on=date(2024, 11, 20))
    assert F.OVERDUE not in said_of(line)


def test_a_promised_start_goes_before_the_planned_one():
    project = make_watched(planned_start_on=date(2024, 12, 31))
    line = make_money(project)
    assert F.NOT_STARTED not in said_of(line)
    year = project.years.get()
    step = add_milestone(
        project_year=year, name="开工", due_on=date(2024, 6, 30), by=make_user(), at=NOW
    )
    type(step).objects.filter(pk=step.pk).update(key="start")
    assert F.NOT_STARTED in said_of(line)
    progress.reach_milestone(
        milestone=step, reached_on=date(2024, 7, 1), by=make_user(), at=NOW, evidence="开工令"
    )
    assert F.NOT_STARTED not in said_of(line)


def test_progress_is_that_of_the_newest_report_that_counts():
    project = make_watched(started_on=MARCH)
    line = make_money(project)
    reporter = make_user(role=Role.REPORTER, organisation=project.owner)
    report = report_march(project, by=reporter, completed_yuan=100 * WAN)
    assert watched_projects({project}, TODAY, {})[project.pk].year is None
    progress.accept(report=report, by=make_user(), at=AFTER_MARCH)
    year = watched_projects({project}, TODAY, {})[project.pk].year
    assert year is not None
    assert (year.month, year.completed_yuan, year.expected_yuan) == (
        Month(2024, 3),
        100 * WAN,
        300 * WAN,
    )
    assert F.BEHIND in said_of(line)
    assert F.BEHIND not in said_of(line, date(2024, 2, 28))


def test_total_investment_is_compared_with_that_of_the_quotas_day():
    project = make_watched(started_on=MARCH)
    line = make_money(project)
    assert F.SCALE_CUT not in said_of(line)
    edit_project(
        project=project,
        edition=project.edition,
        total_investment_yuan=8_000 * WAN,
        by=make_user(),
        at=NOW,
    )
    assert F.SCALE_CUT in said_of(line)
    known = watched_projects({project}, TODAY, {project.pk: MARCH})[project.pk]
    assert known.total_then_yuan == 9_000 * WAN


def test_what_is_of_the_project_is_said_at_one_line_of_a_programme_and_year():
    project = make_watched()
    first = make_money(project, batch="第一批")
    second = issued_line(50 * WAN, APRIL, project=project, batch="第二批")
    bond = issued_line(50 * WAN, APRIL, project=project, programme=Programme.SPECIAL_BOND)
    assert F.NOT_STARTED in said_of(first)
    assert F.NOT_STARTED not in said_of(second)
    assert {F.NOT_STARTED, F.NO_WORKS} <= said_of(bond)
    applied = make_line(project, programme=Programme.TREASURY_BOND)
    enter(applied, S.APPLIED, MARCH, 5)
    assert said_of(applied) == set()


def test_every_count_of_flags_is_the_same():
    make_money()
    make_money(programme=Programme.SPECIAL_BOND)
    rows = funding_rows(None, TODAY, year=2024)
    found = flags_asked(make_user(), TODAY, {"year": "2024"})
    assert len(found) == sum(each.flags for each in of_year(rows)) > 0
    assert sum(each.count for each in summed_flags(found)) == len(found)


def test_flags_are_narrowed_by_programme_flag_and_organisation():
    line, other = make_money(), make_money(programme=Programme.SPECIAL_BOND)
    office = make_user()

    def asked(**words: str) -> set[int]:
        return {each.line.pk for each in flags_asked(office, TODAY, words)}

    assert asked() == {line.pk, other.pk}
    assert asked(programme="special_bond") == {other.pk}
    assert asked(flag="no_works") == set()
    assert asked(organisation=str(line.project.responsible_id)) == {line.pk}
    assert asked(year="2023") == set()
    every = flags_asked(office, TODAY, {})
    assert {each.pk for each in answering(every)} == {
        line.project.responsible_id,
        other.project.responsible_id,
    }
    stranger = make_user(role=Role.REPORTER)
    assert flags_asked(stranger, TODAY, {}) == []


def test_three_visits_are_required_of_central_money_and_checked_against_those_made():
    project = make_watched(started_on=MARCH, planned_finish_on=date(2024, 11, 30))
    make_money(project, batch="第一批")
    issued_line(5 * WAN, APRIL, project=project, batch="第二批")
    make_money(programme=Programme.SPECIAL_BOND)
    visit = make_visit(project, VisitPurpose.START)
    later = make_visit(project, VisitPurpose.START, date(2024, 7, 1))
    assert later.pk > visit.pk
    found = required_visits(funding_rows(None, TODAY), TODAY)
    assert [each.duty.state for each in found] == [
        DutyState.MADE,
        DutyState.MISSING,
        DutyState.TO_COME,
    ]
    assert (found[0].visit, found[0].duty.made_on) == (visit.pk, date(2024, 6, 3))
    assert [each.is_missing for each in found] == [False, True, False]


def test_supervision_costs_no_more_queries_with_more_lines(django_assert_max_num_queries: Any):
    for _number in range(5):
        make_money()
    with django_assert_max_num_queries(9):
        funding_rows(None, TODAY, year=2024)
