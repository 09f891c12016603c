"""Projects commanded and hard bones to be solved hang on the person who signs in for the leader."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import User
from bihuan.kit.words import _
from bihuan.projects.models import Project

from .actions import appoint, change
from .models import HardBone


def held_by(user: User) -> list[Holding]:
    """Return the projects commanded and the hard bones that are still on the list."""
    projects = [
        HeldThing(each.name, reverse("dashboards:project", args=[each.pk]))
        for each in _projects(user)
    ]
    bones = [
        HeldThing(str(each.project), reverse("command:bone", args=[each.pk]))
        for each in _unsolved(user)
    ]
    return [Holding(_("Projects commanded"), projects), Holding(_("Hard bones to solve"), bones)]


def pass_on(*, user: User, successor: User, reason: str, by: User, at: datetime) -> None:
    """Give both to the successor's leader."""
    bones = _unsolved(user)
    if projects := _projects(user):
        appoint(
            projects=projects,
            leader=successor.leader,
            instead_of=user.leader,
            reason=reason,
            by=by,
            at=at,
        )
    for each in bones:
        change(
            bone=each,
            target_on=each.target_on,
            leader=successor.leader,
            why=reason,
            by=by,
            at=at,
        )


def _projects(user: User) -> list[Project]:
    return list(Project.objects.filter(commander__user=user).order_by("pk"))


def _unsolved(user: User) -> list[HardBone]:
    bones = HardBone.objects.on_the_list().filter(leader__user=user)
    return list(bones.select_related("project", "leader").order_by("pk"))
