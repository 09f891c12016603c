"""What all actions of money share: the line locked, its document, the entry written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.funding.drafts import FundingEntryDraft
from bihuan.funding.kinds import FundingStage
from bihuan.funding.models import FundingEntry, FundingLine, QuotaDocument
from bihuan.funding.presets import funding_rules
from bihuan.funding.programmes import ProgrammeRules
from bihuan.funding.queries.conditions import missing
from bihuan.funding.rules import documents, ladder
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext


def can_enter(stage: FundingStage) -> Can:
    """Return what who enters a stage must be allowed (FUND-11)."""
    return Can.FUNDING_QUOTA if ladder.is_of_quota(stage) else Can.FUNDING_ENTER


def locked_line(line: FundingLine) -> FundingLine:
    """Return the line as it stands, locked until all is written."""
    rows = FundingLine.objects.select_for_update(of=("self",)).select_related("project")
    return rows.get(pk=line.pk)


def current_entries(line: FundingLine) -> list[FundingEntry]:
    """Return the entries of a line that count, in the order of their writing."""
    return list(FundingEntry.objects.filter(line=line, is_current=True).order_by("pk"))


def rules_of(line: FundingLine, at: datetime) -> ProgrammeRules:
    return funding_rules().on(local_day(at)).of(line.programme)


def check_entry(
    line: FundingLine,
    draft: FundingEntryDraft,
    others: Sequence[FundingEntry],
    *,
    by: User,
    at: datetime,
) -> None:
    """Refuse what the rules of the line's programme and its other entries forbid."""
    require(by, can_enter(draft.stage), line)
    rules = rules_of(line, at)
    ladder.check_step(draft.step, rules, year=line.year, today=local_day(at))
    ladder.check_document(draft.stage, rules, draft.document_number, draft.amount_yuan)
    lacking = missing(line.project_id, rules, draft.stage, draft.on)
    ladder.check_missing(draft.stage, lacking, draft.reason)
    same = (draft.stage, draft.on, draft.amount_yuan, draft.document_number.strip())
    if any((e.stage, e.on, e.amount_yuan, e.document_number) == same for e in others):
        raise Refusal(gettext("This entry stands there already."))
    ladder.check_ladder([*(each.step for each in others), draft.step])


def new_document(document: QuotaDocument) -> QuotaDocument:
    """Write a document that nothing was entered of so far."""
    document.save()
    return document


def document_for(
    line: FundingLine,
    draft: FundingEntryDraft,
    make: Callable[[QuotaDocument], QuotaDocument] = new_document,
) -> QuotaDocument | None:
    """Return the document of a quota, new or known. Refuse by name and where one that was used,
    unless it was said to name several projects and its total suffices (FUND-4).
    """
    number = draft.document_number.strip()
    if draft.stage is not FundingStage.ISSUED or not number:
        return None
    known = QuotaDocument.objects.filter(programme=line.programme, number=number).first()
    if known is None:
        total = draft.total_yuan
        documents.check_total(total, draft.amount_yuan or 0)
        return make(
            QuotaDocument(
                programme=line.programme, number=number, issued_on=draft.on, total_yuan=total
            )
        )
    others = list(known.entries.filter(is_current=True).select_related("line__project"))
    if others:
        documents.check_use(_used(known, others, line), on=draft.on, yuan=draft.amount_yuan or 0)
    elif (known.issued_on, known.total_yuan) != (draft.on, draft.total_yuan):
        known.issued_on, known.total_yuan = draft.on, draft.total_yuan
        known.save()
    return known


def _used(
    known: QuotaDocument, others: Sequence[FundingEntry], line: FundingLine
) -> documents.DocumentUse:
    return documents.DocumentUse(
        known.number,
        str(others[0].line),
        known.issued_on,
        sum(each.amount_yuan or 0 for each in others),
        known.total_yuan,
        any(each.line_id == line.pk for each in others),
    )


def written(
    line: FundingLine, draft: FundingEntryDraft, *, by: User, at: datetime, **more: Any
) -> FundingEntry:
    """Write one entry; the caller records it."""
    entry = entry_row(line, draft, by=by, at=at, **more)
    entry.save()
    return entry


def entry_row(
    line: FundingLine, draft: FundingEntryDraft, *, by: User, at: datetime, **more: Any
) -> FundingEntry:
    """Return the row of one entry, not written yet."""
    return FundingEntry(
        line=line,
        stage=draft.stage,
        on=draft.on,
        amount_yuan=draft.amount_yuan,
        document_number=draft.document_number.strip(),
        reason=draft.reason.strip(),
        by=by,
        at=at,
        **more,
    )
