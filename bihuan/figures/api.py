"""Figures over HTTP: the same answers as the pages, and the rows under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.months import month_named
from bihuan.kit.schemas import READING, Day, ErrorOut, YearNumber

from . import queries
from .kinds import Basis, Comparison, Dimension
from .questions import Question, RowScope
from .shown import plain_change, plain_compared, plain_figure, plain_row

router = Router()
ANSWERS = {**READING, 409: ErrorOut}
MonthNumber = Annotated[int, Field(ge=1, le=12)]
MonthAsked = Annotated[str, Field(pattern=r"^((19|20)\d\d-(0[1-9]|1[0-2])|[1-9]|1[0-2])$")]
Key = Annotated[str, Field(pattern=r"^[a-z_0-9A-T]{0,20}$")]


class FiguresAsked(Schema):
    """Year, month (without one: the last with an accepted report), plan, and which projects."""

    year: YearNumber
    month: MonthNumber | None = None
    basis: Basis = Basis.ORIGINAL
    tier: list[Key] = []
    project_class: list[Key] = []
    sector: list[Key] = []
    industry: list[Key] = []
    theme: list[Key] = []
    organisation: list[Key] = []
    commander: list[Key] = []
    handler: list[Key] = []
    chain: list[Key] = []
    state: list[Key] = []
    project: list[Key] = []
    district: list[Key] = []

    def question(self, request: UserRequest) -> Question:
        only = tuple((each, key) for each in Dimension for key in getattr(self, each.value))
        month = self.month or queries.latest_month(self.year)
        today = local_day(timezone.now())
        return Question(self.year, month, self.basis, RowScope.of(request.user), only, today)


Question_ = Annotated[FiguresAsked, Query()]
FigureId = Annotated[str, Query(max_length=80, pattern=r"^[^\x00]*$")]


class FigureOut(Schema):
    """Values are exact decimals in text: yuan, percent, percentage points (a month), or a count; to
    the end of `month`, against the original or the current plan.
    """

    id: str
    label: str
    value: str | None
    unit: str
    rows: int
    definition: str
    numerator: str | None
    denominator: str | None
    month: str
    basis: str


class ComparedOut(FigureOut):
    """Beside it, if a comparison is asked for: the base, the difference in `difference_unit` (of
    rates in points) and the growth in percent. A missing base is null, and the note says so.
    """

    compared: str | None = None
    difference: str | None = None
    difference_unit: str | None = None
    growth: str | None = None
    comparison_note: str = ""


class ChangedRowOut(Schema):
    """What one project gives to a cause; null for what no project bears."""

    project_id: int | None
    name: str
    value: str


class CauseOut(Schema):
    """One cause of a change, and what each project gives to it."""

    cause: str
    label: str
    value: str
    rows: list[ChangedRowOut]


class ChangeOut(Schema):
    """The parts add up to the difference exactly, and the rows of each to the part."""

    figure: str
    then: str
    now: str
    difference: str
    unit: str
    parts: list[CauseOut]


class PartOut(Schema):
    key: str
    label: str
    figures: list[FigureOut]


class RowOut(Schema):
    """`value` adds up to a sum; numerators over denominators, times 100, to a rate."""

    kind: str
    record_id: int
    name: str
    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    project_id: int | None
    tier: str
    project_class: str = Field(alias="class")
    month: str | None
    day: date | None = None
    version: int | None
    accepted_by: str
    accepted_at: datetime | None


class FigureMonthOut(Schema):
    month: str
    planned_yuan: int
    planned_to_date_yuan: int
    completed_yuan: int | None
    completed_to_date_yuan: int | None
    reports: int
    plan_completion: str | None
    speed: str | None
    acceleration: str | None


class PositionOut(Schema):
    """One project at the end of the month. Rates in percent or percentage points, as text. What was
    completed is null while no report of the year (of the month) counts.
    """

    project_id: int
    project: str
    tier: str
    project_class: str
    state: str
    responsible_id: int | None
    commander_id: int | None
    total_investment_yuan: int
    planned_yuan: int
    planned_to_date_yuan: int
    completed_yuan: int | None
    month_yuan: int | None
    reported: bool
    in_use_on: date | None
    plan_completion: str | None
    gap_linear: str | None
    gap_curve: str | None


@router.get("", response={200: list[ComparedOut], **READING})
def list_figures(
    request: UserRequest, asked: Question_, compare: Comparison | None = None
) -> list[dict[str, object]]:
    """Every figure, of the projects you may see; compared with another time or the plan."""
    question = asked.question(request)
    if compare:
        found = queries.figures(question)
        beside = queries.compared(found, question, compare)
        return [plain_compared(each, question) for each in beside]
    return [plain_figure(each, question) for each in queries.figures(question)]


@router.get("rows", response={200: list[RowOut], **ANSWERS}, by_alias=True)
def list_rows(request: UserRequest, figure: FigureId, asked: Question_) -> list[dict[str, object]]:
    """The rows under a figure: added up, they are the figure."""
    question = asked.question(request)
    found = queries.figure(figure, question)
    return [plain_row(row, found) for row in queries.rows(found, question)]


@router.get("why", response={200: ChangeOut, **ANSWERS})
def why_it_changed(
    request: UserRequest,
    figure: FigureId,
    asked: Question_,
    since: MonthAsked | None = None,
    known_then: Day | None = None,
    known_on: Day | None = None,
    basis_then: Basis | None = None,
) -> dict[str, object]:
    """Why a sum or a rate changed since another month, also of another year ("2023-12"; a number is
    a month of the year), since what was known on a day, or against another plan.
    """
    now = replace(asked.question(request), known_on=known_on)
    month = month_named(since or "", now.year)
    then = queries.earlier(now, month, basis_then or now.basis, known_then or known_on)
    return plain_change(queries.why(figure, then, now))


@router.get("parts", response={200: list[PartOut], **ANSWERS})
def list_parts(
    request: UserRequest, figure: FigureId, by: Annotated[Dimension, Query()], asked: Question_
) -> list[dict[str, object]]:
    """A figure of projects broken down. By theme and by tier a project may count twice."""
    question = asked.question(request)
    return [
        {
            "key": part.key,
            "label": part.label,
            "figures": [plain_figure(each, question) for each in part.figures],
        }
        for part in queries.parts(by, question, figure)
    ]


@router.get("months", response={200: list[FigureMonthOut], **ANSWERS})
def list_months(request: UserRequest, asked: Question_) -> list[dict[str, object]]:
    """The year month by month; what was done is null in months to come."""
    return [_plain(each) for each in queries.months(asked.question(request))]


@router.get("positions", response={200: list[PositionOut], **ANSWERS})
def list_positions(request: UserRequest, asked: Question_) -> list[dict[str, object]]:
    """Where each project stands, furthest behind its own curve first."""
    return [_plain(each) for each in queries.positions(asked.question(request))]


def _plain(values: queries.MonthPoint | queries.Position) -> dict[str, object]:
    """Return the columns, rates and months as text."""
    return {
        name: value if value is None or isinstance(value, (bool, int, date)) else str(value)
        for name, value in vars(values).items()
        if name != "others"
    }
