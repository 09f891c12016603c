"""Versions that a workbook states, written many at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bihuan.kit.bulk_writes import BulkWrites, replacing
from bihuan.statistics.chains.models import ChainMonth, ChainOutput
from bihuan.statistics.drafts import CountedDraft, FixedAssetDraft, MonthOutputDraft, OutputDraft
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth

VersionRow = StatisticsMonth | FixedAssetInvestment | ChainOutput | ChainMonth
VersionDraft = CountedDraft | FixedAssetDraft | OutputDraft | MonthOutputDraft


def write_versions(
    model: type[VersionRow],
    drafts: Sequence[VersionDraft],
    check_correction: Callable[[str], None],
    writes: BulkWrites,
    at: datetime,
) -> None:
    """Write a new version for each draft, in place of what it replaces."""
    edits, replaced = replacing(drafts)
    for draft in drafts:
        if draft.replaces is not None:
            check_correction(draft.reason)
    writes.edit(edits)

    def row(draft: VersionDraft) -> VersionRow:
        said = {name: writes.made(v) for name, v in vars(draft).items() if name != "replaces"}
        return model(**said, is_current=id(draft) not in replaced, recorded_at=at)

    writes.insert(model, drafts, row)
