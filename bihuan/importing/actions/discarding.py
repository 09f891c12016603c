"""Letting go of what was brought in and never applied."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Actor, record
from bihuan.importing import rules
from bihuan.importing.models import Batch, BatchState
from bihuan.importing.staging.kept_outcomes import emptied
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action, one_writer


@action
def discard(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Let a batch go that was not applied: its files are deleted, what it was stays on the list.
    Damage of what is kept of it is no hindrance.
    """
    require(by, Can.IMPORT)
    return _discarded(batch.pk, by=by, at=at)


def discard_stale(*, by: Actor, at: datetime) -> list[int]:
    """Discard what waited too long to be applied; return the numbers of the batches (IMPORT-3)."""
    before = rules.stale_before(at, settings.STAGED_DAYS)
    stale = Batch.objects.filter(state=BatchState.STAGED, created_at__lt=before).order_by("pk")
    gone = []
    for number in stale.values_list("pk", flat=True):
        with one_writer():
            batch = Batch.objects.select_for_update().get(pk=number)
            if batch.state == BatchState.STAGED:  # nobody applied it meanwhile
                gone.append(_discarded(number, by=by, at=at).pk)
    return gone


def _discarded(number: int, *, by: Actor, at: datetime) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=number)
    if batch.state != BatchState.STAGED:
        raise Refusal(gettext("Only an import that was not applied can be discarded."))
    names = list(batch.files.values_list("name", flat=True))
    batch.files.all().delete()
    batch.state = BatchState.DISCARDED
    batch.columns, batch.answers, batch.mended = {}, {}, {}
    batch.outcome = emptied(batch.outcome)
    batch.edition += 1
    batch.save()
    record("batch.discarded", batch, by=by, at=at, files=names)
    return batch
