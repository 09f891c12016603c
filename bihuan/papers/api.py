"""Papers over HTTP: the same register, files and moves as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.schemas import READING, WRITING, ErrorOut, RowNumber, Text, YearNumber
from bihuan.matters.kinds import PaperKind
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy
from bihuan.papers import actions

from .files import as_file
from .models import IssuedPaper
from .queries import papers_due

router = Router()
Id = Annotated[RowNumber, Path()]
Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class PaperOut(Schema):
    """One paper. `number` counts within kind and year; `label` is how the paper bears it."""

    id: int
    kind: str
    year: int
    number: int
    label: str
    title: str
    addressee: str
    signer: str
    issued_at: datetime
    issued_on: date
    matters: list[str] = Field(description="numbers of its matters")
    paragraphs: list[str]
    voided_on: date | None
    void_reason: str

    @staticmethod
    def resolve_matters(paper: IssuedPaper) -> list[str]:
        return [matter.number for matter in paper.matters.all()]

    @staticmethod
    def resolve_paragraphs(paper: IssuedPaper) -> list[str]:
        return list(paper.content["paragraphs"])


class PaperIn(Schema):
    matter_id: RowNumber
    kind: PaperKind
    text: Annotated[Text, Field(description="one paragraph a line")]
    signer: Name
    issued_before: Annotated[
        int | None,
        Field(ge=0, le=10**6, description="papers of this kind you know of; 409 if there are more"),
    ] = None


class DueOut(Schema):
    """A paper that a matter's level of escalation proposes."""

    matter_id: int
    matter: str
    level: int
    kind: str


class VoidIn(Schema):
    reason: Text


@router.get("", response={200: list[PaperOut], **READING})
def list_papers(
    request: UserRequest,
    year: Annotated[YearNumber | None, Query()] = None,
    kind: Annotated[PaperKind | None, Query()] = None,
    matter_id: Annotated[RowNumber | None, Query()] = None,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> QuerySet[IssuedPaper]:
    """Papers by number of row, 500 at a time: ask again with `after` the last one's."""
    rows = IssuedPaper.objects.visible_to(request.user).filter(pk__gt=after)
    rows = rows.filter(year=year) if year else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(matters=matter_id) if matter_id else rows
    return rows.prefetch_related("matters").order_by("pk")[:500]


@router.get("due", response={200: list[DueOut], 403: ErrorOut, **READING})
def list_due(request: UserRequest) -> list[DueOut]:
    """Matters that climbed to a level whose paper was not issued since; the first 500."""
    require(request.user, Can.PAPER_ISSUE)
    policy = district_policy(local_day(timezone.now()))
    return [
        DueOut(matter_id=matter.pk, matter=matter.number, level=matter.level, kind=level.paper)
        for matter in papers_due(request.user, local_day(timezone.now()))[:500]
        for level in [policy.level(matter.level)]
    ]


@router.post("", response={201: PaperOut, **WRITING})
def issue_paper(request: UserRequest, said: PaperIn) -> Status[IssuedPaper]:
    """Issue a paper about a matter: it takes the next number of its kind and year."""
    visible = Matter.objects.visible_to(request.user)
    paper = actions.issue_paper(
        kind=said.kind,
        matter=get_object_or_404(visible, pk=said.matter_id),
        text=said.text,
        signer=said.signer,
        issued_before=said.issued_before,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, paper)


@router.get("{pk}", response={200: PaperOut, **READING})
def get_paper(request: UserRequest, pk: Id) -> IssuedPaper:
    return _visible(request, pk)


@router.get("{pk}/file.{ending}", response={200: bytes, 409: ErrorOut, **READING})
def get_file(request: UserRequest, pk: Id, ending: Literal["pdf", "docx"]) -> HttpResponse:
    """The paper as PDF or Word. 409 if the machine has no Chinese font."""
    return as_file(_visible(request, pk), ending)


@router.post("{pk}/void", response={200: PaperOut, **WRITING})
def void_paper(request: UserRequest, pk: Id, said: VoidIn) -> IssuedPaper:
    """Declare a paper void; it keeps its number."""
    return actions.void_paper(
        paper=_visible(request, pk), reason=said.reason, by=request.user, at=timezone.now()
    )


def _visible(request: UserRequest, pk: int) -> IssuedPaper:
    return get_object_or_404(IssuedPaper.objects.visible_to(request.user), pk=pk)
