"""Taking an applied batch back: each app takes back what it wrote."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model, ProtectedError

from bihuan.accounts.actions import bulk as accounts
from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import EventDraft, encode, record_many
from bihuan.audit.matching import differs_from_record
from bihuan.funding.actions import bulk as funding
from bihuan.funding.actions.counties import take_back_counties
from bihuan.importing.models import Batch, BatchState
from bihuan.importing.staging.store import PARTS, damaged_journal, unpack
from bihuan.kit.bulk_undo import BulkUndo, JournalEntry, rests_on_it
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.plans.actions import bulk as plans
from bihuan.progress.actions import bulk as progress
from bihuan.projects.actions import bulk as projects
from bihuan.statistics.actions import bulk as statistics
from bihuan.statistics.actions import bulk_outputs as chains


@action
def undo(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Take an applied batch back: what it created goes, what it changed returns to what it was.

    Refused if anything it wrote was changed since, if something new rests on it, or if an app that
    wrote of it refuses: `by` may then not change such facts, or they may no longer stand so.
    """
    require(by, Can.IMPORT)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.APPLIED:
        raise Refusal(gettext("Only an applied import can be undone."))
    if differs_from_record(batch):
        raise damaged_journal()
    try:
        written = BulkUndo(unpack(batch.journal), encode)
    except (LookupError, TypeError, ValueError) as error:  # no journal of ours
        raise damaged_journal() from error
    written.check_untouched()
    written.check_nothing_hangs_on(besides=PARTS)
    try:
        _take_back(written, by)
    except ProtectedError as error:
        raise Refusal(rests_on_it()) from error
    batch.state, batch.undone_at, batch.journal = BatchState.UNDONE, at, b""
    batch.save()
    drafts = [_deed(row, entry) for row, entry in written.undone]
    record_many([*drafts, EventDraft.on("batch.undone", batch)], by=by, at=at)
    return batch


def _take_back(written: BulkUndo, by: User) -> None:
    """Let each app take back its own: what refers before what is referred to."""
    funding.take_back(undo=written, by=by)
    take_back_counties(undo=written, by=by)
    chains.take_back_outputs(undo=written, by=by)
    statistics.take_back(undo=written, by=by)
    progress.take_back(undo=written, by=by)
    plans.take_back(undo=written, by=by)
    projects.take_back(undo=written, by=by)
    accounts.take_back(undo=written, by=by)
    written.check_all_undone()


def _deed(row: Model, entry: JournalEntry) -> EventDraft:
    model = row._meta.model_name
    if entry.before is None:
        return EventDraft(
            f"{model}.import_undone", row._meta.label_lower, str(entry.pk), dict(entry.after)
        )
    return EventDraft.on(f"{model}.restored", row, **entry.before)
