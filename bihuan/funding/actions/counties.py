"""What the city publishes of its counties: own facts, corrected by new versions with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.funding.drafts import CountyDraft
from bihuan.funding.kinds import Programme
from bihuan.funding.models import CountyFunding
from bihuan.funding.rules import counties
from bihuan.kit.bulk_undo import BulkUndo
from bihuan.kit.bulk_writes import BulkWrites, replacing
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action


@action
def enter_county(*, draft: CountyDraft, by: User, at: datetime) -> CountyFunding:
    """Enter what one county won by the city's table; over an amount that stands there, a new
    version with a reason (FUND-12).
    """
    require(by, Can.FUNDING_QUOTA)
    draft = replace(draft, county=draft.county.strip(), until=Month.of(draft.until).first_day)
    _check(draft, at)
    old = (
        CountyFunding.objects.select_for_update()
        .filter(county=draft.county, programme=draft.programme, until=draft.until, is_current=True)
        .first()
    )
    if old is not None and old.amount_yuan == draft.amount_yuan:
        return old
    if old is not None:
        counties.check_county_correction(draft.reason)
        old.is_current = False
        old.save(update_fields=["is_current"])
    new = _row(replace(draft, version=old.version + 1 if old else 1), at, is_current=True)
    new.save()
    was = old.amount_yuan if old else None
    record(
        "funding.county_entered",
        new,
        by=by,
        at=at,
        yuan=[was, draft.amount_yuan],
        reason=draft.reason,
    )
    return new


def write_counties(
    *, drafts: Sequence[CountyDraft], writes: BulkWrites, by: User, at: datetime
) -> None:
    """Write a table of the city; the caller records it. Refused as the single action refuses."""
    if not drafts:
        return
    require(by, Can.FUNDING_QUOTA)
    edits, replaced = replacing(drafts)
    for draft in drafts:
        _check(draft, at)
        if draft.replaces is not None:
            counties.check_county_correction(draft.reason)
    writes.edit(edits)
    writes.insert(
        CountyFunding, drafts, lambda each: _row(each, at, is_current=id(each) not in replaced)
    )


def take_back_counties(*, undo: BulkUndo, by: User) -> None:
    """Take back what a batch stated of counties; the caller records it."""
    if not undo.touches(CountyFunding):
        return
    require(by, Can.FUNDING_QUOTA)
    undo.remove(CountyFunding)
    undo.restore(CountyFunding)


def _check(draft: CountyDraft, at: datetime) -> None:
    if draft.programme not in Programme.values:
        raise Refusal(gettext("There is no such programme."))
    told = (draft.county, draft.year, draft.until, draft.amount_yuan)
    counties.check_county(*told, today=local_day(at))


def _row(draft: CountyDraft, at: datetime, *, is_current: bool) -> CountyFunding:
    said = {name: value for name, value in vars(draft).items() if name != "replaces"}
    return CountyFunding(**said, is_current=is_current, recorded_at=at)
