"""Output of the industry chains' enterprises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.writing import action
from bihuan.projects.models import Chain
from bihuan.statistics import rules
from bihuan.statistics.chains.counting import CountingChains
from bihuan.statistics.chains.models import ChainLead, ChainOutput
from bihuan.statistics.drafts import OutputDraft
from bihuan.statistics.rules.chains import check_counting_chain

from .versions import write_rows, write_version


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
    require(by, Can.CHAIN_ENTER, ChainLead.of(chain))
    Chain.objects.select_for_update().get(pk=chain.pk)
    enterprise = enterprise.strip()
    old = _current(chain, year).filter(enterprise=enterprise).first()
    draft = OutputDraft(
        chain, enterprise, year, output_yuan, previous_output_yuan, reason=reason, replaces=old
    )
    return _put_output(draft, CountingChains(year), by=by, at=at)


@action
def enter_outputs(
    *,
    chain: Chain,
    year: int,
    rows: Mapping[str, tuple[int, int]],
    by: User,
    at: datetime,
    reason: str = "",
) -> int:
    """Enter a table of enterprises: by name, its output and that of the year before, in yuan.
    Return how many rows changed. Raises RowsRefused with a sentence for each row that a rule
    forbids; then nothing is written.
    """
    require(by, Can.CHAIN_ENTER, ChainLead.of(chain))
    Chain.objects.select_for_update().get(pk=chain.pk)
    stands = {each.enterprise: each for each in _current(chain, year)}
    counting = CountingChains(year)

    def write(enterprise: str) -> bool:
        old = stands.get(enterprise)
        draft = OutputDraft(chain, enterprise, year, *rows[enterprise], 1, reason, old)
        return _put_output(draft, counting, by=by, at=at) is not old

    return write_rows((enterprise, partial(write, enterprise)) for enterprise in rows)


def _current(chain: Chain, year: int) -> QuerySet[ChainOutput]:
    return ChainOutput.objects.filter(chain=chain, year=year, is_current=True)


def _put_output(
    draft: OutputDraft, counting: CountingChains, *, by: User, at: datetime
) -> ChainOutput:
    """Write and record one enterprise's output of a chain that the caller has locked; what stands
    there already is left as it is (CHAIN-1 to 3).
    """
    rules.check_output(
        enterprise=draft.enterprise,
        year=draft.year,
        this_year=local_day(at).year,
        output_yuan=draft.output_yuan,
        previous_output_yuan=draft.previous_output_yuan,
    )
    check_counting_chain(
        draft.enterprise, draft.year, counting.places(draft.enterprise, draft.chain.name)
    )
    old: ChainOutput | None = draft.replaces
    figures = (draft.output_yuan, draft.previous_output_yuan)
    if old is not None:
        if (old.output_yuan, old.previous_output_yuan) == figures:
            return old
        rules.check_output_correction(draft.reason)
    fresh = ChainOutput(
        chain=draft.chain,
        enterprise=draft.enterprise,
        year=draft.year,
        output_yuan=draft.output_yuan,
        previous_output_yuan=draft.previous_output_yuan,
        reason=draft.reason,
        recorded_at=at,
    )
    new = write_version(fresh, over=old)
    was = (old.output_yuan, old.previous_output_yuan) if old else None
    record("chain.output_entered", new, by=by, at=at, yuan=[was, figures], reason=draft.reason)
    return new
