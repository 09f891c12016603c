"""Output of the industry chains over HTTP: the same action as the page."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.kit.schemas import READING, WRITING, RowNumber, Text, YearNumber, Yuan
from bihuan.projects.models import Chain
from bihuan.statistics import actions
from bihuan.statistics.chains.models import ChainOutput

from .register import router as register

router = Router()
router.add_router("", register)


class ChainOut(Schema):
    id: int
    name: str
    leader_id: int | None = None
    department_id: int | None = None

    @staticmethod
    def resolve_leader_id(row: Chain) -> int | None:
        return row.lead.leader_id if hasattr(row, "lead") else None

    @staticmethod
    def resolve_department_id(row: Chain) -> int | None:
        return row.lead.department_id if hasattr(row, "lead") else None


class OutputIn(Schema):
    chain_id: RowNumber
    enterprise: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
    year: YearNumber
    output_yuan: Yuan
    previous_output_yuan: Yuan
    reason: Text = ""


class OutputOut(Schema):
    chain_id: int
    enterprise: str
    year: int
    version: int
    output_yuan: int
    previous_output_yuan: int


@router.get("", response={200: list[ChainOut], **READING})
def list_chains(request: UserRequest) -> QuerySet[Chain]:
    """The chains, each with who leads it and which department looks after it."""
    return Chain.objects.select_related("lead")


@router.get("outputs", response={200: list[OutputOut], **READING})
def list_outputs(
    request: UserRequest, year: Annotated[YearNumber, Query()]
) -> QuerySet[ChainOutput]:
    """Each enterprise's output of the year beside the year before."""
    return ChainOutput.objects.filter(year=year, is_current=True).order_by("chain", "enterprise")


@router.post("outputs", response={201: OutputOut, **WRITING})
def enter_output(request: UserRequest, said: OutputIn) -> Status[ChainOutput]:
    """Enter an enterprise's output; over output that stands there, a new version with a reason."""
    row = actions.enter_output(
        chain=get_object_or_404(Chain, pk=said.chain_id),
        enterprise=said.enterprise,
        year=said.year,
        output_yuan=said.output_yuan,
        reason=said.reason,
        previous_output_yuan=said.previous_output_yuan,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, row)
