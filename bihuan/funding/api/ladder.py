"""Money won and used over HTTP: the same actions as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.funding import actions, queries
from bihuan.funding.drafts import FundingEntryDraft, LineDraft
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.funding.queries import FundingRow
from bihuan.funding.rules.ladder import Sums
from bihuan.kit.days import local_day
from bihuan.kit.schemas import (
    READING,
    WRITING,
    Day,
    RowNumber,
    Text,
    YearNumber,
    Yuan,
)
from bihuan.projects.models import Project

PAGE = 100
router = Router()
Short = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]


class SumsOut(Schema):
    """What stands at each stage, in yuan; `to_return` is in place beyond the quota."""

    applied: int
    issued: int
    in_place: int
    paid: int
    works: int
    to_return: int


class ProgrammeYearOut(SumsOut):
    programme: Programme
    projects: int
    lines: int
    flags: int


class FundingVerdictOut(Schema):
    """What is to be said of a line, with its clause and reason."""

    kind: str
    clause: str
    reason: str


class FundingLineOut(Schema):
    id: int
    project_id: int
    programme: str
    year: int
    batch: str
    is_lump: bool


class LineStandOut(FundingLineOut):
    """A line as it stands today, with the newest stage that it reached."""

    stage: str | None
    sums: SumsOut
    verdicts: list[FundingVerdictOut]


class FundingEntryOut(Schema):
    """An entry: below zero was taken back; `corrects` is the entry in whose place it stands."""

    id: int
    line_id: int
    stage: str
    on: date
    amount_yuan: int | None
    document_number: str
    reason: str
    corrects_id: int | None
    is_current: bool
    is_withdrawal: bool


class OneLineOut(LineStandOut):
    entries: list[FundingEntryOut]


class LinesOut(Schema):
    total: int
    page: int
    lines: list[LineStandOut]


class LinesAsked(Schema):
    """How the list is narrowed."""

    year: YearNumber | None = None
    programme: Programme | None = None
    project_id: RowNumber | None = None
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class LineIn(Schema):
    project_id: RowNumber
    programme: Programme
    year: YearNumber
    batch: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    is_lump: bool = False


class FundingEntryIn(Schema):
    """A stage reached; `total_yuan` is what the document of a quota gives all its projects."""

    stage: FundingStage
    on: Day
    amount_yuan: Yuan | None = None
    document_number: Short = ""
    reason: Text = ""
    total_yuan: Yuan | None = None

    def draft(self) -> FundingEntryDraft:
        return FundingEntryDraft(**self.dict())


class TakenBackIn(Schema):
    yuan: Yuan
    on: Day
    reason: Text
    document_number: Short = ""


class WithdrawIn(Schema):
    reason: Text


@router.get("years/{int:year}", response={200: list[ProgrammeYearOut], **READING})
def read_year(request: UserRequest, year: YearNumber) -> list[ProgrammeYearOut]:
    """The money of the year's batches by programme, of the projects that you may see."""
    rows = queries.funding_rows(request.user, _today(), year=year)
    return [
        ProgrammeYearOut(
            **_sums(each.sums).dict(),
            programme=each.programme,
            projects=each.projects,
            lines=each.lines,
            flags=each.flags,
        )
        for each in queries.of_year(rows)
    ]


@router.get("lines", response={200: LinesOut, **READING})
def list_lines(request: UserRequest, asked: Query[LinesAsked]) -> LinesOut:
    """Lines of money that you may see, a hundred to a page."""
    rows = queries.funding_rows(
        request.user,
        _today(),
        year=asked.year,
        programme=asked.programme or "",
        project_pk=asked.project_id,
    )
    page = Paginator(rows, PAGE).get_page(asked.page)
    return LinesOut(total=len(rows), page=page.number, lines=[_stand(each) for each in page])


@router.get("lines/{int:pk}", response={200: OneLineOut, **READING})
def read_line(request: UserRequest, pk: int) -> OneLineOut:
    """One line with every entry, those that count no more too."""
    line = _line(request, pk)
    rows = queries.funding_rows(request.user, _today(), project_pk=line.project_id)
    row = next(each for each in rows if each.line.pk == line.pk)
    entries = [FundingEntryOut.from_orm(each) for each in queries.story(line)]
    return OneLineOut(**_stand(row).dict(), entries=entries)


@router.post("lines", response={201: FundingLineOut, **WRITING})
def open_line(request: UserRequest, said: LineIn) -> Status[FundingLine]:
    """Open a line for a project."""
    visible = Project.objects.visible_to(request.user)
    project = get_object_or_404(visible, pk=said.project_id)
    draft = LineDraft(project, said.programme, said.year, said.batch, said.is_lump)
    return Status(201, actions.open_line(draft=draft, by=request.user, at=timezone.now()))


@router.post("lines/{int:pk}/entries", response={201: FundingEntryOut, **WRITING})
def enter_funding(request: UserRequest, pk: int, said: FundingEntryIn) -> Status[FundingEntry]:
    """Enter a stage that a line reached."""
    entry = actions.enter_funding(
        line=_line(request, pk), draft=said.draft(), by=request.user, at=timezone.now()
    )
    return Status(201, entry)


@router.post("lines/{int:pk}/cut", response={201: FundingEntryOut, **WRITING})
def cut_quota(request: UserRequest, pk: int, said: TakenBackIn) -> Status[FundingEntry]:
    """Cut the quota; what is in place beyond it is to be returned."""
    entry = actions.cut_quota(
        line=_line(request, pk), **said.dict(), by=request.user, at=timezone.now()
    )
    return Status(201, entry)


@router.post("lines/{int:pk}/hand-back", response={201: FundingEntryOut, **WRITING})
def hand_back(request: UserRequest, pk: int, said: TakenBackIn) -> Status[FundingEntry]:
    """Hand back what is to be returned."""
    entry = actions.hand_money_back(
        line=_line(request, pk), **said.dict(), by=request.user, at=timezone.now()
    )
    return Status(201, entry)


@router.post("entries/{int:pk}/correct", response={201: FundingEntryOut, **WRITING})
def correct_entry(request: UserRequest, pk: int, said: FundingEntryIn) -> Status[FundingEntry]:
    """Put another entry in one's place, saying why."""
    entry = actions.correct_entry(
        entry=_entry(request, pk), draft=said.draft(), by=request.user, at=timezone.now()
    )
    return Status(201, entry)


@router.post("entries/{int:pk}/withdraw", response={201: FundingEntryOut, **WRITING})
def withdraw_entry(request: UserRequest, pk: int, said: WithdrawIn) -> Status[FundingEntry]:
    """Let an entry no longer count, saying why."""
    entry = actions.withdraw_entry(
        entry=_entry(request, pk), reason=said.reason, by=request.user, at=timezone.now()
    )
    return Status(201, entry)


def _stand(row: FundingRow) -> LineStandOut:
    return LineStandOut(
        **FundingLineOut.from_orm(row.line).dict(),
        stage=row.stage.value if row.stage else None,
        sums=_sums(row.sums),
        verdicts=[FundingVerdictOut.from_orm(each) for each in row.verdicts],
    )


def _sums(sums: Sums) -> SumsOut:
    return SumsOut.from_orm(sums)


def _today() -> date:
    return local_day(timezone.now())


def _line(request: UserRequest, pk: int) -> FundingLine:
    rows = FundingLine.objects.visible_to(request.user).select_related("project")
    return get_object_or_404(rows, pk=pk)


def _entry(request: UserRequest, pk: int) -> FundingEntry:
    lines = FundingLine.objects.visible_to(request.user)
    rows = FundingEntry.objects.filter(line__in=lines).select_related("line__project")
    return get_object_or_404(rows, pk=pk)
