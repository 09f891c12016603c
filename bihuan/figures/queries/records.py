"""The values of figures counted from records: matters, reports due, milestones, needs, visits."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from functools import reduce
from statistics import median
from typing import TYPE_CHECKING, cast

from bihuan.audit.cached import cached_on
from bihuan.figures.building import built_once
from bihuan.figures.declared import RECORD_FIGURES
from bihuan.figures.engine import FACT_APPS, Row, run
from bihuan.figures.expressions import _, ibis
from bihuan.figures.questions import Question
from bihuan.figures.records import SUBJECTS, Subject
from bihuan.figures.records.of_projects import of_projects
from bihuan.figures.records.subject import RecordFigure
from bihuan.projects.rates import rounding, share

from .values import Figure, in_order

if TYPE_CHECKING:
    import ibis.expr.types as ir

ALL = tuple(RECORD_FIGURES)
cached_on_records = cached_on(*FACT_APPS, "matters", "factors", "visits", "funding", slots=96)
Given = tuple[Hashable, ...]
"""What rules alone know of each subject, in the order of SUBJECTS; None where it is not asked."""


def owns(figure_id: str) -> bool:
    """Return whether a figure is counted from records."""
    return figure_id in RECORD_FIGURES


def record_figures(question: Question, ids: tuple[str, ...] = ALL) -> list[Figure]:
    """Return the figures `ids`: one statement for all sums, one for each median."""
    sums, mode = _reckoned(question, in_order(RECORD_FIGURES, ids))
    return [record_answer(RECORD_FIGURES[each], sums, rounding=mode) for each in ids]


@cached_on_records
def _reckoned(question: Question, ids: tuple[str, ...]) -> tuple[Row, str]:
    given = given_for(question, ids)
    sums = run(_totals, question, ids, given)[0]
    for each in ids:
        if RECORD_FIGURES[each].measure.days:
            sums[f"days {each}"] = days_of(run(record_rows, each, question, given), each, question)
    return sums, rounding()


def given_for(question: Question, ids: tuple[str, ...]) -> Given:
    """Return what rules say of the subjects that `ids` are of."""
    asked = {RECORD_FIGURES[each].subject for each in ids}
    return tuple(each.given(question) if each in asked else None for each in SUBJECTS)


def days_of(found: list[Row], figure_id: str, question: Question) -> list[int]:
    """Return what each row gives to a figure that is a median."""
    counted = RECORD_FIGURES[figure_id].measure.days
    assert counted is not None
    return [counted(row, question) for row in found]


def record_answer(found: RecordFigure, sums: Row, *, rounding: str) -> Figure:
    """Return the figure that a row of totals says."""
    measure, days = found.measure, sums.get(f"days {found.id}")
    part, whole = sums[f"part {found.id}"] or 0, sums.get(f"whole {found.id}")
    value: int | Decimal | None = part
    if measure.is_rate:
        value = share(part, whole, digits=2, rounding=rounding)
    if days is not None:
        part, value = sum(days), _median(days)
    return Figure(
        id=found.id,
        label=str(measure.label),
        unit=measure.unit,
        value=value,
        part=part,
        whole=(whole or 0) if measure.is_rate else None,
        rows=sums[f"rows {found.id}"] or 0,
        definition=str(measure.definition),
        grain=found.subject.grain,
        is_counted=True,
        is_known=not found.subject.is_asked or bool(sums[f"told {found.id}"]),
    )


def _median(days: list[int]) -> Decimal | None:
    """Return the middle value, or half-way between the two in the middle: exactly."""
    return Decimal(str(median(map(Decimal, days)))) if days else None


@built_once
def relation(
    subject: Subject, question: Question, given: Given, *, each_list: bool = False
) -> ir.Table:
    """Return a subject's records, with the columns by which they break down."""
    records = subject.relation(question, given[SUBJECTS.index(subject)])
    return of_projects(records, question, each_list=each_list)


def record_totals(table: ir.Table, question: Question, ids: tuple[str, ...]) -> dict[str, ir.Value]:
    """Return part, whole and number of rows of each of the figures of one subject, and how many
    records it has.
    """
    sums: dict[str, ir.Value] = {}
    for each in ids:
        measure = RECORD_FIGURES[each].measure
        where = measure.where(table, question)
        sums[f"part {each}"] = measure.part(table, question).sum(where=where)
        sums[f"rows {each}"] = ibis.ifelse(where, 1, 0).sum()
        if measure.whole:
            sums[f"whole {each}"] = measure.whole(table, question).sum(where=where)
        if RECORD_FIGURES[each].subject.is_asked:
            sums[f"told {each}"] = table.count()
    return sums


def ids_by_subject(ids: tuple[str, ...]) -> dict[Subject, tuple[str, ...]]:
    """Return the ids that each subject answers for."""
    found: dict[Subject, tuple[str, ...]] = {}
    for each in ids:
        subject = RECORD_FIGURES[each].subject
        found[subject] = (*found.get(subject, ()), each)
    return found


def _totals(question: Question, ids: tuple[str, ...], given: Given) -> ir.Table:
    """One row: the sums of each subject side by side."""
    counted = [
        table.aggregate(**record_totals(table, question, of_subject))
        for subject, of_subject in ids_by_subject(ids).items()
        for table in [relation(subject, question, given)]
    ]
    return reduce(lambda left, right: left.cross_join(right), counted)


def record_rows(figure_id: str, question: Question, given: Given) -> ir.Table:
    """Return the records that a figure counts, with what each gives, in order of day and name."""
    found = RECORD_FIGURES[figure_id]
    table = relation(found.subject, question, given)
    counted = table.filter(found.measure.where(table, question))
    whole = found.measure.whole(counted, question) if found.measure.whole else ibis.literal(0)
    chosen = counted.select(
        "record_id",
        "project_id",
        "name",
        "day",
        "tier",
        "project_class",
        *found.subject.kept,
        part=found.measure.part(counted, question),
        whole=whole,
    )
    return cast("ir.Table", chosen.order_by(_.day, "name", "record_id"))
