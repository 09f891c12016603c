"""Why a project of the year need not report a month, and how the page says so."""

from datetime import date

import pytest

from bihuan.kit.months import Month
from bihuan.progress.kinds import NotDue
from bihuan.progress.queries.lines import Board, Excused
from bihuan.progress.queries.members import ListedSpan, ReportingProject
from bihuan.progress.rules import Edge, RoundRules
from bihuan.projects.kinds import ProjectClass

MAY = Month(2024, 5)
YEAR = ListedSpan(added_on=date(2024, 1, 1), left_on=None)


def project(**said: object) -> ReportingProject:
    plain = {
        "project_id": 1,
        "name": "人民公园",
        "project_class": "construction",
        "organisation_id": None,
        "organisation": "",
        "owner_id": None,
        "owner": "",
        "started_on": None,
        "finished_on": None,
        "gone_on": None,
        "spans": (YEAR,),
    }
    return ReportingProject(**{**plain, **said})  # type: ignore[arg-type]  # as named above


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, None),
        ({"finished_on": date(2024, 5, 1)}, None),
        ({"finished_on": date(2024, 4, 30)}, NotDue.ENDED),
        ({"gone_on": date(2024, 3, 1)}, NotDue.ENDED),
        ({"spans": (ListedSpan(date(2024, 6, 1), None),)}, NotDue.UNLISTED),
        ({"spans": (ListedSpan(date(2024, 1, 1), date(2024, 5, 1)),)}, NotDue.UNLISTED),
        ({"project_class": "preparation"}, NotDue.QUARTERLY),
        ({"opened_until": date(2024, 5, 1)}, NotDue.OPENING),
    ],
)
def test_a_project_need_not_report_for_one_reason(
    said: dict[str, object], reason: NotDue | None
) -> None:
    rules = RoundRules(
        title="",
        opens=Edge(day=20),
        closes=Edge(day=28),
        quarterly=(ProjectClass.PREPARATION,),
    )
    assert project(**said).excused(MAY, rules) is reason
    assert project(**said).must_report(MAY, rules) is (reason is None)


def test_a_month_counts_them_by_reason_and_by_organisation() -> None:
    excused = (Excused(1, NotDue.ENDED), Excused(2, NotDue.ENDED), Excused(2, NotDue.QUARTERLY))
    whole = Board(MAY, None, None, (), excused)
    assert whole.excused_by_reason == [(NotDue.ENDED, 2), (NotDue.QUARTERLY, 1)]
    assert whole.projects == 3
    assert whole.of(2).excused_by_reason == [(NotDue.ENDED, 1), (NotDue.QUARTERLY, 1)]
