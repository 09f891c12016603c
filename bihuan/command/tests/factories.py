"""Makers for tests of commanders: projects with lights, hard bones through the real actions."""

from datetime import UTC, date, datetime
from typing import Any

from bihuan.accounts.models import Leader, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.command import actions
from bihuan.command.models import HardBone
from bihuan.lights.tests.factories import make_reported, run_from_january
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project

AFTER_MARCH = datetime(2024, 4, 3, 2, tzinfo=UTC)
TODAY = date(2024, 4, 3)
JUNE = date(2024, 6, 30)


def make_commander() -> tuple[User, Leader]:
    user = make_user(role=Role.COMMANDER)
    return user, make_leader(user=user)


def make_red(**columns: Any) -> Project:
    """A project red in January, February (never reported) and March."""
    run_from_january()
    return make_reported(completed_yuan=0, **columns)


def make_hard_bone(
    *,
    project: Project | None = None,
    by: User | None = None,
    at: datetime = AFTER_MARCH,
    **said: Any,
) -> HardBone:
    said = {"why": "征拆剩余三户，红线内无法施工", "target_on": JUNE, **said}
    return actions.enter(project=project or make_listed(), by=by or make_user(), at=at, **said)
