"""Measures and percentages that number formats show with a unit: 12 as 12亩. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import islice

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.reader.number_formats import NumberFormat
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

SHOWN, STATED = "shown", "stated"
MOST_SHOWN = 3
Formats = Mapping[int, NumberFormat]
"""The formats of a column's numbers, by their rows."""


def shown_measures(
    desk: Desk, sheet: Sheet, layout: Layout, column: SheetColumn, formats: Formats
) -> dict[tuple[int, int], str]:
    """Return the measures, such as an area, and percentages whose cells show their unit: 12亩."""
    spec = COLUMNS[layout.kind.value].fields[column.field]
    units = dict.fromkeys([*spec.units, *(["%"] if spec.type == "percent" else [])])
    of_heading = next((u for u in sorted(spec.units, key=len)[::-1] if u in column.title), None)
    own = {row: each for row, each in formats.items() if each.word in units}
    texts = {
        (
            row,
            column.index,
        ): f"{Decimal(repr(sheet.cell(row, column.index))) / each.scale:f}{each.word}"
        for row, each in own.items()
    }
    others = sorted({each.word for each in own.values()} - {of_heading, "%"})
    if not (of_heading and others):
        return texts
    text = gettext(
        "The cells of “%(title)s” are shown in %(shown)s, heading or table say %(stated)s: in what"
        " do they count?"
    )
    told = {"title": column.title, "shown": "、".join(others), "stated": of_heading}
    choices = [
        AnswerChoice(SHOWN, gettext("Each number as its cell shows it"), _first(texts.values())),
        AnswerChoice(
            STATED,
            gettext("Every number in %s, as is stated") % of_heading,
            _first(f"{sheet.cell(row, column.index)}{of_heading}" for row in own),
        ),
    ]
    answer = desk.ask("shown", text % told, choices, column=column.title)
    return {} if answer == STATED else texts


def _first(texts: Iterable[str]) -> str:
    """Return a few of the measures as they would be read."""
    return "、".join(islice(texts, MOST_SHOWN))
