"""What tables state of money won and used, by the rules of single actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.funding.drafts import LineDraft, LineEntryDraft
from bihuan.funding.models import FundingEntry, FundingLine, QuotaDocument
from bihuan.funding.rules import ladder
from bihuan.kit.bulk_undo import BulkUndo, rests_on_it
from bihuan.kit.bulk_writes import BulkWrites
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from . import writing
from .entering import check_line


def write_many(
    *,
    lines: Sequence[LineDraft],
    entries: Sequence[LineEntryDraft],
    writes: BulkWrites,
    by: User,
    at: datetime,
) -> None:
    """Write the lines and entries of a table, in its order; the caller records it. Refused as the
    single actions refuse, and then nothing is written (FUND-2 to FUND-7).
    """
    if not (lines or entries):
        return
    require(by, Can.FUNDING_ENTER)
    for line in lines:
        _write_line(line, writes, by)
    stands: defaultdict[int, list[FundingEntry]] = defaultdict(list)
    known = {line.pk for e in entries if isinstance(line := e.line, FundingLine)}
    for row in FundingEntry.objects.filter(line__in=known, is_current=True).order_by("pk"):
        stands[row.line_id].append(row)
    for draft in entries:
        line = writes.made(draft.line)
        stands[line.pk].append(_write_entry(line, draft, stands[line.pk], writes, by, at))


def _write_line(draft: LineDraft, writes: BulkWrites, by: User) -> None:
    project = writes.made(draft.project)
    require(by, Can.FUNDING_ENTER, project)
    check_line(draft, project)
    said = {**vars(draft), "project": project, "batch": draft.batch.strip()}
    writes.insert(FundingLine, [draft], lambda _draft: FundingLine(**said))


def _write_entry(
    line: FundingLine,
    draft: LineEntryDraft,
    others: Sequence[FundingEntry],
    writes: BulkWrites,
    by: User,
    at: datetime,
) -> FundingEntry:
    def make(document: QuotaDocument) -> QuotaDocument:
        writes.insert(QuotaDocument, [document], lambda new: new)
        return document

    if (draft.entry.amount_yuan or 1) < 0:
        raise Refusal(gettext("An amount is above nothing."))
    writing.check_entry(line, draft.entry, others, by=by, at=at)
    quota = writing.document_for(line, draft.entry, make)
    row = writing.entry_row(line, draft.entry, by=by, at=at, quota=quota)
    writes.insert(FundingEntry, [draft], lambda _draft: row)
    return row


def take_back(*, undo: BulkUndo, by: User) -> None:
    """Take back what a batch stated of money; the caller records it. Refused where something
    entered since rests on it.
    """
    if not undo.touches(FundingLine, QuotaDocument, FundingEntry):
        return
    require(by, Can.FUNDING_ENTER)
    gone = undo.created(FundingEntry)
    keys = {each.pk for each in gone}
    lines = {each.line_id for each in gone}
    opened = [each.pk for each in undo.created(FundingLine)]
    documents = [each.pk for each in undo.created(QuotaDocument)]
    left = FundingEntry.objects.exclude(pk__in=keys)
    if (
        left.filter(line__in=opened).exists()
        or left.filter(quota__in=documents).exists()
        or left.filter(corrects__in=keys).exists()
    ):
        raise Refusal(rests_on_it())
    undo.remove(FundingEntry, QuotaDocument, FundingLine)
    undo.restore(FundingEntry, QuotaDocument, FundingLine)
    for line in FundingLine.objects.filter(pk__in=lines):
        ladder.check_ladder([each.step for each in writing.current_entries(line)])
