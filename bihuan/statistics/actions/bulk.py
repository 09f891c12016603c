"""What workbooks state of the bureau's figures, by the rules of single actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_undo import BulkUndo
from bihuan.kit.bulk_writes import BulkWrites, Edit
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, check_begun
from bihuan.projects.rules import name_key
from bihuan.statistics import rules
from bihuan.statistics.drafts import (
    BureauNameDraft,
    CountedDraft,
    FixedAssetDraft,
    StandingDraft,
)
from bihuan.statistics.models import (
    BureauName,
    FixedAssetInvestment,
    StatisticsMonth,
    StatisticsStanding,
)

from .bulk_versions import write_versions
from .naming import check_name, name_row


def write_many(
    *,
    standings: Sequence[StandingDraft],
    standing_edits: Sequence[Edit],
    counted: Sequence[CountedDraft],
    fixed_assets: Sequence[FixedAssetDraft],
    names: Sequence[BureauNameDraft] = (),
    writes: BulkWrites,
    by: User,
    at: datetime,
) -> None:
    """Write what a workbook of the bureau states; the caller records it. Refused as the single
    actions refuse, of the facts as they stand (STAT-1 to 4).
    """
    if not (standings or standing_edits or counted or fixed_assets or names):
        return
    require(by, Can.STATISTICS_ENTER)
    today = local_day(at)
    _check_standings(standings, standing_edits, today=today)
    _check_counted(counted, standings, standing_edits, today=today)
    _check_fixed_assets(fixed_assets, today=today)
    for name in names:
        key = name_key(name.name)
        check_name(name.name, BureauName.objects.filter(name_key=key, is_current=True).first())
    writes.edit(standing_edits)
    writes.insert(
        StatisticsStanding,
        standings,
        lambda draft: StatisticsStanding(**{**vars(draft), "project": writes.made(draft.project)}),
    )
    writes.insert(
        BureauName, names, lambda draft: name_row(writes.made(draft.project), draft.name, at)
    )
    write_versions(StatisticsMonth, counted, rules.check_correction, writes, at)
    write_versions(FixedAssetInvestment, fixed_assets, rules.check_correction, writes, at)


def _check_standings(
    standings: Sequence[StandingDraft], edits: Sequence[Edit], *, today: date
) -> None:
    for standing in standings:
        rules.check_standing(standing.entered_on, standing.started_on, today=today)
    for edit in edits:
        days = [
            edit.fields[name][1] if name in edit.fields else getattr(edit.thing, name)
            for name in ("entered_on", "started_on")
        ]
        rules.check_standing(*days, today=today)


def _check_counted(
    counted: Sequence[CountedDraft],
    standings: Sequence[StandingDraft],
    edits: Sequence[Edit],
    *,
    today: date,
) -> None:
    """Refuse figures of a project that had not entered the statistics (STAT-2)."""
    projects = {draft.project.pk for draft in counted if draft.project.pk}
    rows = StatisticsStanding.objects.filter(project__in=projects)
    entered: dict[Any, date | None] = dict(rows.values_list("project_id", "entered_on"))
    entered |= {
        edit.thing.project_id: edit.fields["entered_on"][1]  # type: ignore[attr-defined]  # a standing
        for edit in edits
        if "entered_on" in edit.fields
    }
    entered |= {s.project.pk or id(s.project): s.entered_on for s in standings}
    for draft in counted:
        rules.check_month(
            draft.completed_yuan,
            month_ends_on=Month.of(draft.month).last_day,
            entered_on=entered.get(draft.project.pk or id(draft.project)),
            today=today,
        )


def _check_fixed_assets(drafts: Sequence[FixedAssetDraft], *, today: date) -> None:
    """Refuse a month that has not begun, and a cumulative that falls (STAT-2 and 3)."""
    if not drafts:
        return
    rows = FixedAssetInvestment.objects.filter(is_current=True)
    stands = dict(rows.values_list("month", "cumulative_yuan"))
    stands |= {draft.month: draft.cumulative_yuan for draft in drafts}
    for draft in drafts:
        check_begun(Month.of(draft.month), today=today)
        of_year = {day: yuan for day, yuan in stands.items() if day.year == draft.month.year}
        rules.check_cumulative(
            draft.cumulative_yuan,
            before=max((y for day, y in of_year.items() if day < draft.month), default=None),
            after=min((y for day, y in of_year.items() if day > draft.month), default=None),
        )


def take_back(*, undo: BulkUndo, by: User) -> None:
    """Take back what a batch stated for the bureau; the caller records it."""
    if not undo.touches(StatisticsMonth, StatisticsStanding, FixedAssetInvestment, BureauName):
        return
    require(by, Can.STATISTICS_ENTER)
    undo.remove(FixedAssetInvestment, StatisticsMonth, StatisticsStanding, BureauName)
    undo.restore(FixedAssetInvestment, StatisticsMonth, StatisticsStanding, BureauName)
