"""By how much a score would move if reported figures were off by so many percent (ASSESS-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bihuan.figures.kinds import Unit

from .scheme import HUNDRED, InputSpec, ScoreSheet
from .scoring import Graded, Score, score_of, size_groups

REPORTED = (Unit.YUAN, Unit.PERCENT, Unit.POINTS, Unit.PACE)
"""Units of amounts that people estimate; what is counted is not off by a percent."""


def spans(
    sheet: ScoreSheet,
    subjects: Sequence[Graded],
    scores: Sequence[Score],
    percent: Decimal,
    units: Mapping[InputSpec, Unit],
) -> list[tuple[Decimal, Decimal]]:
    """Return the lowest and highest score of each subject with its own figures so many percent
    lower, as they are, and higher, beside those of the others as they are.
    """
    groups, found = size_groups(sheet, subjects), []
    for subject, score in zip(subjects, scores, strict=True):
        totals = [score.total]
        for factor in (1 - percent / HUNDRED, 1 + percent / HUNDRED):
            moved = _moved(subject, factor, units)
            again = score_of(sheet, moved, groups[score.size_group], score.size_group)
            totals += [again.total] if again.is_assessed else []
        found.append((min(totals), max(totals)))
    return found


def _moved(subject: Graded, factor: Decimal, units: Mapping[InputSpec, Unit]) -> Graded:
    known = {
        spec: value * factor if units.get(spec) in REPORTED else value
        for spec, value in subject.known.items()
    }
    return replace(subject, known=known)
