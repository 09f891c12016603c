"""Whose scores somebody may see: the whole district's, or those of their own projects and people.
Places are among all, whoever looks.
"""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.assessment.kinds import Assessed
from bihuan.projects.models import Project

from .assessed import Assessment


def seen_by(user: User, who: Assessed, scores: Iterable[Assessment]) -> list[Assessment]:
    """Return the scores that `user` may see."""
    if user.role in DISTRICT_WIDE:
        return list(scores)
    own = _own(user, who)
    return [each for each in scores if each.ranked.score.key in own]


def _own(user: User, who: Assessed) -> set[str]:
    if who is Assessed.PROJECTS:
        numbers = Project.objects.visible_to(user).order_by().values_list("pk", flat=True)
        return {str(pk) for pk in numbers}
    if who is Assessed.COMMANDERS:
        leader = getattr(user, "leader", None)
        return {str(leader.pk)} if leader else set()
    return {str(user.organisation_id)} if user.organisation_id else set()
