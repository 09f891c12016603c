"""What the bureau calls projects, over HTTP: the same actions as the pages."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.kit.schemas import READING, WRITING, RowNumber, Text
from bihuan.projects.models import Project
from bihuan.statistics import actions
from bihuan.statistics.models import BureauName

router = Router()


class BureauNameIn(Schema):
    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
    project_id: RowNumber


class BureauNameOut(Schema):
    id: int
    name: str
    project_id: int
    is_current: bool
    reason: str


class WithdrawnIn(Schema):
    reason: Text


@router.get("names", response={200: list[BureauNameOut], **READING})
def list_names(request: UserRequest) -> QuerySet[BureauName]:
    """The names that were remembered of projects you may see, those withdrawn too."""
    visible = Project.objects.visible_to(request.user)
    return BureauName.objects.filter(project__in=visible).order_by("pk")


@router.post("names", response={201: BureauNameOut, **WRITING})
def remember_name(request: UserRequest, said: BureauNameIn) -> Status[BureauName]:
    """Remember which project the bureau's tables mean by a name."""
    row = actions.remember_bureau_name(
        name=said.name,
        project=get_object_or_404(Project.objects.visible_to(request.user), pk=said.project_id),
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, row)


@router.post("names/{int:pk}/withdraw", response={200: BureauNameOut, **WRITING})
def withdraw_name(request: UserRequest, pk: int, said: WithdrawnIn) -> BureauName:
    """Forget which project a name means: the next table asks again."""
    visible = Project.objects.visible_to(request.user)
    row = get_object_or_404(BureauName.objects.filter(project__in=visible), pk=pk)
    return actions.withdraw_bureau_name(
        bureau_name=row, reason=said.reason, by=request.user, at=timezone.now()
    )
