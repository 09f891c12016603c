"""What titles, lines above and notes below say against all amounts of a month's table. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.importing.proof.rows.settling import ask_of_all, gives_all
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .found import clauses_of, month_of_rows, notes_of, speaks_of_rows
from .words import Objection, Remark, remarks_in

_FORESEEN = re.compile(
    r"预[计测估排]|预期(?:数|完成)|暂估|测算|快报数|初步统计|未(?:审[定核]|核[定实])"
    r"|(?:计划|目标|任务)完成(?!情况|率|进度|进展|统计|表|比例|汇总|的)"
    r"|(?:[应须需拟]|力争|确保|要求|冲刺)完成|样表|样例|模板|填[写报]示例|测试数据|演练"
)
_DRAFT = re.compile(r"征求意见稿|送审稿|讨论稿|审议稿|草[稿案]|初稿|第[一二三四五1-5]稿|未定稿")
_AHEAD = re.compile(r"计划|任务|目标|分解|倒排")
_DONE = re.compile(r"完成|进度|进展|执行|调度|通报|月报|统计|台账|情况")
_NOT_DONE = (Objection.FORESEEN, Objection.OTHER_MEASURE)
PLANS = frozenset({"planned", "planned_in", "planned_to", "total"})


def ask_whether_completed(
    desk: Desk, layout: Layout, grid: Grid, unit: int, titles: Sequence[str]
) -> None:
    """Ask whether a table tells what was completed whose title or note speaks of a forecast or of
    another measure, or whose title speaks of a plan of which it has no column; tell what its notes
    say is in the amounts.
    """
    done = [c.title for c in layout.columns if c.field in ("completed", "cumulative")]
    said = list(_said(grid, [*titles, *done]))
    words = next((text for text, remark in said if remark.objection in _NOT_DONE), None)
    words = words or _of_title(layout, titles, done)
    for text in dict.fromkeys(t for t, remark in said if remark.objection is Objection.SCOPE):
        desk.prove(gettext("“%s”: the amounts are read as they stand.") % text)
    if words is None:
        return
    text = gettext("“%s” speaks of a plan, a forecast or another measure. Were these completed?")
    yes = "completed", gettext("Yes, they were completed")
    question = ("foreseen", text % words)
    ask_of_all(desk, grid, question, AnswerChoice(*yes, gives_all(layout, grid, unit)))


def tell_draft(desk: Desk, titles: Sequence[str]) -> None:
    """Say that a title calls its table a draft."""
    if title := next(filter(_DRAFT.search, titles), None):
        text = gettext("“%s” is called a draft: is this the table that is to be brought in?")
        desk.prove(text % title, holds=False)


def months_noted(grid: Grid, titles: Sequence[str], year: int | None) -> list[Month]:
    """Return the months of which lines above or below a table, or a column of days in all its rows,
    say that its amounts are.
    """
    found = []
    said = [remark for _text, remark in _said(grid, titles)]
    by_rows = month_of_rows(grid.layout, grid)
    for remark in [*said, by_rows] if by_rows else said:
        of_year = remark.year or year
        if remark.objection is Objection.OTHER_MONTH and remark.number and of_year:
            found.append(Month(of_year, remark.number))
    return found


def is_noted_so_far(grid: Grid, titles: Sequence[str]) -> bool:
    """True if a line says that a table's amounts are the year so far."""
    return any(remark.objection is Objection.SO_FAR for _text, remark in _said(grid, titles))


def _said(grid: Grid, titles: Sequence[str]) -> Iterator[tuple[str, Remark]]:
    """Yield what lines say of all amounts, with the words of each that say it."""
    for line in (*titles, *notes_of(grid)):
        for clause in clauses_of(line):
            remarks = remarks_in(clause)
            if remarks and not speaks_of_rows(clause, grid.data):
                yield from ((clause, remark) for remark in remarks)


def _of_title(layout: Layout, titles: Sequence[str], done: Sequence[str]) -> str | None:
    """Return the title, or the heading of what was `done`, that speaks of a forecast or a plan."""
    has_plan = bool({column.field for column in layout.columns} & PLANS)
    foreseen = next(filter(_FORESEEN.search, [*titles, *done]), None)
    if foreseen or has_plan or any(map(_DONE.search, titles)):
        return foreseen
    return next(filter(_AHEAD.search, titles), None)
