"""The supervision of public money over HTTP: the same as the pages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.funding.kinds import Programme
from bihuan.funding.models import FundingLine
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.kit.numbers import half_up
from bihuan.kit.schemas import READING, WRITING, RowNumber, YearNumber
from bihuan.oversight import actions
from bihuan.oversight.kinds import DutyState, LackKind, Readiness
from bihuan.oversight.queries.flags import FlagLine, flags_asked
from bihuan.oversight.queries.readiness import ReadyLine, ready_table, won_rates
from bihuan.oversight.queries.visits import VisitLine, required_visits

router = Router()
FlagCode = Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")]


class FlagsAsked(Schema):
    """How flags are narrowed: as on the page."""

    programme: Programme | None = None
    kind: FlagCode = ""
    organisation_id: RowNumber | None = None

    def words(self, year: int) -> dict[str, str]:
        return {
            "year": str(year),
            "programme": self.programme or "",
            "flag": self.kind,
            "organisation": str(self.organisation_id or ""),
        }


class FlagOut(Schema):
    """One flag of one line, with the newest matter raised of it."""

    line_id: int
    project_id: int
    project: str
    programme: Programme
    year: int
    batch: str
    kind: str
    clause: str
    source: str
    reason: str
    matter_id: int | None
    matter_number: str
    is_raised: bool
    note: str


class RaiseFlagIn(Schema):
    kind: FlagCode


class FlagRaisedOut(Schema):
    matter_id: int
    matter_number: str


class RequiredVisitOut(Schema):
    """One required visit; `visit_id` is the one that was made."""

    project_id: int
    project: str
    programme: Programme
    purpose: str
    due_on: date | None
    made_on: date | None
    state: DutyState
    visit_id: int | None


class LackOut(Schema):
    """One thing that is missing; `need_id` is the approval on the project's list."""

    kind: LackKind
    label: str
    state: str
    due_on: date | None
    need_id: int | None


class ReadyCellOut(Schema):
    programme: Programme
    state: Readiness
    missing: list[LackOut]


class ReadyLineOut(Schema):
    """One project in reserve or preparation, by how it stands for each programme."""

    project_id: int
    project: str
    cells: list[ReadyCellOut]


class WonOut(Schema):
    """What was applied for and won; rates in percent, null where nothing was applied for."""

    programme: Programme
    year: int
    projects_applied: int
    projects_won: int
    applied_yuan: int
    issued_yuan: int
    percent_of_projects: Decimal | None
    percent_of_yuan: Decimal | None


@router.get("readiness", response={200: list[ReadyLineOut], **READING})
def list_readiness(request: UserRequest) -> list[ReadyLineOut]:
    """The projects before their works that you may see, by how they stand for each programme."""
    return [_ready(each) for each in ready_table(request.user, _today()).lines]


@router.get("won", response={200: list[WonOut], **READING})
def list_won(request: UserRequest) -> list[WonOut]:
    """What was applied for and won by programme and year of the batches."""
    return [
        WonOut(
            programme=each.programme,
            year=each.year,
            **asdict(each.rate),
            percent_of_projects=_two_places(each.rate.percent_of_projects),
            percent_of_yuan=_two_places(each.rate.percent_of_yuan),
        )
        for each in won_rates(funding_rows(request.user, _today()))
    ]


@router.get("years/{int:year}/flags", response={200: list[FlagOut], **READING})
def list_flags(request: UserRequest, year: YearNumber, asked: Query[FlagsAsked]) -> list[FlagOut]:
    """The flags of the year's batches as they stand today, of the projects that you may see."""
    return [_flag(each) for each in flags_asked(request.user, _today(), asked.words(year))]


@router.post("lines/{int:pk}/raise", response={201: FlagRaisedOut, **WRITING})
def raise_flag(request: UserRequest, pk: int, said: RaiseFlagIn) -> Status[FlagRaisedOut]:
    """Raise a flag of a line as a matter. Refused with its number while one is open."""
    lines = FundingLine.objects.visible_to(request.user).select_related("project")
    matter = actions.raise_flag(
        line=get_object_or_404(lines, pk=pk), kind=said.kind, by=request.user, at=timezone.now()
    )
    return Status(201, FlagRaisedOut(matter_id=matter.pk, matter_number=matter.number))


@router.get("years/{int:year}/visits", response={200: list[RequiredVisitOut], **READING})
def list_required_visits(request: UserRequest, year: YearNumber) -> list[RequiredVisitOut]:
    """The visits of supervision required of the projects of the year's batches."""
    rows = funding_rows(request.user, _today(), year=year)
    return [_visit(each) for each in required_visits(rows, _today())]


def _two_places(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else half_up(percent, 2)


def _ready(line: ReadyLine) -> ReadyLineOut:
    cells = [
        ReadyCellOut(
            programme=code,
            state=cell.state,
            missing=[
                LackOut(
                    kind=each.kind,
                    label=each.label,
                    state=each.state,
                    due_on=each.due_on,
                    need_id=each.need,
                )
                for each in cell.missing
            ],
        )
        for code, cell in line.cells
    ]
    return ReadyLineOut(project_id=line.project.pk, project=line.project.name, cells=cells)


def _flag(each: FlagLine) -> FlagOut:
    line, verdict, matter = each.line, each.verdict, each.matter
    return FlagOut(
        line_id=line.pk,
        project_id=line.project_id,
        project=line.project.name,
        programme=Programme(line.programme),
        year=line.year,
        batch=line.batch,
        kind=verdict.kind.value,
        clause=verdict.clause,
        source=verdict.source,
        reason=verdict.reason,
        matter_id=matter.pk if matter else None,
        matter_number=matter.number if matter else "",
        is_raised=each.is_raised,
        note=each.note,
    )


def _visit(each: VisitLine) -> RequiredVisitOut:
    duty = each.duty
    return RequiredVisitOut(
        project_id=each.project.pk,
        project=each.project.name,
        programme=each.programme,
        purpose=duty.purpose.value,
        due_on=duty.due_on,
        made_on=duty.made_on,
        state=duty.state,
        visit_id=each.visit,
    )


def _today() -> date:
    return local_day(timezone.now())
