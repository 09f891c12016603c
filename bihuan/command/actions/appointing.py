"""Giving projects to a leader. Who commanded what, and when, stands in the record of events."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bihuan.accounts.models import Leader, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects import actions as projects_actions
from bihuan.projects.models import Project


@action
def appoint(
    *,
    projects: Collection[Project],
    leader: Leader,
    by: User,
    at: datetime,
    instead_of: Leader | None = None,
    reason: str = "",
) -> list[Project]:
    """Give projects to a leader: those that have nobody, or those of `instead_of` (COMMAND-2).

    Raises Refusal if none is named, if one has gone to somebody else meanwhile, or if projects
    change hands without a reason. Then none is given.
    """
    require(by, Can.PROJECT_EDIT)
    if not projects:
        raise Refusal(gettext("Choose at least one project."))
    if instead_of is not None and not reason.strip():
        raise Refusal(gettext("Say why the projects change hands."))
    if leader == instead_of:
        raise Refusal(gettext("These projects are this leader's already."))
    numbers = [project.pk for project in projects]
    held = Project.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    given = []
    for project in held.select_related("commander"):
        require(by, Can.PROJECT_EDIT, project)
        _check_commander(project, instead_of)
        given.append(
            projects_actions.assign_commander(
                project=project, commander=leader, by=by, at=at, reason=reason.strip()
            )
        )
    return given


def _check_commander(project: Project, expected: Leader | None) -> None:
    """Refuse a project that somebody else gave away since the page was shown."""
    if project.commander == expected:
        return
    told = {"project": project.name, "leader": project.commander or gettext("nobody")}
    raise Refusal(gettext("“%(project)s” has gone to %(leader)s meanwhile.") % told)
