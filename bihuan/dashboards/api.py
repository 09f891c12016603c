"""The two counts of investment over HTTP: the same as the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText, RowNumber
from bihuan.matters.models import Matter
from bihuan.projects.models import Project

from . import actions
from .queries.reconciliation import ReconciledMonth, reconciled

router = Router()


class ReconciledOut(Schema):
    """A project's month: null where nobody told; `question` is the number of the matter that asks
    about it.
    """

    project_id: int
    name: str
    organisation: str
    has_entered: bool
    entered_on: date | None
    office_yuan: int | None
    bureau_yuan: int | None
    difference_yuan: int
    ratio: Decimal | None
    office_to_date_yuan: int
    bureau_to_date_yuan: int
    question: str | None

    @staticmethod
    def resolve_question(row: ReconciledMonth) -> str | None:
        return row.matter.number if row.matter else None


class DifferenceIn(Schema):
    project_id: RowNumber
    month: MonthText


class QuestionOut(Schema):
    id: int
    number: str
    project_id: int
    due_on: date


@router.get("{month}", response={200: list[ReconciledOut], **READING})
def read_month(request: UserRequest, month: MonthText) -> list[ReconciledMonth]:
    """Both counts of a month by project, those that agree too."""
    return list(reconciled(request.user, Month.parse(month)).rows)


@router.post("", response={201: QuestionOut, **WRITING})
def ask_about_difference(request: UserRequest, said: DifferenceIn) -> Status[Matter]:
    """Ask whoever reports a project why its two counts of a month differ."""
    visible = Project.objects.visible_to(request.user)
    matter = actions.ask_about_difference(
        project=get_object_or_404(visible, pk=said.project_id),
        month=Month.parse(said.month),
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, matter)
