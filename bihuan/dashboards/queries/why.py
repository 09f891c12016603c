"""Why a project lies behind: its own report's words, else the weightiest matter of the month."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any, NamedTuple

from django.db.models import DateField, Q, QuerySet
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.kit.months import Month
from bihuan.kit.prepared import Among, Numbers, Prepared
from bihuan.matters.kinds import MatterKind, MatterState
from bihuan.matters.models import Matter
from bihuan.progress.models import Report


class HeldUpBy(NamedTuple):
    """What is said to hold a project up, and the page and row where more of it stands."""

    text: str
    page: str
    row: int

    @property
    def href(self) -> str:
        return reverse(self.page, args=[self.row])


def whys(user: User, month: Month, projects: Collection[int]) -> dict[int, HeldUpBy]:
    """Return what is known to have held each of these projects up in `month`. Two queries.

    Who gave no reason is not in it: that nobody said why is an answer too.
    """
    if not projects:
        return {}
    return {**_matters(user, month, projects), **_reported(month, projects)}


def _reported(month: Month, projects: Collection[int]) -> dict[int, HeldUpBy]:
    return {
        project_id: HeldUpBy(problems, "progress:report", pk)
        for project_id, problems, pk in _SAID(month=month.first_day, projects=projects)
    }


def _matters(user: User, month: Month, projects: Collection[int]) -> dict[int, HeldUpBy]:
    """Return the weightiest matter of each project among those that stood in the month."""
    asked = {"first": month.first_day, "last": month.last_day, "projects": projects}
    seen = Matter.objects.visible_to(user)
    found = _STOOD(**asked) if user.role in DISTRICT_WIDE else _stood(seen, **asked)
    return {project_id: HeldUpBy(title, "matters:matter", pk) for project_id, title, pk in found}


def _stood(
    matters: QuerySet[Matter], first: Any, last: Any, projects: Any
) -> QuerySet[Matter, Any]:
    """Keep those that stood at any time of the month, the weightiest of each project last.

    What was withdrawn held nothing up, and an order is what was decided about it.
    """
    stood = matters.filter(
        Q(closed_on=None) | Q(closed_on__gte=first),
        Among("project", projects),
        raised_on__lte=last,
    )
    causes = stood.exclude(state=MatterState.WITHDRAWN).exclude(kind=MatterKind.ORDER)
    return causes.order_by("worth", "-pk").values_list("project_id", "title", "pk")


_STOOD: Prepared[tuple[int, str, int]] = Prepared(
    partial(_stood, Matter.objects.all()),
    first=DateField(),
    last=DateField(),
    projects=Numbers(),
)
_SAID: Prepared[tuple[int, str, int]] = Prepared(
    lambda month, projects: (
        Report.objects.counted()
        .filter(Among("project", projects), month=month)
        .exclude(problems="")
        .values_list("project_id", "problems", "pk")
    ),
    month=DateField(),
    projects=Numbers(),
)
