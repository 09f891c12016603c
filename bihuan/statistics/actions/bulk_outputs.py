"""What workbooks state of the chains' output, by the rules of single actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_undo import BulkUndo
from bihuan.kit.bulk_writes import BulkWrites
from bihuan.kit.days import local_day
from bihuan.statistics import rules
from bihuan.statistics.chains.counting import CountingChains
from bihuan.statistics.chains.models import ChainLead, ChainMonth, ChainOutput
from bihuan.statistics.drafts import MonthOutputDraft, OutputDraft
from bihuan.statistics.rules.chains import check_counting_chain

from .bulk_versions import write_versions


def write_outputs(
    *,
    outputs: Sequence[OutputDraft],
    months: Sequence[MonthOutputDraft] = (),
    writes: BulkWrites,
    by: User,
    at: datetime,
) -> None:
    """Write output that a workbook states; the caller records it. Refused as the single action
    refuses (CHAIN-1 to 3).
    """
    if not (outputs or months):
        return
    _check_permitted([*outputs, *months], writes, by)
    today = local_day(at)
    for draft in outputs:
        rules.check_output(
            enterprise=draft.enterprise,
            year=draft.year,
            this_year=today.year,
            output_yuan=draft.output_yuan,
            previous_output_yuan=draft.previous_output_yuan,
        )
    for month in months:
        rules.check_month_output(
            enterprise=month.enterprise,
            month=month.month,
            today=today,
            output_yuan=month.output_yuan,
            previous_output_yuan=month.previous_output_yuan,
        )
    _check_counted_once(outputs, months, writes)
    write_versions(ChainOutput, outputs, rules.check_output_correction, writes, at)
    write_versions(ChainMonth, months, rules.check_output_correction, writes, at)


def _check_permitted(
    drafts: Sequence[OutputDraft | MonthOutputDraft], writes: BulkWrites, by: User
) -> None:
    """Refuse who may not enter the output of a chain that is written to."""
    for chain in {writes.made(draft.chain) for draft in drafts}:
        require(by, Can.CHAIN_ENTER, ChainLead.of(chain))


def _check_counted_once(
    outputs: Sequence[OutputDraft], months: Sequence[MonthOutputDraft], writes: BulkWrites
) -> None:
    """Refuse an enterprise of two chains, be the other there already or in this batch (CHAIN-3)."""
    said = [(each.year, each) for each in outputs] + [(each.month.year, each) for each in months]
    counting = {year: CountingChains(year) for year, _draft in said}
    for year, draft in said:
        if draft.output_yuan > 0:
            counting[year].add(draft.enterprise, writes.made(draft.chain).name)
    for year, draft in said:
        chain = writes.made(draft.chain).name
        places = counting[year].places(draft.enterprise, chain)
        check_counting_chain(draft.enterprise, year, places)


def take_back_outputs(*, undo: BulkUndo, by: User) -> None:
    """Take back the output that a batch brought in; the caller records it."""
    if not undo.touches(ChainOutput, ChainMonth):
        return
    years, months = undo.created(ChainOutput), undo.created(ChainMonth)
    for chain in {row.chain for row in years} | {row.chain for row in months}:
        require(by, Can.CHAIN_ENTER, ChainLead.of(chain))
    undo.remove(ChainOutput, ChainMonth)
    undo.restore(ChainOutput, ChainMonth)
