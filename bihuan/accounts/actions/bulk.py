"""Organisations and leaders, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.drafts import LeaderDraft, OrganisationDraft
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_writes import BulkWrites, Edit


def add_many(
    *,
    organisations: Sequence[OrganisationDraft],
    leaders: Sequence[LeaderDraft],
    edits: Sequence[Edit],
    writes: BulkWrites,
    by: User,
    at: datetime,
) -> None:
    """Write organisations and leaders, and what is edited of them; the caller records it."""
    if not (organisations or leaders or edits):
        return
    require(by, Can.ACCOUNTS_MANAGE)
    writes.insert(
        Organisation,
        organisations,
        lambda draft: Organisation(name=draft.name, credit_code=draft.credit_code, created_at=at),
    )
    writes.insert(Leader, leaders, lambda draft: Leader(name=draft.name, title=draft.title))
    writes.edit(edits)
