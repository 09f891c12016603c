"""Output of the chains' enterprises, many at once, by the rules of the single action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.chains import rules
from bihuan.chains.drafts import OutputDraft
from bihuan.chains.models import ChainOutput
from bihuan.kit.bulk_undo import BulkUndo
from bihuan.kit.bulk_writes import BulkWrites, replacing
from bihuan.kit.days import local_day


def write_many(
    *, outputs: Sequence[OutputDraft], writes: BulkWrites, by: User, at: datetime
) -> None:
    """Write output that a workbook states; the caller records it. Refused as the single action
    refuses (CHAIN-1 and 2).
    """
    if not outputs:
        return
    require(by, Can.CHAIN_ENTER)
    for draft in outputs:
        rules.check_output(
            enterprise=draft.enterprise,
            year=draft.year,
            this_year=local_day(at).year,
            output_yuan=draft.output_yuan,
            previous_output_yuan=draft.previous_output_yuan,
        )
        if draft.replaces is not None:
            rules.check_correction(draft.reason)
    edits, replaced = replacing(outputs)
    writes.edit(edits)

    def row(draft: OutputDraft) -> ChainOutput:
        said = {name: writes.made(v) for name, v in vars(draft).items() if name != "replaces"}
        return ChainOutput(**said, is_current=id(draft) not in replaced, recorded_at=at)

    writes.insert(ChainOutput, outputs, row)


def take_back(*, undo: BulkUndo, by: User) -> None:
    """Take back the output that a batch brought in; the caller records it."""
    if not undo.touches(ChainOutput):
        return
    require(by, Can.CHAIN_ENTER)
    undo.remove(ChainOutput)
    undo.restore(ChainOutput)
