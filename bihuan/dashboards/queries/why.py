"""Why a project lies behind: its own report's words, else the weightiest matter of the month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.months import Month
from bihuan.matters.kinds import MatterKind, MatterState
from bihuan.matters.models import Matter
from bihuan.progress.models import Report


@dataclass(frozen=True)
class HeldUpBy:
    """What is said to hold a project up, and where more of it stands."""

    text: str
    href: str


def whys(user: User, month: Month, projects: Collection[int]) -> dict[int, HeldUpBy]:
    """Return what is known to have held each of these projects up in `month`. Two queries.

    Who gave no reason is not in it: that nobody said why is an answer too.
    """
    return {**_matters(user, month, projects), **_reported(month, projects)}


def _reported(month: Month, projects: Collection[int]) -> dict[int, HeldUpBy]:
    reports = Report.objects.counted().filter(month=month.first_day, project__in=projects)
    return {
        project_id: HeldUpBy(problems, reverse("progress:report", args=[pk]))
        for project_id, problems, pk in reports.exclude(problems="").values_list(
            "project_id", "problems", "pk"
        )
    }


def _matters(user: User, month: Month, projects: Collection[int]) -> dict[int, HeldUpBy]:
    """Those that stood at any time of the month, the weightiest of each project.

    What was withdrawn held nothing up, and an order is what was decided about it.
    """
    stood = Matter.objects.visible_to(user).filter(
        Q(closed_on=None) | Q(closed_on__gte=month.first_day),
        project__in=projects,
        raised_on__lte=month.last_day,
    )
    causes = stood.exclude(state=MatterState.WITHDRAWN).exclude(kind=MatterKind.ORDER)
    weightiest = {
        project_id: (title, pk)
        for project_id, title, pk in causes.order_by("worth", "-pk").values_list(
            "project_id", "title", "pk"
        )
    }
    return {
        project_id or 0: HeldUpBy(title, reverse("matters:matter", args=[pk]))
        for project_id, (title, pk) in weightiest.items()
    }
