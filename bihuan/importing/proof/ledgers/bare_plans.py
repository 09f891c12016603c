"""A ledger's plan told by quarters or halves under headings without a measure: 一季度 上半年 全年.

Pure. Where title or heading speak of plans, and the amounts grow as a plan does, it is read; else
it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bihuan.importing.headings.labels import (
    read_label,
    speaks_of_completion,
    speaks_of_plans,
    words_of,
)
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, year_in_parts
from bihuan.importing.proof.amounts import Amount, falls, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import sum_in
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.dates import in_digits
from bihuan.kit.words import gettext

PLAN = "plan"
YEAR = 12
_PLANNED = r"(?:投资)?(?:计划|安排)?(?:投资)?(?:额|数)?"
_LEAF = re.compile(
    rf"(?:20\d{{2}}年)?(?:第?[一二三四1-4]季度|[上下]半年|前三季度|全年|全年合计){_PLANNED}"
)
_ALL = re.compile(rf"(?:20\d{{2}}年)?(?:全年|全年合计){_PLANNED}")
_ABOVE = re.compile(
    r"(?:20\d{2}年)?(?:年度|当年|本年)?(?:投资|计划|安排|进度|资金|分季度|季度)*(?:额|情况)?"
)
_SAYS_PLAN = re.compile(r"计划|安排")


def settle_bare_plan(desk: Desk, layout: Layout, grid: Grid, titles: Iterable[str]) -> Layout:
    """Return a ledger's layout with its quarters, halves and whole year as the plan, if it has no
    other and they are.
    """
    if layout.column("planned") is not None or any(
        c.field in ("planned_in", "planned_to") for c in layout.columns
    ):
        return layout
    columns = [c for c in layout.unknown if is_part_of_year(c) and any(grid.amounts(c))]
    named = [named_plan(column) for column in columns]
    if len(named) < 2 or not (_all(named) or year_in_parts(named)):
        return layout
    titles = list(titles)
    is_told = speaks_of_plans(titles) or all(_SAYS_PLAN.search(c.title) for c in columns)
    grows = not falls([grid.amounts(c) for c in reaching(named)])
    if not (is_told and grows) or any(map(speaks_of_completion, titles)):
        answer = _ask(desk, layout, grid, named)
        if answer == LEAVE:
            return layout
    places = {column.index for column in columns}
    return replace(
        layout,
        columns=tuple(sorted([*layout.columns, *named], key=lambda c: c.index)),
        unknown=tuple(c for c in layout.unknown if c.index not in places),
    )


def is_part_of_year(column: SheetColumn) -> bool:
    """True for a heading that names a quarter, a half or the whole of a year, and no measure."""
    *above, leaf = ("".join(in_digits(level).split()) for level in column.path)
    return bool(_LEAF.fullmatch(leaf)) and all(_ABOVE.fullmatch(level) for level in above)


def named_plan(column: SheetColumn) -> SheetColumn:
    """Return the column as the plan of the year, of the months until one, or of some alone."""
    leaf = "".join(in_digits(column.leaf).split())
    if _ALL.fullmatch(leaf):
        return replace(column, field="planned")
    alone = words_of(column.path)[-1].startswith(("Q季度", "H半年"))
    month = read_label(column.leaf).month
    return replace(column, field="planned_in" if alone else "planned_to", month=month)


def _all(columns: Sequence[SheetColumn]) -> SheetColumn | None:
    return next((c for c in columns if c.field == "planned"), None)


def reaching(columns: Sequence[SheetColumn]) -> list[SheetColumn]:
    """Return the columns that tell what is planned from January, in order, the year last."""
    found = [c for c in columns if c.field in ("planned_to", "planned")]
    return sorted(found, key=lambda c: c.month or YEAR)


def _ask(desk: Desk, layout: Layout, grid: Grid, columns: Sequence[SheetColumn]) -> str:
    whole = _all(columns)
    parts = [whole] if whole else year_in_parts(columns)
    by_line = zip(*(grid.amounts(c) for c in parts), strict=True)
    sums: list[Amount | None] = [total_of(line) for line in by_line]
    names = "、".join(column.title for column in columns)
    text = gettext("“%s” tell no measure: are they the plan of the year?") % names
    planned = gettext("plan of the year: %s") % sum_in(sums, parts[0].unit, layout.unit)
    choices = [
        AnswerChoice(PLAN, gettext("Yes: the plan, by months or quarters"), planned),
        AnswerChoice(LEAVE, gettext("No: do not read these columns"), nothing_read()),
    ]
    return desk.ask("bareplan", text, choices, column=columns[0].title, lasting=True)
