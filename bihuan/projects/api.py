"""Projects over HTTP: the same actions as the pages."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Status
from ninja.pagination import paginate

from bihuan.accounts.http import UserRequest
from bihuan.kit.paging import Pages
from bihuan.kit.schemas import READING, WRITING

from . import actions, queries, schemas
from .models import Project, Theme
from .particulars import CATALOGUE

router = Router()


@router.get("", response={200: list[schemas.ProjectOut], **READING})
@paginate(Pages)
def list_projects(
    request: UserRequest, wanted: Annotated[schemas.ProjectsFilter, Query()]
) -> QuerySet[Project]:
    """Projects one may see; `search` looks in names, former names, codes and pinyin."""
    found = queries.search(_visible(request), wanted.search)
    if wanted.state:
        found = found.filter(state=wanted.state)
    for each in CATALOGUE:
        if each.choices and (value := getattr(wanted, each.name)):
            found = found.filter(**{each.name: value})
    if wanted.organisation_id:
        found = queries.of_organisation(found, wanted.organisation_id)
    return found.order_by("pk")


@router.post("", response={201: schemas.ProjectOut, **WRITING})
def add_project(request: UserRequest, said: schemas.ProjectIn) -> Status[Project]:
    values = _values(said)
    return Status(201, actions.add_project(**values, by=request.user, at=timezone.now()))


@router.get("themes", response={200: list[schemas.ThemeOut], **READING})
def list_themes(request: UserRequest) -> QuerySet[Theme]:
    return Theme.objects.all()


@router.get("{int:pk}", response={200: schemas.ProjectOut, **READING})
def get_project(request: UserRequest, pk: int) -> Project:
    return get_object_or_404(_visible(request), pk=pk)


@router.patch("{int:pk}", response={200: schemas.ProjectOut, **WRITING})
def edit_project(request: UserRequest, pk: int, said: schemas.ProjectPatch) -> Project:
    """Change what is given. An edition that no longer stands is answered 409."""
    return actions.edit_project(
        project=get_object_or_404(_visible(request), pk=pk),
        edition=said.edition,
        reason=said.reason,
        since=said.since,
        **_values(said),
        by=request.user,
        at=timezone.now(),
    )


@router.post("{int:pk}/state", response={200: schemas.ProjectOut, **WRITING})
def change_state(request: UserRequest, pk: int, said: schemas.StateIn) -> Project:
    return actions.change_state(
        project=get_object_or_404(_visible(request), pk=pk),
        to=said.to,
        on=said.on,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post("{int:pk}/clocks", response={200: schemas.ProjectOut, **WRITING})
def set_clocks(request: UserRequest, pk: int, said: schemas.ClocksIn) -> Project:
    """Set or correct the office's start, the permit's day, finish and use; over a day that stands,
    with a reason. The statistics bureau keeps its own start: `/api/statistics/standings`.
    """
    days = said.dict(exclude_unset=True, exclude={"reason"})
    return actions.set_clocks(
        project=get_object_or_404(_visible(request), pk=pk),
        reason=said.reason,
        **days,
        by=request.user,
        at=timezone.now(),
    )


@router.post("{int:pk}/merge", response={200: schemas.ProjectOut, **WRITING})
def merge_project(request: UserRequest, pk: int, said: schemas.MergeIn) -> Project:
    """Merge the project into another; its months and history stay."""
    return actions.merge_projects(
        gone=get_object_or_404(_visible(request), pk=pk),
        kept=get_object_or_404(_visible(request), pk=said.into_id),
        on=said.on,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.get("{int:pk}/history", response={200: list[schemas.EventOut], **READING})
def project_history(request: UserRequest, pk: int) -> list[queries.FieldChange]:
    """Who changed what and why, newest first."""
    return queries.history(get_object_or_404(_visible(request), pk=pk))


def _visible(request: UserRequest) -> QuerySet[Project]:
    return Project.objects.visible_to(request.user).prefetch_related("former_names", "themes")


def _values(said: schemas.ProjectFields) -> dict[str, Any]:
    """Return what was said; a reference by its row."""
    values: dict[str, Any] = said.dict(exclude_unset=True, exclude={"edition", "reason", "since"})
    for each in CATALOGUE:
        if each.is_reference and f"{each.name}_id" in values:
            pk = values.pop(f"{each.name}_id")
            rows: Any = each.column.related_model
            values[each.name] = None if pk is None else get_object_or_404(rows, pk=pk)
        elif values.get(each.name, "") is None:
            values[each.name] = each.blank
    if "theme_ids" in values:
        values["themes"] = _themes(values.pop("theme_ids") or [])
    return values


def _themes(numbers: list[int]) -> list[Theme]:
    """Return the themes of these numbers. Raises 404 for one that there is not."""
    found = Theme.objects.in_bulk(numbers)
    if found.keys() != set(numbers):
        raise Http404
    return list(found.values())
