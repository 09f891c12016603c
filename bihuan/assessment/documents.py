"""Scores as a workbook: what is seen, no more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.words import gettext, joined

from .queries import Assessment
from .rules.scheme import Scheme, ScoreSheet
from .rules.scoring import Score
from .wording import item_in_words


def scores_workbook(title: str, sheet: ScoreSheet, scores: Sequence[Assessment]) -> bytes:
    """Return a line for each subject, best first."""
    heads = [
        gettext("Rank"),
        gettext("Might be"),
        str(sheet.who.label),
        gettext("Score"),
        gettext("Grade"),
        *(f"{item.title} ({item.max})" for item in sheet.items),
        gettext("Other lines"),
        gettext("Why not assessed"),
    ]
    return lines_workbook(title, heads, (_cells(sheet, each) for each in scores), held=3)


def scheme_workbook(scheme: Scheme) -> bytes:
    """Return a line for each item of a scheme."""
    heads = [
        gettext("Sheet of the scheme"),
        gettext("Item"),
        gettext("Clause"),
        gettext("Weight"),
        gettext("The office's words"),
        gettext("The formula in words"),
        gettext("Figures read"),
    ]
    lines: list[list[str | int | Decimal]] = [
        [
            sheet.title,
            item.title,
            item.clause,
            item.max,
            item.text,
            item_in_words(item),
            joined(dict.fromkeys(spec.label for spec in item.inputs.values())),
        ]
        for sheet in scheme.sheets
        for item in sheet.items
    ]
    return lines_workbook(scheme.title, heads, lines, held=2)


def _cells(sheet: ScoreSheet, each: Assessment) -> list[str | int | Decimal]:
    ranked, score = each.ranked, each.ranked.score
    if not score.is_assessed:
        blanks = [""] * (len(sheet.items) + 1)
        return ["", "", score.label, "", "", *blanks, score.reason]
    might = f"{ranked.first}–{ranked.last}" if ranked.first != ranked.last else ""
    items, others = _by_item(sheet, score)
    return [ranked.rank or "", might, score.label, score.total, score.grade, *items, others, ""]


def _by_item(sheet: ScoreSheet, score: Score) -> tuple[list[str | Decimal], Decimal]:
    points = {line.id: line for line in score.lines}
    items: list[str | Decimal] = [
        points[item.id].points if points[item.id].applies else "—" for item in sheet.items
    ]
    known = {item.id for item in sheet.items}
    return items, sum((line.points for line in score.lines if line.id not in known), Decimal())
