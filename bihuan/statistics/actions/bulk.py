"""What the bureau's workbooks state, many at once, by the rules of the single actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_writes import BulkWrites, Edit, replacing
from bihuan.kit.days import local_day
from bihuan.statistics import rules
from bihuan.statistics.drafts import CountedDraft, FixedAssetDraft, StandingDraft
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth, StatisticsStanding


def write_many(
    *,
    standings: Sequence[StandingDraft],
    standing_edits: Sequence[Edit],
    counted: Sequence[CountedDraft],
    fixed_assets: Sequence[FixedAssetDraft],
    writes: BulkWrites,
    by: User,
    at: datetime,
) -> None:
    """Write what a workbook of the bureau states; the caller records it. Refused as the single
    actions refuse (STAT-1 and 4).
    """
    if not (standings or standing_edits or counted or fixed_assets):
        return
    require(by, Can.STATISTICS_ENTER)
    for standing in standings:
        rules.check_standing(standing.entered_on, standing.started_on, today=local_day(at))
    writes.edit(standing_edits)
    writes.insert(
        StatisticsStanding,
        standings,
        lambda draft: StatisticsStanding(**{**vars(draft), "project": writes.made(draft.project)}),
    )
    _write_versions(StatisticsMonth, counted, writes, at)
    _write_versions(FixedAssetInvestment, fixed_assets, writes, at)


def _write_versions(
    model: type[StatisticsMonth | FixedAssetInvestment],
    drafts: Sequence[CountedDraft | FixedAssetDraft],
    writes: BulkWrites,
    at: datetime,
) -> None:
    edits, replaced = replacing(drafts)
    for draft in drafts:
        if draft.replaces is not None:
            rules.check_correction(draft.reason)
    writes.edit(edits)

    def row(draft: CountedDraft | FixedAssetDraft) -> StatisticsMonth | FixedAssetInvestment:
        said = {name: writes.made(v) for name, v in vars(draft).items() if name != "replaces"}
        return model(**said, is_current=id(draft) not in replaced, recorded_at=at)

    writes.insert(model, drafts, row)
