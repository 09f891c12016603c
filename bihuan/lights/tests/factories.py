"""Makers for tests of the lights: facts for the rules, projects that report for the rest."""

from datetime import UTC, date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.lights.kinds import Report
from bihuan.lights.rules import MonthFacts
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import IN_MARCH, make_listed, make_reporter, report_march
from bihuan.projects.models import Project

PLAN = 12_000_000
AFTER_GRACE = datetime(2024, 4, 3, 2, tzinfo=UTC)
LATER = date(2030, 1, 1)


def make_facts(number: int = 3, **known: Any) -> MonthFacts:
    """An accepted month of a project with a plan of 12 million; `done` is percent of the plan."""
    done = known.pop("done", None)
    if done is not None:
        known["to_date_yuan"] = int(PLAN * done / 100)
    values = {
        "report": Report.ACCEPTED, "closes_on": date(2024, number, 28), "planned_yuan": PLAN,
    }  # fmt: skip
    return MonthFacts(month=Month(2024, number), **{**values, **known})


def make_reported(*, completed_yuan: int = 1_000_000, by: User | None = None) -> Project:
    """A listed project whose March report is accepted."""
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    report = report_march(project, by=reporter, completed_yuan=completed_yuan)
    progress.accept(report=report, by=by or make_user(), at=IN_MARCH)
    return project
