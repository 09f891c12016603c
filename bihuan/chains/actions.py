"""Output of the industry chains' enterprises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.bulk_writes import BulkWrites, replacing
from bihuan.kit.days import local_day
from bihuan.kit.writing import action
from bihuan.projects.models import Chain

from . import rules
from .drafts import OutputDraft
from .models import ChainOutput


@action
def enter_output(
    *, chain: Chain, enterprise: str, year: int, output_yuan: int, previous_output_yuan: int,
    by: User, at: datetime, reason: str = "",
) -> ChainOutput:  # fmt: skip
    """Enter one enterprise's output of a year beside the year before; over output that stands
    there, a new version with a reason.
    """
    require(by, Can.CHAIN_ENTER)
    enterprise = enterprise.strip()
    rules.check_output(
        enterprise=enterprise, year=year, this_year=local_day(at).year, output_yuan=output_yuan,
        previous_output_yuan=previous_output_yuan,
    )  # fmt: skip
    Chain.objects.select_for_update().get(pk=chain.pk)
    old = ChainOutput.objects.filter(
        chain=chain, enterprise=enterprise, year=year, is_current=True
    ).first()
    figures = (output_yuan, previous_output_yuan)
    if old is not None:
        if (old.output_yuan, old.previous_output_yuan) == figures:
            return old
        rules.check_correction(reason)
        old.is_current = False
        old.save()
    new = ChainOutput.objects.create(
        chain=chain, enterprise=enterprise, year=year, output_yuan=output_yuan,
        previous_output_yuan=previous_output_yuan, version=old.version + 1 if old else 1,
        recorded_at=at, reason=reason,
    )  # fmt: skip
    was = (old.output_yuan, old.previous_output_yuan) if old else None
    record("chain.output_entered", new, by=by, at=at, yuan=[was, figures], reason=reason)
    return new


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
