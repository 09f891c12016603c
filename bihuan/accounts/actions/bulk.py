"""Organisations and leaders, many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts import rules
from bihuan.accounts.drafts import LeaderDraft, OrganisationDraft
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_undo import BulkUndo
from bihuan.kit.bulk_writes import BulkWrites, Edit
from bihuan.kit.pinyin import spoken


def add_many(
    *,
    organisations: Sequence[OrganisationDraft],
    leaders: Sequence[LeaderDraft],
    edits: Sequence[Edit],
    writes: BulkWrites,
    by: User,
    at: datetime,
) -> None:
    """Write organisations and leaders, and what is edited of them; the caller records it. Refused
    as the single actions refuse: two bear neither one name nor one credit code.
    """
    if not (organisations or leaders or edits):
        return
    require(by, Can.ACCOUNTS_MANAGE)
    _check_free(organisations, edits)
    writes.insert(
        Organisation,
        organisations,
        lambda draft: Organisation(
            name=draft.name,
            pinyin=spoken(draft.name),
            credit_code=draft.credit_code,
            created_at=at,
        ),
    )
    writes.insert(
        Leader,
        leaders,
        lambda draft: Leader(name=draft.name, pinyin=spoken(draft.name), title=draft.title),
    )
    writes.edit(edits)


def _check_free(organisations: Sequence[OrganisationDraft], edits: Sequence[Edit]) -> None:
    """Refuse names and codes that others bear, or two of these."""
    names = Counter(draft.name for draft in organisations)
    there = set(Organisation.objects.filter(name__in=names).values_list("name", flat=True))
    for name, count in names.items():
        rules.check_name_free(name, taken=count > 1 or name in there)
    claimed = [(draft.credit_code, draft.name, None) for draft in organisations]
    claimed += [
        (edit.fields["credit_code"][1], str(edit.thing), edit.thing.pk)
        for edit in edits
        if "credit_code" in edit.fields
    ]
    coded = Organisation.objects.filter(credit_code__in=[code for code, *_rest in claimed if code])
    bearers: dict[str, tuple[str, int | None]] = {o.credit_code: (o.name, o.pk) for o in coded}
    for code, name, pk in claimed:
        bearer, borne_by = bearers.setdefault(code, (name, pk)) if code else (name, pk)
        rules.check_code_free("" if (bearer, borne_by) == (name, pk) else bearer)


def take_back(*, undo: BulkUndo, by: User) -> None:
    """Take back organisations and leaders that a batch brought in, and what it set of others; the
    caller records it.
    """
    if not undo.touches(Organisation, Leader):
        return
    require(by, Can.ACCOUNTS_MANAGE)
    undo.restore(Organisation, Leader)
    undo.remove(Organisation, Leader)
