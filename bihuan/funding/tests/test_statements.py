"""Reports and ladder of funds in place beside each other; a difference is asked in one tap."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.funding import actions
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.queries import statement_rows
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.matters.kinds import MatterState
from bihuan.matters.models import Matter
from bihuan.progress import actions as progress
from bihuan.progress.models import Report
from bihuan.progress.tests.factories import (
    AFTER_MARCH,
    make_listed,
    open_march,
    report_march,
)

from .factories import MARCH, NOW, enter, make_line

S = FundingStage


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def reported(funds: int = 40, ladder: int = 30) -> Report:
    """A report accepted for March with so many yuan in place, and so many in the ladder."""
    project = make_listed(owner=make_organisation())
    line = make_line(project, programme=Programme.OWN)
    enter(line, S.ISSUED, MARCH, 50)
    enter(line, S.IN_PLACE, MARCH, ladder)
    enter(line, S.IN_PLACE, date(2024, 4, 1), 5)
    reporter = make_user(role=Role.REPORTER, organisation=project.owner)
    report = report_march(project, by=reporter, funds={"own": funds})
    return progress.accept(report=report, by=make_user(), at=AFTER_MARCH)


@pytest.fixture
def _march() -> None:
    assert open_march() is not None


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_march")]


def test_each_project_and_month_stands_with_both():
    report = reported()
    reported(20, 20)
    rows = statement_rows(make_user(), 2024)
    told = [(row.reported_yuan, row.ladder_yuan, row.difference_yuan) for row in rows]
    assert told == [(40, 30, 10), (20, 20, 0)]
    assert rows[0].report_pk == report.pk
    reporter = make_user(role=Role.REPORTER, organisation=report.project.owner)
    assert [row.project for row in statement_rows(reporter, 2024)] == [report.project]
    assert statement_rows(make_user(role=Role.REPORTER), 2024) == []
    assert statement_rows(make_user(), 2023) == []


def test_sources_of_which_no_ladder_is_kept_are_not_compared():
    report = reported()
    line = make_line(report.project, programme=Programme.SPECIAL_BOND)
    assert [row.reported_yuan for row in statement_rows(make_user(), 2024)] == [40]
    other = make_listed(owner=make_organisation())
    sent = report_march(other, by=make_user(), funds={"own": 9})
    progress.accept(report=sent, by=make_user(), at=AFTER_MARCH)
    assert [row.project for row in statement_rows(make_user(), 2024)] == [line.project]


def test_a_difference_is_asked_of_who_reported_and_changes_neither():
    report, office = reported(), make_user()
    matter = actions.ask_statement(report=report, by=office, at=NOW)
    assert (matter.state, matter.lead, matter.project) == (
        MatterState.ASSIGNED,
        report.project.owner,
        report.project,
    )
    assert "0.004 万元" in matter.text
    [row] = statement_rows(office, 2024)
    assert (row.is_asked, row.matter, row.difference_yuan) == (True, matter, 10)
    with pytest.raises(Refusal):
        actions.ask_statement(report=report, by=office, at=NOW)


def test_who_may_not_assign_raises_the_question_alone():
    supervisor = make_user(role=Role.SUPERVISOR)
    matter = actions.ask_statement(report=reported(), by=supervisor, at=NOW)
    assert (matter.state, matter.lead) == (MatterState.RAISED, None)


def test_what_agrees_is_not_asked_and_not_by_everybody():
    same = reported(20, 20)
    with pytest.raises(Refusal):
        actions.ask_statement(report=same, by=make_user(), at=NOW)
    with pytest.raises(NotAllowed):
        actions.ask_statement(report=reported(), by=make_user(role=Role.VIEWER), at=NOW)
    assert not Matter.objects.exists()


def page(user: User | None = None, query: str = "year=2024") -> str:
    answer = signed_in(user) if user else signed_in()
    return str(answer.get(f"/funding/statements/?{query}").content.decode())


def test_the_page_lists_what_differs_and_asks_in_one_tap():
    report = reported()
    other = reported(20, 20)
    assert report.project.name in page()
    assert other.project.name not in page()
    assert other.project.name in page(query="year=2024&all=1")
    assert "询问填报单位" in page()
    assert "询问填报单位" not in page(make_user(role=Role.VIEWER))
    answer = signed_in().post(reverse("funding:ask_statement", args=[report.pk]))
    matter = Matter.objects.get()
    assert answer["Location"] == reverse("matters:matter", args=[matter.pk])
    assert matter.number in page()
    assert "没有写明到位资金" in page(query="year=2020")


def test_the_api_reads_both_and_asks():
    report, office = reported(), signed_in()
    [row] = office.get("/api/funding/statements/2024").json()
    assert (row["reported_yuan"], row["ladder_yuan"], row["matter_id"]) == (40, 30, None)
    answer: Any = office.post(f"/api/funding/statements/{report.pk}/ask")
    assert answer.status_code == 201
    [row] = office.get("/api/funding/statements/2024").json()
    assert row["matter_id"] == answer.json()["id"]
    assert Month.of(report.month) == Month(2024, 3)
