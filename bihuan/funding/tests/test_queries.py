from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.queries import (
    by_batch,
    by_month,
    funding_rows,
    issued_yuan,
    of_year,
    two_statements,
)
from bihuan.funding.queries.ladder import added
from bihuan.funding.rules.ladder import Sums
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import AFTER_MARCH, make_listed, open_march, report_march

from .factories import WAN, district, enter, make_line

pytestmark = pytest.mark.django_db
S = FundingStage
MARCH, APRIL = date(2024, 3, 4), date(2024, 4, 8)
TODAY = date(2024, 12, 20)


def test_totals_by_programme_project_batch_and_month_agree():
    district()
    found = funding_rows(None, TODAY, year=2024)
    every = added(row.sums for row in found)
    assert every == Sums(300 * WAN, 130 * WAN, 130 * WAN, 70 * WAN, 75 * WAN)
    assert added(each.sums for each in of_year(found)) == every
    assert added(each.sums for each in by_batch(found)) == every
    assert added(each.sums for each in by_month(found)) == every
    projects = {row.line.project_id for row in found}
    one_by_one = [funding_rows(None, TODAY, project_pk=pk) for pk in projects]
    assert added(row.sums for rows in one_by_one for row in rows) == every
    assert sum(issued_yuan(pk, TODAY) for pk in projects) == every.issued
    central = of_year(found)[0]
    assert (central.projects, central.lines, central.flags) == (1, 2, 6)
    said = {verdict.kind for row in found for verdict in row.verdicts}
    assert said == {"to_return", "idle", "not_started", "payment_low", "scale_cut"}


def test_who_sees_a_project_sees_its_money():
    district()
    owner = funding_rows(None, TODAY)[0].line.project.owner
    mine = funding_rows(make_user(role=Role.REPORTER, organisation=owner), TODAY)
    assert {row.line.project.owner for row in mine} == {owner}
    assert not funding_rows(make_user(role=Role.REPORTER), TODAY)
    assert len(funding_rows(make_user(role=Role.VIEWER), TODAY)) == 3


def test_what_reports_say_stands_beside_what_the_ladder_says():
    project = make_listed(owner=make_organisation())
    line = make_line(project, programme=Programme.OWN)
    enter(line, S.ISSUED, MARCH, 50)
    enter(line, S.IN_PLACE, MARCH, 30)
    enter(line, S.IN_PLACE, APRIL, 20)
    assert two_statements(project.pk, 2024) is None
    assert open_march() is not None
    office = make_user()
    reporter = make_user(role=Role.REPORTER, organisation=project.owner)
    report = report_march(project, by=reporter, funds={"own": 40})
    assert two_statements(project.pk, 2024) is None  # nobody accepted it
    progress.accept(report=report, by=office, at=AFTER_MARCH)
    found = two_statements(project.pk, 2024)
    assert (found.reported_yuan, found.ladder_yuan, found.difference_yuan) == (40, 30, 10)
