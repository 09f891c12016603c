"""The statistics bureau's figures over HTTP: the same actions as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, Day, MonthText, RowNumber, Text, YearNumber, Yuan
from bihuan.projects.models import Project
from bihuan.statistics import actions
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth, StatisticsStanding
from bihuan.statistics.queries import counted_projects, investments

from .names import router as names

router = Router()
router.add_router("", names)
Year = Annotated[YearNumber, Query()]


class CountedOut(Schema):
    project_id: int
    name: str
    entered_on: date | None
    started_on: date | None
    completed_yuan: int


class StandingIn(Schema):
    project_id: RowNumber
    entered_on: Day | None = None
    started_on: Day | None = None


class StatisticsStandingOut(Schema):
    project_id: int
    entered_on: date | None
    started_on: date | None


class MonthIn(Schema):
    project_id: RowNumber
    month: MonthText
    completed_yuan: Yuan
    reason: Text = ""


class StatisticsMonthOut(Schema):
    project_id: int
    month: date
    version: int
    completed_yuan: int


class InvestmentIn(Schema):
    month: MonthText
    cumulative_yuan: Yuan
    reason: Text = ""


class InvestmentOut(Schema):
    month: date
    version: int
    cumulative_yuan: int


@router.get("projects", response={200: list[CountedOut], **READING})
def list_projects(request: UserRequest, year: Year) -> list[CountedOut]:
    """The year's projects and what the statistics count of each."""
    return [CountedOut.from_orm(each) for each in counted_projects(request.user, year)]


@router.post("standings", response={200: StatisticsStandingOut, **WRITING})
def enter_standing(request: UserRequest, said: StandingIn) -> StatisticsStanding:
    return actions.enter_standing(
        project=_project(request, said.project_id),
        entered_on=said.entered_on,
        started_on=said.started_on,
        by=request.user,
        at=timezone.now(),
    )


@router.post("months", response={201: StatisticsMonthOut, **WRITING})
def enter_month(request: UserRequest, said: MonthIn) -> Status[StatisticsMonth]:
    """Enter one month; over a figure there, a new version with a reason."""
    row = actions.enter_month(
        project=_project(request, said.project_id),
        month=Month.parse(said.month),
        completed_yuan=said.completed_yuan,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, row)


@router.get("investments", response={200: list[InvestmentOut], **READING})
def list_investments(request: UserRequest, year: Year) -> list[FixedAssetInvestment]:
    """The district's fixed-asset investment to date, by month."""
    return [each.row for each in investments(year) if each.row]


@router.post("investments", response={201: InvestmentOut, **WRITING})
def enter_investment(request: UserRequest, said: InvestmentIn) -> Status[FixedAssetInvestment]:
    row = actions.enter_fixed_asset_investment(
        month=Month.parse(said.month),
        cumulative_yuan=said.cumulative_yuan,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, row)


def _project(request: UserRequest, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
