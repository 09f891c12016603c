"""Makers for tests of notices, and of the work they tell of."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.notices import actions
from bihuan.notices.actions import Delivered
from bihuan.notices.addresses import MailServer
from bihuan.notices.models import Channel
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march
from bihuan.projects.models import Project

TODAY = date(2024, 3, 25)  # a Monday, while the round of March is open
EIGHT_HOURS = timedelta(hours=8)
SITE = "https://bihuan.example.gov.cn"


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


def set_site(**server: Any) -> None:
    """Give the system its address, and the mail server that is told."""
    actions.set_post(
        digest_from=time(8, 30),
        site_address=SITE,
        server=MailServer(**server),
        by=make_user(),
        at=at_hour(8),
    )


def morning(*, on: date = TODAY) -> Delivered:
    """The clock makes the day's digests at 08:30 and delivers them."""
    at = at_hour(8, 30, on=on)
    actions.make_digests(on=on, by=CLOCK, at=at)
    return actions.deliver(at=at, by=CLOCK)
