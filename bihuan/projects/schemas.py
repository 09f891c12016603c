"""What the API of projects takes and gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema

from bihuan.kit.schemas import MOST_YUAN, RowNumber, Text

from . import queries
from .kinds import Nature, ProjectState, Sector
from .models import Project

Line60 = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Line200 = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=24, pattern=r"^[^\x00]*$")]
ShortCode = Annotated[str, Field(max_length=5, pattern=r"^[^\x00]*$")]
Region = Annotated[str, Field(max_length=6, pattern=r"^[^\x00]*$")]
Phone = Annotated[str, Field(max_length=30, pattern=r"^[^\x00]*$")]
Degrees = Annotated[Decimal, Field(max_digits=9, decimal_places=6)]


class ProjectFields(Schema):
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
    theme_ids: Annotated[list[RowNumber], Field(max_length=100)] | None = None
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


class ProjectIn(ProjectFields):
    name: Line200


class ProjectPatch(ProjectFields):
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
    to: ProjectState
    on: date
    reason: Text = ""


class ClocksIn(Schema):
    """Days on which things happened, by the office's count; what is left out stays as it is."""

    started_on: date | None = None
    permit_on: date | None = None
    finished_on: date | None = None
    in_use_on: date | None = None
    reason: Text = ""


class ThemeOut(Schema):
    id: int
    name: str


class MergeIn(Schema):
    into_id: RowNumber
    on: date
    reason: Text


class ProjectsFilter(Schema):
    search: Line60 = ""
    state: ProjectState | None = None
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
    def resolve_at(line: queries.FieldChange) -> str:
        return line.at.isoformat()
