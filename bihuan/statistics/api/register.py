"""The register of industry chains over HTTP: the same actions as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Leader, Organisation
from bihuan.kit.months import Month
from bihuan.kit.schemas import (
    READING,
    WRITING,
    Day,
    MonthText,
    RowNumber,
    Text,
    YearNumber,
    Yuan,
)
from bihuan.projects.models import Chain, Project
from bihuan.statistics import actions
from bihuan.statistics.chains.drafts import PlaceDraft
from bihuan.statistics.chains.kinds import CameAs, ChainLink, WentAs
from bihuan.statistics.chains.models import (
    ChainLead,
    ChainMember,
    ChainMonth,
    ChainProject,
    ChainTarget,
)

router = Router()
Name = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=18, pattern=r"^[^\x00]*$")]


class ChainLeadIn(Schema):
    leader_id: RowNumber | None = None
    department_id: RowNumber | None = None


class ChainLeadOut(Schema):
    chain_id: int
    leader_id: int | None
    department_id: int | None


class PlaceIn(Schema):
    """An enterprise and its place. `counts` is false where another chain counts its output."""

    name: Name
    link: ChainLink
    credit_code: Code = ""
    above_scale_on: Day | None = None
    counts: bool = True
    since: Day | None = None
    came_as: CameAs | None = None
    until: Day | None = None
    went_as: WentAs | None = None

    def draft(self) -> PlaceDraft:
        said = self.dict() | {"came_as": self.came_as or "", "went_as": self.went_as or ""}
        return PlaceDraft(**said)


class PlaceOut(Schema):
    id: int
    chain_id: int
    name: str
    credit_code: str
    above_scale_on: date | None
    link: str
    counts: bool
    since: date | None
    came_as: str
    until: date | None
    went_as: str

    @staticmethod
    def resolve_name(row: ChainMember) -> str:
        return row.enterprise.name

    @staticmethod
    def resolve_credit_code(row: ChainMember) -> str:
        return row.enterprise.credit_code

    @staticmethod
    def resolve_above_scale_on(row: ChainMember) -> date | None:
        return row.enterprise.above_scale_on


class TargetIn(Schema):
    year: YearNumber
    target_yuan: Yuan
    reason: Text = ""


class TargetOut(Schema):
    chain_id: int
    year: int
    version: int
    target_yuan: int


class MonthRowIn(Schema):
    enterprise: Name
    output_yuan: Yuan
    previous_output_yuan: Yuan


class ChainMonthIn(Schema):
    month: MonthText
    rows: Annotated[list[MonthRowIn], Field(max_length=2_000)]
    reason: Text = ""


class ChainMonthOut(Schema):
    chain_id: int
    enterprise: str
    month: date
    version: int
    output_yuan: int
    previous_output_yuan: int


class ChangedOut(Schema):
    changed: int


class ChainProjectIn(Schema):
    link: ChainLink
    expected_output_yuan: Yuan | None = None


class ChainProjectOut(Schema):
    project_id: int
    link: str
    expected_output_yuan: int | None


@router.put("{int:pk}/lead", response={200: ChainLeadOut, **WRITING})
def set_lead(request: UserRequest, pk: int, said: ChainLeadIn) -> ChainLead:
    """Say who leads a chain, and which department looks after it."""
    return actions.set_chain_lead(
        chain=_chain(pk),
        leader=get_object_or_404(Leader, pk=said.leader_id) if said.leader_id else None,
        department=(
            get_object_or_404(Organisation, pk=said.department_id) if said.department_id else None
        ),
        by=request.user,
        at=timezone.now(),
    )


@router.put("{int:pk}/targets", response={200: TargetOut, **WRITING})
def set_target(request: UserRequest, pk: int, said: TargetIn) -> ChainTarget:
    """Say what a chain is to put out in a year; over a target, a new version with a reason."""
    return actions.set_chain_target(
        chain=_chain(pk), **said.dict(), by=request.user, at=timezone.now()
    )


@router.get("{int:pk}/places", response={200: list[PlaceOut], **READING})
def list_places(request: UserRequest, pk: int) -> QuerySet[ChainMember]:
    """The enterprises of a chain's register, those that left too."""
    return ChainMember.objects.filter(chain=_chain(pk)).select_related("enterprise").order_by("pk")


@router.post("{int:pk}/places", response={201: PlaceOut, **WRITING})
def enrol(request: UserRequest, pk: int, said: PlaceIn) -> Status[ChainMember]:
    """Give an enterprise its place in a chain."""
    member = actions.enrol_enterprise(
        chain=_chain(pk), draft=said.draft(), by=request.user, at=timezone.now()
    )
    return Status(201, member)


@router.put("places/{int:pk}", response={200: PlaceOut, **WRITING})
def edit_place(request: UserRequest, pk: int, said: PlaceIn) -> ChainMember:
    """Change what the register says of an enterprise; its name stays."""
    rows = ChainMember.objects.select_related("enterprise", "chain")
    return actions.edit_place(
        member=get_object_or_404(rows, pk=pk),
        draft=said.draft(),
        by=request.user,
        at=timezone.now(),
    )


@router.get("{int:pk}/months", response={200: list[ChainMonthOut], **READING})
def list_months(
    request: UserRequest, pk: int, year: Annotated[YearNumber, Query()]
) -> QuerySet[ChainMonth]:
    """Each enterprise's months of a year."""
    rows = ChainMonth.objects.filter(chain=_chain(pk), month__year=year, is_current=True)
    return rows.order_by("month", "enterprise")


@router.post("{int:pk}/months", response={200: ChangedOut, **WRITING})
def enter_months(request: UserRequest, pk: int, said: ChainMonthIn) -> ChangedOut:
    """Enter a month's table of a chain; over what stands, new versions with a reason."""
    rows = {
        row.enterprise.strip(): (row.output_yuan, row.previous_output_yuan) for row in said.rows
    }
    changed = actions.enter_chain_month(
        chain=_chain(pk),
        month=Month.parse(said.month),
        rows=rows,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return ChangedOut(changed=changed)


@router.put("projects/{int:project_pk}", response={200: ChainProjectOut, **WRITING})
def place_project(request: UserRequest, project_pk: int, said: ChainProjectIn) -> ChainProject:
    """Say where in its chain a project stands, and what it will add a year."""
    return actions.place_project(
        project=get_object_or_404(Project.objects.visible_to(request.user), pk=project_pk),
        link=said.link,
        expected_output_yuan=said.expected_output_yuan,
        by=request.user,
        at=timezone.now(),
    )


def _chain(pk: int) -> Chain:
    return get_object_or_404(Chain, pk=pk)
