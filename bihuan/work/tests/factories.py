"""Makers for tests of my work and notices."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march
from bihuan.projects.models import Project
from bihuan.work import actions
from bihuan.work.actions import Delivered
from bihuan.work.models import Channel

TODAY = date(2024, 3, 25)  # a Monday, while the round of March is open
EIGHT_HOURS = timedelta(hours=8)


CLOCK = ClockActor()


def at_hour(hour: int, minute: int = 0, *, on: date = TODAY) -> datetime:
    """A moment by the district's clock."""
    return datetime.combine(on, time(hour, minute), tzinfo=UTC) - EIGHT_HOURS


def make_waiting() -> tuple[User, Project]:
    """A reporter with one report to fill in."""
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    open_march()
    return reporter, project


def make_channel(
    owner: User | None = None, *, address: str, kind: str = "json", **said: Any
) -> Channel:
    """A channel to `owner`, or to a group, set by the office."""
    return actions.add_channel(
        name=said.pop("name", "我的通道"),
        kind=kind,
        address=address,
        owner=owner,
        by=make_user(),
        at=at_hour(8),
        **said,
    )


def morning(*, on: date = TODAY) -> Delivered:
    """The clock makes the day's digests at 08:30 and delivers them."""
    at = at_hour(8, 30, on=on)
    actions.make_digests(on=on, by=CLOCK, at=at)
    return actions.deliver(at=at, by=CLOCK)
