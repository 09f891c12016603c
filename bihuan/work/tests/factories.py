"""Makers for tests of my work and notices."""

from datetime import UTC, date, datetime, time, timedelta

from bihuan.accounts.models import User
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march
from bihuan.projects.models import Project

TODAY = date(2024, 3, 25)  # a Monday, while the round of March is open
EIGHT_HOURS = timedelta(hours=8)


def at_hour(hour: int, minute: int = 0, *, on: date = TODAY) -> datetime:
    """A moment by the district's clock."""
    return datetime.combine(on, time(hour, minute), tzinfo=UTC) - EIGHT_HOURS


def make_waiting() -> tuple[User, Project]:
    """A reporter with one report to fill in."""
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    open_march()
    return reporter, project
