"""A table whose rows count projects (产业发展: 3个) and are none themselves. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk, no_row_read
from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Cell, cell_at
from bihuan.kit.words import gettext

from .settling import PROJECT, SKIP

_COUNT = re.compile(r"(?:项目)?(?:个数|数量|项目数|总?项数)(?:[（(][个项][)）])?")


def count_column(layout: Layout) -> SheetColumn | None:
    """Return the column of a ledger that says how many projects a row holds."""
    if layout.kind != SheetKind.LEDGER:
        return None
    return next((c for c in layout.unknown if _COUNT.fullmatch(plain(c.leaf))), None)


def counted(lines: Iterable[Sequence[Cell]], column: SheetColumn) -> list[int]:
    """Return how many projects rows hold; none if some row does not say it in a whole number."""
    found = []
    for cells in lines:
        number = parse_number(plain(cell_at(cells, column.index)))
        if number is None or number != int(number) or number < Decimal(1):
            return []
        found.append(int(number))
    return found


def settle_counted_projects(desk: Desk, layout: Layout, grid: Grid) -> None:
    """Ask whether rows of which some hold several projects are projects."""
    column = count_column(layout)
    counts = counted((line.cells for line in grid.data), column) if column else []
    if column is None or max(counts, default=1) == 1:
        return
    told = {"title": column.leaf, "count": sum(counts), "rows": len(counts)}
    text = gettext(
        "“%(title)s” says that %(rows)s rows hold %(count)s projects: does each row sum up several"
        " projects, or is it one?"
    )
    choices = [
        AnswerChoice(
            SKIP, gettext("They sum up: do not read this table"), no_row_read(len(counts))
        ),
        AnswerChoice(
            PROJECT, gettext("Each row is a project"), gettext("%s projects") % len(counts)
        ),
    ]
    desk.ask("summary", text % told, choices)
