"""Makers of projects for tests: through the real actions."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.projects import actions
from bihuan.projects.models import Project

NOW = datetime(2024, 3, 22, 2, tzinfo=UTC)
_numbers = count(1)


def make_project(*, by: User | None = None, at: datetime = NOW, **said: Any) -> Project:
    """A project in preparation, described by what is given."""
    said.setdefault("name", f"工程{next(_numbers)}")
    return actions.add_project(by=by or make_user(), at=at, **said)
