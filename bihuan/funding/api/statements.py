"""Two statements of funds in place over HTTP, and asking about a difference."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.funding import actions, queries
from bihuan.kit.schemas import READING, WRITING, YearNumber
from bihuan.progress.models import Report

router = Router()


class StatementOut(Schema):
    """A report's funds in place beside the ladder's to the end of its month, in yuan; `matter_id`
    is the newest matter in which the difference was asked about.
    """

    report_id: int
    project_id: int
    month: date
    reported_yuan: int
    ladder_yuan: int
    difference_yuan: int
    matter_id: int | None


class StatementAskedOut(Schema):
    """The matter in which a difference is asked about."""

    id: int
    number: str


@router.get("statements/{int:year}", response={200: list[StatementOut], **READING})
def read_statements(request: UserRequest, year: YearNumber) -> list[StatementOut]:
    """Both statements of each project and month of the year that you may see."""
    return [
        StatementOut(
            report_id=row.report_pk,
            project_id=row.project.pk,
            month=row.month,
            reported_yuan=row.reported_yuan,
            ladder_yuan=row.ladder_yuan,
            difference_yuan=row.difference_yuan,
            matter_id=row.matter.pk if row.matter else None,
        )
        for row in queries.statement_rows(request.user, year)
    ]


@router.post("statements/{int:pk}/ask", response={201: StatementAskedOut, **WRITING})
def ask_statement(request: UserRequest, pk: int) -> Status[StatementAskedOut]:
    """Ask the reporter why the statements of a report differ; `pk` is the report's."""
    reports = Report.objects.visible_to(request.user).select_related("project__owner")
    report = get_object_or_404(reports, pk=pk)
    matter = actions.ask_statement(report=report, by=request.user, at=timezone.now())
    return Status(201, StatementAskedOut(id=matter.pk, number=matter.number))
