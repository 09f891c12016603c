"""Scores as a workbook: what is seen, no more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.words import gettext, joined

from .queries.board_rows import BoardRow
from .rules.scheme import Scheme, ScoreSheet
from .rules.scoring import Score
from .rules.simulation import Moved
from .wording import item_in_words


def scores_workbook(title: str, sheet: ScoreSheet, rows: Sequence[BoardRow]) -> bytes:
    """Return a line for each subject, in the order given."""
    heads = [
        gettext("Rank"),
        gettext("Might be"),
        str(sheet.who.label),
        gettext("Score"),
        gettext("Grade"),
        *(f"{item.title} ({item.max})" for item in sheet.items),
        gettext("Other lines"),
        gettext("Responsible organisation"),
        gettext("Commander"),
        gettext("List"),
        gettext("Why not assessed"),
    ]
    return lines_workbook(title, heads, (_cells(sheet, row) for row in rows), held=3)


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


def moves_workbook(title: str, found: Sequence[Moved]) -> bytes:
    """Return a line for each subject under both schemes, with the lines that differ."""
    heads = [
        gettext("Name"),
        gettext("Score in force"),
        gettext("Score under the other"),
        gettext("Difference in points"),
        gettext("Rank in force"),
        gettext("Rank under the other"),
        gettext("How it moves"),
        gettext("Why"),
    ]
    return lines_workbook(title, heads, (_moved_cells(each) for each in found), held=2)


def _moved_cells(each: Moved) -> list[str | int | Decimal]:
    before, after = each.before, each.after
    why = "; ".join(
        f"{line.title} {_points(line.before)} → {_points(line.after)}" for line in each.why
    )
    return [
        each.label,
        before.score.total if before else "",
        after.score.total if after else "",
        "" if each.difference is None else each.difference,
        (before.rank if before else None) or "",
        (after.rank if after else None) or "",
        str(each.way.label),
        each.reason if before is None or after is None else why,
    ]


def _points(points: Decimal | None) -> str:
    return "—" if points is None else f"{points}"


def _cells(sheet: ScoreSheet, row: BoardRow) -> list[str | int | Decimal]:
    ranked, score = row.each.ranked, row.each.ranked.score
    parties = [
        party[1] if party else "" for party in (row.parties.organisation, row.parties.commander)
    ]
    if not score.is_assessed:
        blanks = [""] * (len(sheet.items) + 1)
        return ["", "", score.label, "", "", *blanks, *parties, "", score.reason]
    might = f"{ranked.first}–{ranked.last}" if ranked.first != ranked.last else ""
    items, others = _by_item(sheet, score)
    listed = str(row.part.label) if row.part else ""
    places = [ranked.rank or "", might, score.label, score.total, score.grade]
    return [*places, *items, others, *parties, listed, ""]


def _by_item(sheet: ScoreSheet, score: Score) -> tuple[list[str | Decimal], Decimal]:
    points = {line.id: line for line in score.lines}
    items: list[str | Decimal] = [
        points[item.id].points if points[item.id].applies else "—" for item in sheet.items
    ]
    known = {item.id for item in sheet.items}
    return items, sum((line.points for line in score.lines if line.id not in known), Decimal())
