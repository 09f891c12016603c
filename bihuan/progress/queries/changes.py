"""What changed after it had been accepted."""

from __future__ import annotations

from dataclasses import dataclass

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


def corrections(user: User, *, year: int | None = None, month: str = "") -> list[Correction]:
    """Return the corrections of a year's (or one "2024-03") months that `user` may see."""
    rows = Report.objects.visible_to(user).select_related("project", "saved_by")
    rows = rows.filter(month__year=year) if year else rows
    rows = rows.filter(month=f"{month}-01") if month else rows
    newer = list(rows.filter(version__gt=1).order_by("-saved_at", "-version"))
    older = {
        (report.project_id, report.month, report.version): report
        for report in rows.filter(project__in={report.project_id for report in newer})
    }
    return [
        Correction(report, older[report.project_id, report.month, report.version - 1])
        for report in newer
    ]
