"""Figures and the rows under them as plain values: for the command line and the API."""

from __future__ import annotations

from typing import Any

from .queries import Compared, Figure, FigureChange, RowUnder
from .questions import Question


def plain_figure(found: Figure, question: Question) -> dict[str, Any]:
    """Return a figure with its value as an exact decimal in text, in yuan or percent, null while it
    is not known, and to which month and against which plan it was asked.
    """
    return {
        "id": found.id,
        "label": found.label,
        "value": _text(found.value if found.is_known else None),
        "unit": found.unit.value,
        "rows": found.rows,
        "definition": found.definition,
        "numerator": None if found.whole is None else str(found.part),
        "denominator": _text(found.whole),
        "month": str(question.as_of),
        "basis": question.basis.value,
    }


def plain_compared(found: Compared, question: Question) -> dict[str, Any]:
    """Return a figure as `plain_figure` does, with the base, the difference (of rates in points)
    and the growth in percent; null where there is none, and `comparison_note` says why.
    """
    base = found.base
    return plain_figure(found.figure, question) | {
        "compared": base and _text(base.value),
        "difference": _text(found.difference),
        "difference_unit": found.unit.value,
        "growth": _text(found.growth),
        "comparison_note": found.missing,
    }


def plain_change(found: FigureChange) -> dict[str, Any]:
    """Return why a figure changed: parts that add up to the difference, each with its rows."""
    return {
        "figure": found.figure_id,
        "then": str(found.then),
        "now": str(found.now),
        "difference": str(found.difference),
        "unit": found.unit,
        "parts": [
            {
                "cause": part.cause.value,
                "label": str(part.cause.label),
                "value": str(part.value),
                "rows": [
                    {"project_id": row.project_id, "name": row.name, "value": str(row.value)}
                    for row in part.rows
                ],
            }
            for part in found.parts
        ],
    }


def plain_row(row: RowUnder, found: Figure) -> dict[str, Any]:
    """Return a row: `value` adds up to a sum; numerators over denominators, × 100, to a rate."""
    gives: dict[str, Any] = {"value": row.part}
    if found.is_rate:
        gives = {"numerator": row.part, "denominator": row.whole}
    return {
        "kind": row.grain.value,
        "record_id": row.record_id,
        "name": row.name,
        **gives,
        "project_id": row.project_id,
        "tier": row.tier,
        "class": row.project_class,
        "month": row.month and f"{row.month:%Y-%m}",
        "day": row.day and row.day.isoformat(),
        "version": row.version,
        "accepted_by": row.accepted_by,
        "accepted_at": row.accepted_at and row.accepted_at.isoformat(),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
