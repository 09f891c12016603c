"""What is known of each subject of a sheet: figures of the registry, never anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from bihuan.assessment.kinds import Assessed, Taken
from bihuan.assessment.rules.scheme import InputSpec, ScoreSheet
from bihuan.assessment.rules.scoring import Graded
from bihuan.figures.kinds import Dimension, Unit
from bihuan.figures.queries import Figure, FigurePart, compared, parts
from bihuan.figures.questions import Question
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass

from .ledger import entries_by_subject

LISTED = "count.all"
IN_HAND = ("matters.closing_rate", "needs.asked", "needs.answered")
"""Figures of whatever makes an organisation a guarantee department of the year."""
DIMENSIONS = {
    Assessed.PROJECTS: Dimension.PROJECT,
    Assessed.ORGANISATIONS: Dimension.ORGANISATION,
    Assessed.COMMANDERS: Dimension.COMMANDER,
    Assessed.DEPARTMENTS: Dimension.HANDLER,
}


@dataclass(frozen=True)
class SheetFacts:
    """The subjects of a sheet with what is known of them, the class of each where it has one, and
    the unit of each figure read.
    """

    subjects: list[Graded]
    classes: dict[str, ProjectClass]
    units: dict[InputSpec, Unit]


def graded(sheet: ScoreSheet, question: Question, kinds: Iterable[ProjectClass] = ()) -> SheetFacts:
    """Return who is assessed on a sheet, of all its classes or of some, and what is known of them.

    Of areas a district's ledger has no figures: nobody is assessed.
    """
    found = SheetFacts([], {}, {})
    if sheet.who not in DIMENSIONS:
        return found
    if sheet.who is not Assessed.PROJECTS:
        _gather(sheet, question, found)
    for kind in sheet.classes:
        if kind in (tuple(kinds) or sheet.classes):
            before = len(found.subjects)
            _gather(sheet, question.narrowed(Dimension.CLASS, kind.value), found)
            found.classes.update({each.key: kind for each in found.subjects[before:]})
    return found


def _gather(sheet: ScoreSheet, question: Question, found: SheetFacts) -> None:
    dimension, specs = DIMENSIONS[sheet.who], list(dict.fromkeys(sheet.specs))
    answers = _Answers(dimension, question, specs)
    for part in answers.listed():
        known: dict[InputSpec, Decimal] = {}
        unknown: dict[InputSpec, str] = {}
        for spec in specs:
            value, unit, why = answers.of(part.key, spec)
            if unit is not None:
                found.units[spec] = unit
            if value is None:
                unknown[spec] = why
            else:
                known[spec] = value / spec.divide_by if spec.divide_by != 1 else value
        found.subjects.append(Graded(part.key, part.label, known, unknown))


class _Answers:
    """Figures broken down by subject, each breakdown computed once."""

    def __init__(self, dimension: Dimension, question: Question, specs: list[InputSpec]) -> None:
        self._dimension, self._question = dimension, question
        self._listed = IN_HAND if dimension is Dimension.HANDLER else (LISTED,)
        self._ids: dict[Question, list[str]] = {question: [*self._listed]}
        self._parts: dict[tuple[Question, tuple[str, ...]], Mapping[str, FigurePart]] = {}
        self._ledger: dict[InputSpec, Mapping[str, int]] = {}
        for spec in specs:
            if not spec.awaits and spec.ledger is None:
                self._ids.setdefault(self._asked(spec), [*self._listed]).append(spec.figure)

    def _asked(self, spec: InputSpec) -> Question:
        month = spec.month or self._question.month
        return replace(self._question, basis=spec.basis, month=month)

    def _by_key(self, question: Question, ids: tuple[str, ...]) -> Mapping[str, FigurePart]:
        asked = question, ids
        if asked not in self._parts:
            found = parts(self._dimension, question, *ids)
            self._parts[asked] = {part.key: part for part in found}
        return self._parts[asked]

    def listed(self) -> list[FigurePart]:
        """Return who stands behind a project on the lists, or is one; of guarantee departments who
        had a matter in hand in the year, or was asked for something (ASSESS-30).
        """
        every = self._by_key(self._question, tuple(dict.fromkeys(self._ids[self._question])))
        found = ((part, {f.id: f.rows for f in part.figures}) for part in every.values())
        return [p for p, rows in found if p.key and any(rows.get(each) for each in self._listed)]

    def of(self, key: str, spec: InputSpec) -> tuple[Decimal | None, Unit | None, str]:
        """Return a value, its unit, and why there is none."""
        if spec.awaits:
            return None, None, gettext("not kept yet")
        if spec.month and spec.month > self._question.month:
            return None, None, gettext("month %s is still to come") % spec.month
        if spec.ledger is not None:
            return self._of_ledger(key, spec), Unit.COUNT, ""
        question = self._asked(spec)
        part = self._by_key(question, tuple(dict.fromkeys(self._ids[question]))).get(key)
        figure = _figure_of(part, spec.figure)
        if figure is None:
            return None, None, gettext("there are none")
        if spec.compare is None:
            return *_plain(figure), _why_none(figure)
        there = partial(self._there, key)
        (beside,) = compared([figure], question, spec.compare, there)
        taken = {
            Taken.BASE: beside.base.value if beside.base else None,
            Taken.DIFFERENCE: beside.difference,
            Taken.GROWTH: beside.growth,
        }[spec.take]
        unit = Unit.PERCENT if spec.take is Taken.GROWTH else beside.unit
        return None if taken is None else Decimal(taken), unit, beside.missing or _why_none(figure)

    def _of_ledger(self, key: str, spec: InputSpec) -> Decimal:
        if spec not in self._ledger:
            month = self._asked(spec).as_of
            self._ledger[spec] = entries_by_subject(self._dimension, month, spec)
        return Decimal(self._ledger[spec].get(key, 0))

    def _there(self, key: str, then: Question, ids: set[str]) -> dict[str, Figure]:
        part = self._by_key(then, tuple(sorted(ids))).get(key)
        return {each.id: each for each in part.figures} if part else {}


def _figure_of(part: FigurePart | None, figure_id: str) -> Figure | None:
    return next((f for f in part.figures if f.id == figure_id), None) if part else None


def _plain(figure: Figure) -> tuple[Decimal | None, Unit]:
    known = figure.is_known and figure.value is not None
    return Decimal(figure.value or 0) if known else None, figure.unit


def _why_none(figure: Figure) -> str:
    if not figure.is_known:
        return gettext("nothing was reported")
    return gettext("there is nothing to divide by")
