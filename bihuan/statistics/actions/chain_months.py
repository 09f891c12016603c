"""Output of the chains' enterprises by month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.writing import action
from bihuan.projects.models import Chain
from bihuan.statistics import rules
from bihuan.statistics.chains.counting import CountingChains
from bihuan.statistics.chains.models import ChainLead, ChainMonth
from bihuan.statistics.drafts import MonthOutputDraft
from bihuan.statistics.rules.chains import check_counting_chain

from .versions import write_rows, write_version


@action
def enter_chain_month(
    *,
    chain: Chain,
    month: Month,
    rows: Mapping[str, tuple[int, int]],
    by: User,
    at: datetime,
    reason: str = "",
) -> int:
    """Enter a month of a chain: by enterprise, its output and that of the same month the year
    before, in yuan. Return how many rows changed. Raises RowsRefused with a sentence for each row
    that a rule forbids; then nothing is written.
    """
    require(by, Can.CHAIN_ENTER, ChainLead.of(chain))
    Chain.objects.select_for_update().get(pk=chain.pk)
    current = ChainMonth.objects.filter(chain=chain, month=month.first_day, is_current=True)
    stands = {each.enterprise: each for each in current}
    counting = CountingChains(month.year)

    def write(enterprise: str) -> bool:
        old, said = stands.get(enterprise.strip()), rows[enterprise]
        draft = MonthOutputDraft(chain, enterprise.strip(), month.first_day, *said, 1, reason, old)
        return _put_month(draft, counting, by=by, at=at) is not old

    return write_rows((enterprise, partial(write, enterprise)) for enterprise in rows)


def _put_month(
    draft: MonthOutputDraft, counting: CountingChains, *, by: User, at: datetime
) -> ChainMonth:
    """Write and record one enterprise's month; what stands there already is left (CHAIN-1 to 3)."""
    rules.check_month_output(
        enterprise=draft.enterprise,
        month=draft.month,
        today=local_day(at),
        output_yuan=draft.output_yuan,
        previous_output_yuan=draft.previous_output_yuan,
    )
    places = counting.places(draft.enterprise, draft.chain.name)
    check_counting_chain(draft.enterprise, draft.month.year, places)
    old: ChainMonth | None = draft.replaces
    figures = (draft.output_yuan, draft.previous_output_yuan)
    was = (old.output_yuan, old.previous_output_yuan) if old else None
    if old is not None and was == figures:
        return old
    if old is not None:
        rules.check_output_correction(draft.reason)
    said = {name: value for name, value in vars(draft).items() if name != "replaces"}
    new = write_version(ChainMonth(**said, recorded_at=at), over=old)
    record("chain.month_entered", new, by=by, at=at, yuan=[was, figures], reason=draft.reason)
    return new
