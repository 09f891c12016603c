"""The rows under a figure: added up, they are the figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, overload

from django.db import connection

from bihuan.accounts.models import User
from bihuan.figures.beside import counted_reports
from bihuan.figures.declared import RECORD_FIGURES
from bihuan.figures.engine import Row, cached_on_facts, run, sql_of
from bihuan.figures.expressions import _, ibis
from bihuan.figures.kinds import Grain
from bihuan.figures.measures import FIGURES, read_beside
from bihuan.figures.project_months import asked_places, counted_statistics, fixed_assets
from bihuan.figures.questions import Question
from bihuan.funding.kinds import Programme
from bihuan.kit.money import in_unit
from bihuan.project_months.districts import linked, selected

from .chains import chain_rows
from .chains import owns as of_a_chain
from .projects import FIXED_ASSETS
from .ranks import RANK, tables_for
from .records import cached_on_records, days_of, given_for, record_rows
from .values import MONTHLY, Figure

if TYPE_CHECKING:
    import ibis.expr.types as ir


def statement(found: Figure, question: Question) -> str:
    """Return the SQL that fetches the rows under a figure of projects or records; nothing for
    others.
    """
    if found.id in RECORD_FIGURES:
        given = given_for(question, (found.id,))
        return sql_of(record_rows, connection.vendor, found.id, question, given)
    if found.id not in FIGURES:
        return ""
    return sql_of(_BY_GRAIN[found.grain], connection.vendor, found.id, question)


@dataclass(frozen=True)
class RowUnder:
    """What one record gives to a figure. `record_id` is its number among those of its grain."""

    grain: Grain
    record_id: int
    name: str
    part: int
    whole: int = 0
    project_id: int | None = None
    tier: str = ""
    project_class: str = ""
    month: date | None = None
    day: date | None = None
    version: int | None = None
    accepted_by: str = ""
    accepted_at: datetime | None = None

    @property
    def is_matter(self) -> bool:
        return self.grain is Grain.MATTER

    @property
    def is_county(self) -> bool:
        return self.grain is Grain.COUNTY

    @property
    def is_report(self) -> bool:
        return self.grain is Grain.REPORT


def rows(found: Figure, question: Question) -> list[RowUnder]:
    """Return the rows whose parts, and wholes of a rate, add up to the figure `found`."""
    return Under(found, question)[0 : found.rows]


@dataclass(frozen=True)
class Under(Sequence[RowUnder]):
    """The rows under a figure, fetched page by page: there may be a hundred thousand."""

    found: Figure
    question: Question

    def __len__(self) -> int:
        return self.found.rows

    @overload
    def __getitem__(self, wanted: int) -> RowUnder: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[RowUnder]: ...
    def __getitem__(self, wanted: int | slice) -> RowUnder | list[RowUnder]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        found, question = self.found, self.question
        start, stop, _step = wanted.indices(found.rows)
        stop = max(start, stop)
        if of_a_chain(found.id) or found.grain is Grain.COUNTY:
            listed_for = _enterprises if of_a_chain(found.id) else _counties
            return listed_for(found, question)[start:stop]
        if found.id in RECORD_FIGURES:
            return _records(found, question, start, stop)
        if found.id == FIXED_ASSETS:
            return _investments(question, whole=False)[start:stop]
        fetched = _fetched(found.grain, found.id, question, start, stop)
        listed = [_project_row(row, found.grain) for row in fetched]
        if FIGURES[found.id].measure.over_investment and stop == found.rows:
            return [*listed, *_investments(question, whole=True)]
        return _with_names(listed)


@cached_on_facts
def _fetched(grain: Grain, figure_id: str, question: Question, start: int, stop: int) -> list[Row]:
    return run(_BY_GRAIN[grain], figure_id, question, only=slice(start, stop))


def _places(figure_id: str, question: Question) -> ir.Table:
    """The places on the lists that the figure counts, with what each gives."""
    found = FIGURES[figure_id]
    table = asked_places(question, read_beside((figure_id,)))
    counted = table.filter(found.where(table, question))
    whole = found.measure.whole(counted, question) if found.measure.whole else ibis.literal(0)
    return selected(
        counted,
        "project_id",
        "project",
        "tier",
        "project_class",
        record_id="entry_id",
        part=found.measure.part(counted, question),
        whole=whole,
    )


def _project_rows(figure_id: str, question: Question) -> ir.Table:
    return _places(figure_id, question).order_by(_.part.desc(), "project", "record_id")


def _report_rows(figure_id: str, question: Question) -> ir.Table:
    reports = selected(
        counted_reports(question),
        "project_id",
        "month",
        "version",
        "accepted_at",
        "accepted_by_id",
        "completed_yuan",
        report_id="id",
    )
    return _each(_places(figure_id, question), reports, "report_id")


def _statistics_rows(figure_id: str, question: Question) -> ir.Table:
    months = selected(
        counted_statistics(question),
        "project_id",
        "month",
        "version",
        "completed_yuan",
        month_id="id",
    )
    return _each(_places(figure_id, question), months, "month_id")


def _each(places: ir.Table, facts: ir.Table, key: str) -> ir.Table:
    placed = places.drop("record_id", "part")
    joined = linked(
        placed, facts.rename(of_project="project_id"), ("project_id", "of_project"), how="inner"
    )
    return joined.rename(record_id=key, part="completed_yuan").order_by(
        "month", "project", "record_id"
    )


_BY_GRAIN: dict[Grain, Callable[[str, Question], ir.Table]] = {
    Grain.PROJECT: _project_rows,
    Grain.REPORT: _report_rows,
    Grain.STATISTICS: _statistics_rows,
}


def _project_row(row: Row, grain: Grain) -> RowUnder:
    return RowUnder(
        grain=grain,
        record_id=row["record_id"],
        name=row["project"],
        part=row["part"],
        whole=row["whole"],
        project_id=row["project_id"],
        tier=row["tier"],
        project_class=row["project_class"],
        month=row.get("month"),
        version=row.get("version"),
        accepted_by=str(row.get("accepted_by_id") or ""),
        accepted_at=row.get("accepted_at"),
    )


def _records(found: Figure, question: Question, start: int, stop: int) -> list[RowUnder]:
    monthly = found.grain in MONTHLY
    return [
        RowUnder(
            grain=found.grain,
            record_id=row["record_id"],
            name=row["name"],
            part=row["part"],
            whole=row["whole"],
            project_id=row["project_id"],
            tier=row["tier"],
            project_class=row["project_class"],
            month=row["day"] if monthly else None,
            day=None if monthly else row["day"],
        )
        for row in _records_fetched(found.id, question, start, stop)
    ]


@cached_on_records
def _records_fetched(figure_id: str, question: Question, start: int, stop: int) -> list[Row]:
    given = given_for(question, (figure_id,))
    found = run(record_rows, figure_id, question, given, only=slice(start, stop))
    if RECORD_FIGURES[figure_id].measure.days:
        days = days_of(found, figure_id, question)
        return [row | {"part": each} for row, each in zip(found, days, strict=True)]
    return found


def _with_names(listed: list[RowUnder]) -> list[RowUnder]:
    """Return the rows with people's names in place of their numbers."""
    numbers = {int(row.accepted_by) for row in listed if row.accepted_by}
    people = {str(user.pk): str(user) for user in User.objects.filter(pk__in=numbers)}
    return [replace(row, accepted_by=people.get(row.accepted_by, "")) for row in listed]


def _enterprises(found: Figure, question: Question) -> list[RowUnder]:
    return [_enterprise(row, found.grain) for row in chain_rows(question, found.id)]


def _enterprise(row: Row, grain: Grain) -> RowUnder:
    return RowUnder(
        grain=grain,
        record_id=row["id"],
        name=row["enterprise"],
        version=row["version"],
        part=row["part"],
        whole=row["whole"],
    )


def _counties(found: Figure, question: Question) -> list[RowUnder]:
    """Return every county of the table: those before us and ours give 1 each, the others nothing;
    added up they are our place.
    """
    table = tables_for(question).get(Programme(found.id.removeprefix(RANK)))
    if table is None or table.ours is None:
        return []
    ours = table.ours
    return [
        RowUnder(
            grain=Grain.COUNTY,
            record_id=key,
            name=f"{each.rank}. {each.county} {in_unit(each.yuan)}",
            part=int(each.yuan > ours.yuan or each.is_ours),
        )
        for key, each in zip(table.records, table.counties, strict=True)
    ]


def _investments(question: Question, *, whole: bool) -> list[RowUnder]:
    return [
        RowUnder(
            grain=Grain.INVESTMENT,
            record_id=row["id"],
            name=str(Grain.INVESTMENT.label),
            month=row["month"],
            version=row["version"],
            part=0 if whole else row["cumulative_yuan"],
            whole=row["cumulative_yuan"] if whole else 0,
        )
        for row in run(fixed_assets, Question(question.year, question.month))
    ]
