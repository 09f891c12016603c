"""What the API of projects takes and gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from django.db import models
from ninja import Field, Schema
from pydantic import create_model

from bihuan.kit.schemas import Day, RowNumber, Text, Yuan

from . import queries
from .kinds import ProjectState
from .models import Project
from .particular import Particular
from .particulars import CATALOGUE

NO_NUL = r"^[^\x00]*$"

Line60 = Annotated[str, Field(max_length=60, pattern=NO_NUL)]
Line200 = Annotated[str, Field(max_length=200, pattern=NO_NUL)]


def _shape_in(each: Particular) -> Any:
    """Return the type of a particular as it is taken in, as its column holds it."""
    column = each.column
    if each.is_reference:
        return RowNumber
    if each.choices:
        return Literal[tuple(value for value, _label in each.choices)]
    if isinstance(column, models.TextField):
        return Text
    if isinstance(column, models.CharField):
        return Annotated[str, Field(max_length=column.max_length, pattern=NO_NUL)]
    if isinstance(column, models.DecimalField):
        return Annotated[Decimal, Field(max_digits=15, decimal_places=column.decimal_places)]
    return Day if isinstance(column, models.DateField) else Yuan


def _shape_out(each: Particular) -> Any:
    """Return the type of a particular as it is given out."""
    plain = str if each.choices or each.blank == "" else _shape_in(each)
    plain = date if plain is Day else plain  # whatever day stands there
    return plain if each.blank == "" else plain | None


def _in_api(each: Particular) -> str:
    return f"{each.name}_id" if each.is_reference else each.name


if TYPE_CHECKING:
    SaidOfProject: TypeAlias = Schema  # known to the checker only
    ToldOfProject: TypeAlias = Schema
    WantedOfProject: TypeAlias = Schema
else:
    SaidOfProject = create_model(
        "SaidOfProject",
        __base__=Schema,
        **{_in_api(each): (_shape_in(each) | None, None) for each in CATALOGUE},
    )
    ToldOfProject = create_model(
        "ToldOfProject",
        __base__=Schema,
        **{_in_api(each): (_shape_out(each), ...) for each in CATALOGUE},
    )
    WantedOfProject = create_model(
        "WantedOfProject",
        __base__=Schema,
        **{each.name: (_shape_in(each) | None, None) for each in CATALOGUE if each.choices},
    )


class ProjectFields(SaidOfProject):
    """What is said of a project; what is left out stays as it is."""

    theme_ids: Annotated[list[RowNumber], Field(max_length=100)] | None = None


class ProjectIn(ProjectFields):
    name: Line200


class ProjectPatch(ProjectFields):
    edition: Annotated[int, Field(ge=1, le=2**31 - 1, description="the edition you read")]
    reason: Text = ""
    since: Day | None = Field(
        None, description="since when owner, responsible and commander are these; today if left out"
    )


class ProjectOut(ToldOfProject):
    id: int
    former_names: list[str]
    state: str
    theme_ids: list[int]
    started_on: date | None
    permit_on: date | None
    finished_on: date | None
    in_use_on: date | None
    merged_into_id: int | None
    edition: int

    @staticmethod
    def resolve_former_names(project: Project) -> list[str]:
        return [former.name for former in project.former_names.all()]

    @staticmethod
    def resolve_theme_ids(project: Project) -> list[int]:
        return [theme.pk for theme in project.themes.all()]


class StateIn(Schema):
    to: ProjectState
    on: Day
    reason: Text = ""


class ClocksIn(Schema):
    """Days on which things happened, by the office's count; what is left out stays as it is."""

    started_on: Day | None = None
    permit_on: Day | None = None
    finished_on: Day | None = None
    in_use_on: Day | None = None
    reason: Text = ""


class ThemeOut(Schema):
    id: int
    name: str


class MergeIn(Schema):
    into_id: RowNumber
    on: Day
    reason: Text


class ProjectsFilter(WantedOfProject):
    search: Line60 = ""
    state: ProjectState | None = None
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
