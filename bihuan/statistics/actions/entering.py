"""What the statistics bureau enters, and only it. No function here reads the office's figures."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, check_begun
from bihuan.kit.writing import action
from bihuan.projects.models import Project
from bihuan.statistics import rules
from bihuan.statistics.drafts import CountedDraft
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth, StatisticsStanding

from .versions import write_version


@action
def enter_standing(
    *, project: Project, entered_on: date | None, started_on: date | None, by: User, at: datetime
) -> StatisticsStanding:
    """Say when the project entered the statistics, and when it started by their test."""
    require(by, Can.STATISTICS_ENTER)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    standing = StatisticsStanding.objects.select_for_update().filter(project=project).first()
    standing = standing or StatisticsStanding(project=project)
    return put_standing(standing, entered_on=entered_on, started_on=started_on, by=by, at=at)


def put_standing(
    standing: StatisticsStanding,
    *,
    entered_on: date | None,
    started_on: date | None,
    by: User,
    at: datetime,
) -> StatisticsStanding:
    """Write and record a standing that the caller has locked (STAT-1)."""
    rules.check_standing(entered_on, started_on, today=local_day(at))
    was = [standing.entered_on, standing.started_on]
    standing.entered_on, standing.started_on = entered_on, started_on
    standing.save()
    record(
        "statistics.standing_set",
        standing,
        by=by,
        at=at,
        project=standing.project_id,
        entered_on=[was[0], entered_on],
        started_on=[was[1], started_on],
    )
    return standing


@action
def enter_month(
    *,
    project: Project,
    month: Month,
    completed_yuan: int,
    by: User,
    at: datetime,
    reason: str = "",
) -> StatisticsMonth:
    """Enter what the statistics counted in one month; over a figure there, a new version."""
    require(by, Can.STATISTICS_ENTER)
    Project.objects.select_for_update().get(pk=project.pk)
    standing = StatisticsStanding.objects.filter(project=project).first()
    old = StatisticsMonth.objects.filter(
        project=project, month=month.first_day, is_current=True
    ).first()
    draft = CountedDraft(project, month.first_day, completed_yuan, reason=reason, replaces=old)
    return put_month(draft, entered_on=standing.entered_on if standing else None, by=by, at=at)


def put_month(
    draft: CountedDraft, *, entered_on: date | None, by: User, at: datetime
) -> StatisticsMonth:
    """Write and record a month of a project that the caller has locked; what stands there already
    is left as it is (STAT-2 and 4).
    """
    old: StatisticsMonth | None = draft.replaces
    rules.check_month(
        draft.completed_yuan,
        month_ends_on=Month.of(draft.month).last_day,
        today=local_day(at),
        entered_on=entered_on,
    )
    if old is not None and old.completed_yuan == draft.completed_yuan:
        return old
    if old is not None:
        rules.check_correction(draft.reason)
    fresh = StatisticsMonth(
        project=draft.project,
        month=draft.month,
        completed_yuan=draft.completed_yuan,
        reason=draft.reason,
        recorded_at=at,
    )
    new = write_version(fresh, over=old)
    change = [old.completed_yuan if old else None, draft.completed_yuan]
    record("statistics.month_entered", new, by=by, at=at, yuan=change, reason=draft.reason)
    return new


@action
def enter_fixed_asset_investment(
    *, month: Month, cumulative_yuan: int, by: User, at: datetime, reason: str = ""
) -> FixedAssetInvestment:
    """Enter the district's fixed-asset investment, January to the end of `month`."""
    require(by, Can.STATISTICS_ENTER)
    year = {
        row.month: row
        for row in FixedAssetInvestment.objects.select_for_update().filter(
            month__year=month.year, is_current=True
        )
    }
    old = year.pop(month.first_day, None)
    if old is not None and old.cumulative_yuan == cumulative_yuan:
        return old
    check_begun(month, today=local_day(at))
    before = [row.cumulative_yuan for day, row in year.items() if day < month.first_day]
    after = [row.cumulative_yuan for day, row in year.items() if day > month.first_day]
    rules.check_cumulative(
        cumulative_yuan, before=max(before, default=None), after=min(after, default=None)
    )
    if old is not None:
        rules.check_correction(reason)
    fresh = FixedAssetInvestment(
        month=month.first_day, cumulative_yuan=cumulative_yuan, reason=reason, recorded_at=at
    )
    new = write_version(fresh, over=old)
    change = [old.cumulative_yuan if old else None, cumulative_yuan]
    record("statistics.investment_entered", new, by=by, at=at, yuan=change, reason=reason)
    return new
