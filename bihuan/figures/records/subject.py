"""What a subject is: a relation of one kind of record, and the measures counted over it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.figures.expressions import ibis
from bihuan.figures.kinds import RATES, Grain, Unit
from bihuan.figures.questions import Question
from bihuan.figures.segments import WORDS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Column = Callable[[ir.Table, Question], ir.Column]
    Relation = Callable[[Question, Hashable], ir.Table]


def one_per_record(t: ir.Table, q: Question) -> ir.IntegerColumn:
    """Return 1 for each record: what it adds to a count."""
    return t.record_id * 0 + 1


def number(condition: ir.BooleanColumn) -> ir.IntegerColumn:
    """Return 1 where the condition holds, else 0."""
    return ibis.ifelse(condition, 1, 0)


@dataclass(frozen=True)
class RecordMeasure:
    """Sum of `part` over the records for which `where` holds; with `whole`, as a percentage.

    `days` says what one record gives where the database cannot count it (working days): such a
    figure is the median of its records. `plan` names the figure that was planned of this one.
    `outlasts` says that what it counts stands from one year to the next.
    """

    name: str
    label: WORDS
    definition: WORDS
    where: Column
    unit: Unit = Unit.COUNT
    part: Column = one_per_record
    whole: Column | None = None
    days: Callable[[dict[str, Any], Question], int] | None = None
    plan: str = ""
    outlasts: bool = False

    @property
    def is_rate(self) -> bool:
        return self.unit in RATES


def every(t: ir.Table, q: Question) -> ir.BooleanColumn:
    """Hold for every record of the relation."""
    return t.record_id.notnull()


def share_of(
    name: str, label: WORDS, definition: WORDS, *, whole: Column, part: Column
) -> RecordMeasure:
    """Return the measure of how many of the records for which `whole` holds `part` holds for."""
    return RecordMeasure(
        name,
        label,
        definition,
        whole,
        Unit.PERCENT,
        lambda t, q: number(part(t, q)),
        lambda t, q: number(whole(t, q)),
    )


def _nothing(question: Question) -> Hashable:
    return None


@dataclass(frozen=True)
class Subject:
    """One kind of record. `relation` returns a row for each, with `record_id`, `name`,
    `project_id` (None if it is of no project) and `day`; `given` fetches what only rules know.
    `kept` are further columns that `days` of a measure reads. `is_asked` says that somebody is
    asked for these records: before there are any, nothing is known of its figures (FIGURE-22).
    Where it `has_handler`, a column `handler_id` says with which organisation a record stands
    (FIGURE-33).
    """

    name: str
    grain: Grain
    relation: Relation
    measures: tuple[RecordMeasure, ...]
    given: Callable[[Question], Hashable] = _nothing
    kept: tuple[str, ...] = ()
    is_asked: bool = False
    has_handler: bool = False

    @property
    def is_on_rules(self) -> bool:
        """Whether rules that are in force from a day bear on its figures."""
        return self.given is not _nothing


@dataclass(frozen=True)
class RecordFigure:
    """One figure by its id: a measure of a subject."""

    id: str
    subject: Subject
    measure: RecordMeasure


def by_id(subjects: tuple[Subject, ...]) -> dict[str, RecordFigure]:
    """Return the figures of all subjects by their ids."""
    return {
        found.id: found
        for subject in subjects
        for measure in subject.measures
        for found in [RecordFigure(f"{subject.name}.{measure.name}", subject, measure)]
    }
