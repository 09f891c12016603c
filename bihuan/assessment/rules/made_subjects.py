"""What a registry would know of a made project for a sheet: the values that its formulas read."""

from __future__ import annotations

from decimal import Decimal

from bihuan.assessment.kinds import Taken
from bihuan.figures.kinds import Basis, Comparison

from .made_projects import MadeFigures, MadeProject
from .scheme import HUNDRED, InputSpec, ScoreSheet
from .scoring import Graded

LAST_YEAR = Decimal("0.9")
"""What a made subject had last year, of what it has now."""


def made_subject(
    sheet: ScoreSheet, project: MadeProject, month: int, before: MadeProject
) -> Graded:
    """Return what a registry would know of a made project; `before` is that with which a comparison
    compares it.
    """
    known: dict[InputSpec, Decimal] = {}
    for spec in dict.fromkeys(sheet.specs):
        none = Decimal() if spec.ledger else None  # no move without work brings praise or blame
        value = _value(spec, project, month, before) if none is None else none
        if value is not None:
            known[spec] = value / spec.divide_by
    return Graded(project.name, project.name, known)


def _value(
    spec: InputSpec, project: MadeProject, month: int, before: MadeProject
) -> Decimal | None:
    if spec.awaits or (spec.month and spec.month > month):
        return None
    at, is_original = spec.month or month, spec.basis is Basis.ORIGINAL
    value = _figure(spec.figure, MadeFigures(project, at, is_original))
    if value is None or spec.compare is None:
        return value
    base = _base(spec, before, at, is_original=is_original)
    if base is None:
        return None
    if spec.take is Taken.BASE:
        return base
    if spec.take is Taken.DIFFERENCE:
        return value - base
    return (value - base) * HUNDRED / base if base else None


def _base(spec: InputSpec, before: MadeProject, month: int, *, is_original: bool) -> Decimal | None:
    """Return what a figure of the unmoved subject was at the other time."""
    if spec.compare is Comparison.LAST_YEAR:
        value = _figure(spec.figure, MadeFigures(before, month, is_original))
        return None if value is None else value * LAST_YEAR
    at = month - 1 if spec.compare is Comparison.LAST_MONTH else 1
    return _figure(spec.figure, MadeFigures(before, at, is_original)) if at else None


def _figure(figure_id: str, made: MadeFigures) -> Decimal | None:
    try:
        value = made.value(figure_id)
    except KeyError:
        return None
    return None if value is None else Decimal(value)
