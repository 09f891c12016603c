"""Where a project stands in the closed loop: what one page says of it in one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.factors.queries import ListRow, progress
from bihuan.funding.queries import issued_yuan
from bihuan.matters.models import Matter
from bihuan.projects.models import Project
from bihuan.visits.models import Visit

NEWEST = 5


@dataclass(frozen=True)
class LoopRow:
    """Matters still open, those late, what it needs, when it was last visited, its money."""

    open: int
    overdue: int
    needs: ListRow
    visited_on: date | None
    matters: list[Matter]
    issued_yuan: int


def loop_of(project: Project, today: date) -> LoopRow:
    """Return a project's place in the loop. Six queries."""
    matters = Matter.objects.filter(project=project).open()
    visited = Visit.objects.complete().filter(project=project).order_by("-visited_on")
    return LoopRow(
        open=matters.count(),
        overdue=matters.overdue(today).count(),
        needs=progress([project.pk]).get(project.pk, ListRow(0, 0)),
        visited_on=visited.values_list("visited_on", flat=True).first(),
        matters=list(matters.select_related("lead").order_by("-worth", "pk")[:NEWEST]),
        issued_yuan=issued_yuan(project.pk, today),
    )
