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
        report.project_id: HeldUpBy(report.problems, reverse("progress:report", args=[report.pk]))
        for report in reports.exclude(problems="").only("pk", "project_id", "problems")
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
    return {
        matter.project_id or 0: HeldUpBy(matter.title, reverse("matters:matter", args=[matter.pk]))
        for matter in causes.order_by("worth", "-pk").only("pk", "project_id", "title")
    }
