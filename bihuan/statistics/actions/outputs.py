"""Output of the industry chains' enterprises."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.writing import action
from bihuan.projects.models import Chain
from bihuan.statistics import rules
from bihuan.statistics.chains.models import ChainOutput

from .versions import write_version


@action
def enter_output(
    *,
    chain: Chain,
    enterprise: str,
    year: int,
    output_yuan: int,
    previous_output_yuan: int,
    by: User,
    at: datetime,
    reason: str = "",
) -> ChainOutput:
    """Enter one enterprise's output of a year beside the year before; over output that stands
    there, a new version with a reason.
    """
    require(by, Can.CHAIN_ENTER)
    enterprise = enterprise.strip()
    rules.check_output(
        enterprise=enterprise,
        year=year,
        this_year=local_day(at).year,
        output_yuan=output_yuan,
        previous_output_yuan=previous_output_yuan,
    )
    Chain.objects.select_for_update().get(pk=chain.pk)
    old = ChainOutput.objects.filter(
        chain=chain, enterprise=enterprise, year=year, is_current=True
    ).first()
    figures = (output_yuan, previous_output_yuan)
    if old is not None:
        if (old.output_yuan, old.previous_output_yuan) == figures:
            return old
        rules.check_output_correction(reason)
    fresh = ChainOutput(
        chain=chain,
        enterprise=enterprise,
        year=year,
        output_yuan=output_yuan,
        previous_output_yuan=previous_output_yuan,
        reason=reason,
        recorded_at=at,
    )
    new = write_version(fresh, over=old)
    was = (old.output_yuan, old.previous_output_yuan) if old else None
    record("chain.output_entered", new, by=by, at=at, yuan=[was, figures], reason=reason)
    return new
