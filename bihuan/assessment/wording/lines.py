"""A line of a score, and the marks above it, in words (ASSESS-28)."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.assessment.kinds import Lines
from bihuan.assessment.rules.explained import NextMark
from bihuan.assessment.rules.item_points import SheetColumns
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.assessment.rules.scoring import Score, ScoreLine
from bihuan.assessment.rules.sheet_sums import SheetSums
from bihuan.kit.words import gettext

from .formulas import bounds_words, in_a_row, points_words
from .items import block_in_words, item_in_words, veto_in_words
from .steps import brief_text
from .values import number


def line_in_words(line: ScoreLine, sheet: ScoreSheet) -> str:
    """Return by which rule a line came about, in one sentence or two."""
    if line.kind is Lines.ITEM:
        item = sheet.item(line.id)
        return item_in_words(item) if item else ""
    name = line.id.partition(":")[2]
    if line.kind is Lines.BLOCK:
        return next((block_in_words(b, sheet) for b in sheet.blocks if b.id == name), "")
    if line.kind is Lines.VETO:
        return next((veto_in_words(v) for v in sheet.vetoes if v.id == name), "")
    if line.kind is Lines.CAP:
        return gettext("The score is %s.") % in_a_row(bounds_words(sheet.least, sheet.most))
    if line.kind is Lines.REWEIGHTING:
        return gettext(
            "The points won within the weight of the items that apply, times the weight of those "
            "that do not, divided by the weight of those that do."
        )
    return gettext("Points given or taken by name with a reason, and approved by another person.")


def reweighting_steps(score: Score) -> Iterator[str]:
    """Yield the sum by which the re-weighting came to its points."""
    items = score.lines[: len(score.sheet.items)]
    points = [line.points if line.applies else None for line in items]
    shared = SheetSums(score.sheet, SheetColumns(score.sheet)).reweighted(points)
    if shared is not None:
        left = f"{number(shared.won)} × {number(shared.away)} ÷ {number(shared.stays)}"
        shown = brief_text(shared.points)
        yield f"{left} {shown}" if shown.startswith("≈") else f"{left} = {shown}"


def mark_in_words(mark: NextMark) -> str:
    """Return a mark as a heading: 90 points (优秀, rank 12)."""
    reasons = [mark.grade] if mark.grade else []
    if mark.rank is not None:
        reasons.append(gettext("rank %s") % mark.rank)
    if mark.is_asked:
        reasons.append(gettext("as you asked"))
    points = points_words(mark.points)
    if not reasons:
        return points
    return gettext("%(points)s (%(reasons)s)") % {"points": points, "reasons": in_a_row(reasons)}
