"""Projects over HTTP: the same actions as the pages."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import LimitOffsetPagination, paginate

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Leader, Organisation
from bihuan.kit.schemas import MOST_YUAN, READING, WRITING, RowNumber, Text

from . import actions, queries
from .kinds import Nature, Sector, State
from .models import Chain, Project

router = Router()


Line60 = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Line200 = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=24, pattern=r"^[^\x00]*$")]
ShortCode = Annotated[str, Field(max_length=5, pattern=r"^[^\x00]*$")]
Region = Annotated[str, Field(max_length=6, pattern=r"^[^\x00]*$")]
Phone = Annotated[str, Field(max_length=30, pattern=r"^[^\x00]*$")]
Degrees = Annotated[Decimal, Field(max_digits=9, decimal_places=6)]
REFERENCES = {
    "owner": Organisation, "responsible": Organisation, "commander": Leader, "chain": Chain,
}  # fmt: skip


class Said(Schema):
    """What is said of a project; what is left out stays as it is."""

    name: Line200 | None = None
    national_code: Code | None = None
    sector: Sector | None = None
    industry_code: ShortCode | None = None
    nature: Nature | None = None
    content: Text | None = None
    owner_id: RowNumber | None = None
    responsible_id: RowNumber | None = None
    commander_id: RowNumber | None = None
    chain_id: RowNumber | None = None
    contact: Line60 | None = None
    contact_phone: Phone | None = None
    region_code: Region | None = None
    place: Line200 | None = None
    longitude: Degrees | None = None
    latitude: Degrees | None = None
    total_investment_yuan: Annotated[int, Field(ge=0, le=MOST_YUAN)] | None = None
    planned_start_on: date | None = None
    planned_finish_on: date | None = None
    remark: Text | None = None


class ProjectIn(Said):
    name: Line200


class ProjectPatch(Said):
    edition: Annotated[int, Field(ge=1, le=2**31 - 1, description="the edition you read")]
    reason: Text = ""


class ProjectOut(Schema):
    id: int
    name: str
    former_names: list[str]
    national_code: str
    state: str
    sector: str
    industry_code: str
    nature: str
    content: str
    owner_id: int | None
    responsible_id: int | None
    commander_id: int | None
    chain_id: int | None
    theme_ids: list[int]
    contact: str
    contact_phone: str
    region_code: str
    place: str
    longitude: Decimal | None
    latitude: Decimal | None
    total_investment_yuan: int | None
    planned_start_on: date | None
    planned_finish_on: date | None
    started_on: date | None
    permit_on: date | None
    finished_on: date | None
    in_use_on: date | None
    merged_into_id: int | None
    remark: str
    edition: int

    @staticmethod
    def resolve_former_names(project: Project) -> list[str]:
        return [former.name for former in project.former_names.all()]

    @staticmethod
    def resolve_theme_ids(project: Project) -> list[int]:
        return [theme.pk for theme in project.themes.all()]


class StateIn(Schema):
    to: State
    on: date
    reason: Text = ""


class MergeIn(Schema):
    into_id: RowNumber
    on: date
    reason: Text


class ProjectsFilter(Schema):
    search: Line60 = ""
    state: State | None = None
    sector: Sector | None = None
    organisation_id: RowNumber | None = None


class EventOut(Schema):
    at: str
    by: str
    deed: str
    field: str
    old: str
    new: str
    reason: str

    @staticmethod
    def resolve_at(line: queries.Line) -> str:
        return line.at.isoformat()


@router.get("", response={200: list[ProjectOut], **READING})
@paginate(LimitOffsetPagination)
def list_projects(
    request: UserRequest, wanted: Annotated[ProjectsFilter, Query()]
) -> QuerySet[Project]:
    """Projects one may see; `search` looks in names, former names, codes and pinyin initials."""
    found = queries.search(_visible(request), wanted.search)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.sector:
        found = found.filter(sector=wanted.sector)
    if wanted.organisation_id:
        found = queries.of_organisation(found, wanted.organisation_id)
    return found.order_by("pk")


@router.post("", response={201: ProjectOut, **WRITING})
def add_project(request: UserRequest, said: ProjectIn) -> Status[Project]:
    values = _values(said)
    return Status(201, actions.add_project(**values, by=request.user, at=timezone.now()))


@router.get("{int:pk}", response={200: ProjectOut, **READING})
def get_project(request: UserRequest, pk: int) -> Project:
    return get_object_or_404(_visible(request), pk=pk)


@router.patch("{int:pk}", response={200: ProjectOut, **WRITING})
def edit_project(request: UserRequest, pk: int, said: ProjectPatch) -> Project:
    """Change what is given. An edition that no longer stands is answered 409."""
    return actions.edit_project(
        project=get_object_or_404(_visible(request), pk=pk), edition=said.edition,
        reason=said.reason, **_values(said), by=request.user, at=timezone.now(),
    )  # fmt: skip


@router.post("{int:pk}/state", response={200: ProjectOut, **WRITING})
def change_state(request: UserRequest, pk: int, said: StateIn) -> Project:
    return actions.change_state(
        project=get_object_or_404(_visible(request), pk=pk), to=said.to, on=said.on,
        reason=said.reason, by=request.user, at=timezone.now(),
    )  # fmt: skip


@router.post("{int:pk}/merge", response={200: ProjectOut, **WRITING})
def merge_project(request: UserRequest, pk: int, said: MergeIn) -> Project:
    """Merge the project into another; its months and history stay."""
    return actions.merge_projects(
        gone=get_object_or_404(_visible(request), pk=pk),
        kept=get_object_or_404(_visible(request), pk=said.into_id), on=said.on,
        reason=said.reason, by=request.user, at=timezone.now(),
    )  # fmt: skip


@router.get("{int:pk}/history", response={200: list[EventOut], **READING})
def project_history(request: UserRequest, pk: int) -> list[queries.Line]:
    """Who changed what and why, newest first."""
    return queries.history(get_object_or_404(_visible(request), pk=pk))


def _visible(request: UserRequest) -> QuerySet[Project]:
    return Project.objects.visible_to(request.user).prefetch_related("former_names", "themes")


def _values(said: Said) -> dict[str, Any]:
    """Return what was said; a reference by its row."""
    values = said.dict(exclude_unset=True, exclude={"edition", "reason"})
    for key, model in REFERENCES.items():
        if f"{key}_id" in values:
            pk = values.pop(f"{key}_id")
            values[key] = None if pk is None else get_object_or_404(model, pk=pk)
    texts = {f.name for f in Project._meta.fields if f.empty_strings_allowed}
    return {
        key: "" if value is None and key in texts and key not in REFERENCES else value
        for key, value in values.items()
    }
