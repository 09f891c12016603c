"""Opening a line of money, and entering the stages that it reaches."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.funding.drafts import FundingEntryDraft, LineDraft
from bihuan.funding.kinds import Programme
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects.models import Project

from . import writing


@action
def open_line(*, draft: LineDraft, by: User, at: datetime) -> FundingLine:
    """Open a line for a project; it is empty until a stage is entered (FUND-2)."""
    require(by, Can.FUNDING_ENTER, draft.project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=draft.project.pk)
    check_line(draft, project)
    batch = draft.batch.strip()
    line = FundingLine.objects.create(
        project=project,
        programme=draft.programme,
        year=draft.year,
        batch=batch,
        is_lump=draft.is_lump,
    )
    record("funding.opened", line, by=by, at=at, programme=draft.programme, year=draft.year)
    return line


def check_line(draft: LineDraft, project: Project) -> None:
    """Refuse a programme that there is not, a year out of reach, and a line that stands."""
    if draft.programme not in Programme.values:
        raise Refusal(gettext("There is no such programme."))
    if not 2001 <= draft.year <= 2049:
        raise Refusal(gettext("The year is 2001 to 2049."))
    stands = FundingLine.objects.filter(
        project=project, programme=draft.programme, year=draft.year, batch=draft.batch.strip()
    ).first()
    if stands is not None:
        raise Refusal(gettext("“%s” stands there already.") % stands)


@action
def enter_funding(
    *, line: FundingLine, draft: FundingEntryDraft, by: User, at: datetime
) -> FundingEntry:
    """Enter a stage that a line reached, with its amount and document (FUND-3, FUND-4)."""
    require(by, writing.can_enter(draft.stage), line)
    line = writing.locked_line(line)
    if (draft.amount_yuan or 1) < 0:
        raise Refusal(gettext("An amount is above nothing."))
    writing.check_entry(line, draft, writing.current_entries(line), by=by, at=at)
    quota = writing.document_for(line, draft)
    entry = writing.written(line, draft, by=by, at=at, quota=quota)
    record("funding.entered", entry, by=by, at=at, stage=draft.stage, yuan=draft.amount_yuan)
    return entry
