"""What changed after it had been accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import User
from bihuan.progress.models import Report


@dataclass(frozen=True)
class Correction:
    """One version that took the place of an accepted one."""

    report: Report
    was: Report

    @property
    def difference_yuan(self) -> int:
        return self.report.completed_yuan - self.was.completed_yuan


def corrections(
    user: User, *, year: int | None = None, project: int | None = None, month: date | None = None
) -> list[Correction]:
    """Return the corrections that `user` may see, of one year, project or month if given."""
    rows = Report.objects.visible_to(user).select_related("project", "saved_by")
    rows = rows.filter(month__year=year) if year else rows
    rows = rows.filter(project=project) if project else rows
    rows = rows.filter(month=month) if month else rows
    newer = list(rows.filter(version__gt=1).order_by("-saved_at", "-version"))
    older = {
        (report.project_id, report.month, report.version): report
        for report in rows.filter(project__in={report.project_id for report in newer})
    }
    return [
        Correction(report, older[report.project_id, report.month, report.version - 1])
        for report in newer
    ]
