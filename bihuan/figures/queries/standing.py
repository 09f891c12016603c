"""Where each project stands: for lists of gaps, the project page and the overview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.audit.cached import cached_on
from bihuan.figures import project_months as relation
from bihuan.figures.engine import FACT_APPS, run
from bihuan.figures.questions import Question
from bihuan.projects.rates import rounding, share

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIGITS = 2


@dataclass(frozen=True)
class Position:
    """One project at the end of a month, by its highest list, with who had it then (PROJ-12). Gaps
    are in percentage points. What was completed is None, as are rates and gaps, while no report of
    the year counts; of the month alone, while none of its own does (FIGURE-22). `others` are its
    places on further lists: each is measured by its own plan (FIGURE-2).
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
    plan_completion: Decimal | None
    gap_linear: Decimal | None
    gap_curve: Decimal | None
    others: tuple[Position, ...] = ()


def positions(question: Question) -> list[Position]:
    """Return the projects that stand on the lists, furthest behind their own curve first.

    Those without a plan come last.
    """
    return list(_read(question))


@cached_on(*FACT_APPS, slots=2)
def _read(question: Question) -> tuple[Position, ...]:
    return tuple(sorted(_positions(question, None), key=_most_behind))


def positions_of(question: Question, only: Collection[int] | None) -> dict[int, Position]:
    """Return the projects in `only` that stand on the lists, or all that do, by number."""
    return {position.project_id: position for position in _positions(question, only)}


def _positions(question: Question, only: Collection[int] | None) -> Iterator[Position]:
    others: defaultdict[int, list[Position]] = defaultdict(list)
    first = []
    for is_first, place in _places(question, only):
        if is_first:
            first.append(place)
        else:
            others[place.project_id].append(place)
    for place in first:
        beside = others.get(place.project_id)
        yield replace(place, others=tuple(beside)) if beside else place


def _places(question: Question, only: Collection[int] | None) -> Iterator[tuple[bool, Position]]:
    """Yield each place of each project, and whether it is on the highest of its lists."""
    mode = rounding()

    def of_plan(part: int, whole: int) -> Decimal | None:
        return share(part, whole, digits=DIGITS, rounding=mode)

    for row in run(_standing, question, of=only):
        is_first = bool(row.pop("is_first"))
        is_told, reported = bool(row.pop("report_count")), bool(row.pop("reported_count"))
        plan = row["planned_yuan"] if is_told else 0
        done, of_month = row.pop("completed_yuan"), row.pop("month_yuan")
        expected = row.pop("plan_to_date_yuan")
        yield (
            is_first,
            Position(
                planned_to_date_yuan=expected,
                completed_yuan=done if is_told else None,
                month_yuan=of_month if reported else None,
                reported=reported,
                plan_completion=of_plan(done, plan),
                gap_linear=of_plan(done * 12 - plan * question.month, plan * 12),
                gap_curve=of_plan(done - expected, plan),
                **row,
            ),
        )


def _most_behind(position: Position) -> tuple[bool, Decimal, str]:
    gap = position.gap_curve
    return gap is None, Decimal(0) if gap is None else gap, position.project


def _standing(question: Question) -> ir.Table:
    return relation.asked_places(question).select(
        "is_first",
        "project_id",
        "project",
        "tier",
        "project_class",
        "state",
        "total_investment_yuan",
        "planned_yuan",
        "plan_to_date_yuan",
        "completed_yuan",
        "month_yuan",
        "report_count",
        "reported_count",
        "in_use_on",
        responsible_id="responsible_then",
        commander_id="commander_then",
    )
