"""Projects have an owner and an organisation that answers for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import Organisation, User
from bihuan.kit.words import _

from .actions import edit_project
from .models import Project


def belongs_to(organisation: Organisation) -> list[Holding]:
    """Return the projects that it owns or answers for."""
    things = [
        HeldThing(each.name, reverse("dashboards:project", args=[each.pk]))
        for each in _projects(organisation)
    ]
    return [Holding(_("Projects owned or answered for"), things)]


def move(
    *, was: Organisation, into: Organisation, on: date, reason: str, by: User, at: datetime
) -> None:
    """Let another own them and answer for them from a day on; who did before is kept."""
    for project in _projects(was):
        said: dict[str, Any] = {
            field: into
            for field in ("owner", "responsible")
            if getattr(project, f"{field}_id") == was.pk
        }
        edit_project(
            project=project,
            edition=project.edition,
            since=on,
            reason=reason,
            by=by,
            at=at,
            **said,
        )


def _projects(organisation: Organisation) -> list[Project]:
    own = Q(owner=organisation) | Q(responsible=organisation)
    return list(Project.objects.filter(own).order_by("pk"))
