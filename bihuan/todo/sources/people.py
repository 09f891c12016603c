"""Whose project it is to work on: the owner's people first."""

from __future__ import annotations

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.projects.models import Project

FILLERS = (Role.REPORTER, Role.DEPARTMENT)


def left_to_others(user: User) -> set[int]:
    """Projects that a department sees and whose owner has a reporter of its own (WORK-5)."""
    if user.role != Role.DEPARTMENT:
        return set()
    elsewhere = Project.objects.visible_to(user).exclude(owner=None)
    owners = User.objects.filter(is_active=True, role__in=FILLERS).exclude(organisation=None)
    rows = elsewhere.exclude(owner=user.organisation_id).filter(
        owner__in=owners.values("organisation")
    )
    return set(rows.values_list("pk", flat=True))
