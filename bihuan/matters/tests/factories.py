"""Makers of matters for tests: through the real actions."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.matters import actions
from bihuan.matters.models import Matter
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project

MONDAY = date(2024, 3, 4)
_numbers = count(1)
_WORDS = (
    "金木水火土天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
)


def noon(day: date) -> datetime:
    """The moment of 12:00 in China on `day`."""
    return datetime.combine(day, time(4), tzinfo=UTC)


def make_handler(organisation: Organisation | None = None) -> User:
    return make_user(role=Role.DEPARTMENT, organisation=organisation or make_organisation())


def home(user: User) -> Organisation:
    """The organisation a person belongs to."""
    assert user.organisation is not None
    return user.organisation


def raise_one(
    *, project: Project | None = None, by: User | None = None, on: date = MONDAY, **said: Any
) -> Matter:
    """A blocker of some project, said as no other."""
    number = next(_numbers)
    title = "".join(_WORDS[(number * step) % len(_WORDS)] for step in (1, 7, 11, 13, 17, 19, 23))
    said = {
        "kind": "blocker",
        "type_code": "relocation",
        "severity": "ordinary",
        "title": f"{title}{number}",
        **said,
    }
    return actions.raise_matter(
        project=project or make_listed(owner=make_organisation()),
        by=by or make_user(),
        at=noon(on),
        **said,
    )


def assign_one(
    *, lead: Organisation | None = None, on: date = MONDAY, by: User | None = None, **said: Any
) -> Matter:
    matter = raise_one(on=on, by=by, **said)
    return actions.assign(
        matter=matter, lead=lead or make_organisation(), by=by or make_user(), at=noon(on)
    )


def work_on_one(*, handler: User | None = None, on: date = MONDAY, **said: Any) -> Matter:
    """A matter that its handler has signed for."""
    handler = handler or make_handler()
    matter = assign_one(lead=handler.organisation, on=on, **said)
    return actions.sign(matter=matter, by=handler, at=noon(on))


def answer_one(*, handler: User | None = None, on: date = MONDAY, **said: Any) -> Matter:
    handler = handler or make_handler()
    matter = work_on_one(handler=handler, on=on, **said)
    return actions.answer(
        matter=matter, note="已与被征收户签订协议，现场已腾空。", by=handler, at=noon(on)
    )


def verify_one(*, on: date = MONDAY, **said: Any) -> Matter:
    return actions.verify(matter=answer_one(on=on, **said), by=make_user(), at=noon(on))


def close_one(*, on: date = MONDAY, **said: Any) -> Matter:
    return actions.close(matter=verify_one(on=on, **said), by=make_user(), at=noon(on))
