"""Correcting, withdrawing, cutting and handing back: each says why, and what was stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.funding.drafts import FundingEntryDraft
from bihuan.funding.kinds import FundingStage
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.funding.rules import ladder
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from . import writing

S = FundingStage


@action
def correct_entry(
    *, entry: FundingEntry, draft: FundingEntryDraft, by: User, at: datetime
) -> FundingEntry:
    """Put another entry of the same stage in an entry's place, saying why (FUND-5)."""
    require(by, writing.can_enter(FundingStage(entry.stage)), entry)
    line, old, others = _standing(entry)
    ladder.check_funding_reason(draft.reason)
    if draft.stage != old.stage or (draft.amount_yuan or 0) < 0 < (old.amount_yuan or 1):
        raise Refusal(gettext("A correction is of the same stage."))
    if (draft.amount_yuan or 0) > 0 > (old.amount_yuan or 0):
        raise Refusal(gettext("Withdraw what was taken back, and enter it anew."))
    writing.check_entry(line, draft, others, by=by, at=at)
    was = ladder.summed(each.step for each in [*others, old])
    ladder.check_corrected([*(each.step for each in others), draft.step], was)
    old.is_current = False
    old.save(update_fields=["is_current"])
    quota = writing.document_for(line, draft)
    new = writing.written(line, draft, by=by, at=at, quota=quota, corrects=old)
    change = [old.amount_yuan, draft.amount_yuan]
    record("funding.corrected", new, by=by, at=at, yuan=change, reason=draft.reason)
    return new


@action
def withdraw_entry(*, entry: FundingEntry, reason: str, by: User, at: datetime) -> FundingEntry:
    """Let an entry no longer count, saying why; it stays to be seen (FUND-5)."""
    require(by, writing.can_enter(FundingStage(entry.stage)), entry)
    line, old, others = _standing(entry)
    ladder.check_funding_reason(reason)
    steps = [each.step for each in others]
    ladder.check_ladder(steps)
    ladder.check_corrected(steps, ladder.summed([*steps, old.step]))
    old.is_current = False
    old.save(update_fields=["is_current"])
    said = FundingEntryDraft(
        FundingStage(old.stage), old.on, old.amount_yuan, old.document_number, reason
    )
    new = writing.written(
        line, said, by=by, at=at, corrects=old, is_current=False, is_withdrawal=True
    )
    record("funding.withdrawn", new, by=by, at=at, reason=reason)
    return new


@action
def cut_quota(
    *,
    line: FundingLine,
    yuan: int,
    on: date,
    document_number: str,
    reason: str,
    by: User,
    at: datetime,
) -> FundingEntry:
    """Cut the quota by so much; what is in place beyond it is money to return (FUND-6)."""
    require(by, Can.FUNDING_QUOTA, line)
    line = writing.locked_line(line)
    others = writing.current_entries(line)
    ladder.check_cut(yuan, ladder.summed(each.step for each in others), document_number, reason)
    draft = FundingEntryDraft(S.ISSUED, on, -yuan, document_number, reason)
    writing.check_entry(line, draft, others, by=by, at=at)
    quota = writing.document_for(line, draft)
    entry = writing.written(line, draft, by=by, at=at, quota=quota)
    record("funding.quota_cut", entry, by=by, at=at, yuan=yuan, reason=reason)
    return entry


@action
def hand_money_back(
    *,
    line: FundingLine,
    yuan: int,
    on: date,
    document_number: str,
    reason: str,
    by: User,
    at: datetime,
) -> FundingEntry:
    """Hand back money that is to be returned: what of it had been paid is paid no more (FUND-6)."""
    require(by, Can.FUNDING_ENTER, line)
    line = writing.locked_line(line)
    others = writing.current_entries(line)
    ladder.check_funding_reason(reason)
    of_paid = ladder.handed_back(yuan, ladder.summed(each.step for each in others))
    draft = FundingEntryDraft(S.IN_PLACE, on, -yuan, document_number, reason)
    back = [draft, replace(draft, stage=S.PAID, amount_yuan=-of_paid)][: 2 if of_paid else 1]
    rules = writing.rules_of(line, at)
    for each in back:
        ladder.check_step(each.step, rules, year=line.year, today=local_day(at))
    ladder.check_ladder([*(each.step for each in others), *(each.step for each in back)])
    entries = [writing.written(line, each, by=by, at=at) for each in back]
    record("funding.handed_back", entries[0], by=by, at=at, yuan=yuan, paid=of_paid, reason=reason)
    return entries[0]


def _standing(
    entry: FundingEntry,
) -> tuple[FundingLine, FundingEntry, list[FundingEntry]]:
    """Return the line locked, the entry as it stands, and the line's other entries that count."""
    line = writing.locked_line(entry.line)
    entries = writing.current_entries(line)
    old = next((each for each in entries if each.pk == entry.pk), None)
    if old is None:
        raise Refusal(gettext("This entry was corrected or withdrawn meanwhile."))
    return line, old, [each for each in entries if each.pk != old.pk]
