"""Sources and uses of projects, and the year's flow of money, over HTTP."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from bihuan.accounts.http import UserRequest
from bihuan.funding.kinds import Programme
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.kit.schemas import READING, YearNumber
from bihuan.oversight.kinds import MoneySource, MoneyState
from bihuan.oversight.queries.flow import money_flow
from bihuan.oversight.queries.uses import cash_curve, completed_to_date, sources_and_uses
from bihuan.oversight.rules.flow import FlowLine
from bihuan.projects.models import Project

router = Router()


class SourceOut(Schema):
    """The money of one programme for a project, in yuan."""

    programme: Programme
    found: int
    in_place: int
    paid: int
    works: int
    money_ahead: int
    works_ahead: int


class CurveLineOut(Schema):
    """One line of the curve: sums to date by month, null where nothing is known."""

    kind: str
    values: list[int | None]


class UsesOut(Schema):
    """Sources and uses of one project, in yuan; `gap` is total investment without money found."""

    project_id: int
    total: int | None
    found: int
    gap: int | None
    completed: int | None
    unfunded: int
    sources: list[SourceOut]
    sentences: list[str]
    months: list[str]
    curve: list[CurveLineOut]


class FlowLineOut(Schema):
    """The quota of one programme for one project in one batch, by how far it has come, in yuan."""

    project_id: int
    project: str
    source: MoneySource
    programme: Programme
    batch: str
    issued: int
    paid: int
    in_place: int
    awaited: int
    beyond: int


class FlowOut(Schema):
    """The year's flow: its lines and their sums."""

    issued: int
    by_source: dict[MoneySource, int]
    by_programme: dict[Programme, int]
    by_state: dict[MoneyState, int]
    beyond: int
    lines: list[FlowLineOut]


@router.get("projects/{int:pk}/uses", response={200: UsesOut, **READING})
def read_uses(request: UserRequest, pk: int) -> UsesOut:
    """One project's sources and uses, what is ahead, and the curve of both by month."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    rows = funding_rows(request.user, _today(), project_pk=project.pk)
    completed = completed_to_date(project, _today())
    money, chart = sources_and_uses(project, rows, completed), cash_curve(rows, completed)
    return UsesOut(
        project_id=project.pk,
        total=money.total_yuan,
        found=money.sums.issued,
        gap=money.gap_yuan,
        completed=money.completed_yuan,
        unfunded=money.unfunded_yuan,
        sources=[
            SourceOut(
                programme=each.programme,
                found=each.sums.issued,
                in_place=each.sums.in_place,
                paid=each.sums.paid,
                works=each.sums.works,
                money_ahead=each.money_ahead_yuan,
                works_ahead=each.works_ahead_yuan,
            )
            for each in money.sources
        ],
        sentences=list(money.sentences()),
        months=list(chart.labels) if chart else [],
        curve=[CurveLineOut(kind=x.kind, values=list(x.values)) for x in chart.lines]
        if chart
        else [],
    )


@router.get("years/{int:year}/flow", response={200: FlowOut, **READING})
def read_flow(request: UserRequest, year: YearNumber) -> FlowOut:
    """The quotas of the year's batches from their sources to how far they have come."""
    flow = money_flow(funding_rows(request.user, _today(), year=year))
    return FlowOut(
        issued=flow.sums.issued,
        by_source=flow.by_source(),
        by_programme=flow.by_programme(),
        by_state=flow.by_state(),
        beyond=flow.beyond_yuan,
        lines=[_line(each) for each in flow.lines],
    )


def _line(line: FlowLine) -> FlowLineOut:
    return FlowLineOut(
        project_id=line.project,
        project=line.name,
        source=line.source,
        programme=line.programme,
        batch=line.batch,
        issued=line.sums.issued,
        beyond=line.beyond_yuan,
        **{state.value: yuan for state, yuan in line.states.items()},
    )


def _today() -> date:
    return local_day(timezone.now())
