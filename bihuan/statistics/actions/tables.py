"""A month of many projects at once, as the bureau has it in its own table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.months import Month
from bihuan.kit.writing import action
from bihuan.projects.models import Project
from bihuan.statistics.drafts import CountedDraft
from bihuan.statistics.models import StatisticsMonth, StatisticsStanding

from .entering import put_month, put_standing
from .versions import write_rows


@dataclass(frozen=True)
class CountedRow:
    """One project's row: what was counted in the month, in yuan, and when it entered the
    statistics; None leaves what stands there.
    """

    project: Project
    completed_yuan: int | None = None
    entered_on: date | None = None


@action
def enter_months(
    *, month: Month, rows: Sequence[CountedRow], by: User, at: datetime, reason: str = ""
) -> int:
    """Enter a month's table; return how many projects changed. Raises RowsRefused with a sentence
    by project for each row that a rule forbids; then nothing is written.
    """
    require(by, Can.STATISTICS_ENTER)
    ids = [row.project.pk for row in rows]
    list(Project.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    standings = StatisticsStanding.objects.select_for_update().filter(project__in=ids)
    stands = {each.project_id: each for each in standings}
    current = StatisticsMonth.objects.filter(
        project__in=ids, month=month.first_day, is_current=True
    )
    counted = {each.project_id: each for each in current}

    def write(row: CountedRow) -> bool:
        pk, yuan = row.project.pk, row.completed_yuan
        standing = stands.get(pk) or StatisticsStanding(project=row.project)
        draft = None
        if yuan is not None:
            draft = CountedDraft(row.project, month.first_day, yuan, 1, reason, counted.get(pk))
        return _put(standing, row.entered_on, draft, by, at)

    return write_rows((row.project.pk, partial(write, row)) for row in rows)


def _put(
    standing: StatisticsStanding,
    entered_on: date | None,
    draft: CountedDraft | None,
    by: User,
    at: datetime,
) -> bool:
    """Write one row as far as it says something new; true if it did."""
    is_new = entered_on is not None and entered_on != standing.entered_on
    if is_new:
        put_standing(standing, entered_on=entered_on, started_on=standing.started_on, by=by, at=at)
    if draft is None:
        return is_new
    return is_new | (
        put_month(draft, entered_on=standing.entered_on, by=by, at=at) is not draft.replaces
    )
