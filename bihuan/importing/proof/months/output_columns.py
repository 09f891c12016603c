"""A month's table that tells output (本月完成产值) in place of investment: asked about. Pure."""

from __future__ import annotations

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import sum_in
from bihuan.importing.proof.questions import AnswerChoice, Desk, no_row_read
from bihuan.kit.words import gettext

from .periods import OUTPUT, period_of

AS_INVESTMENT, SKIP = "yes", "skip"


def settle_output(desk: Desk, layout: Layout, grid: Grid, unit: int | None) -> bool:
    """Return whether a table is to be read whose amounts completed are all called output: what a
    builder earned of a project is not what was invested in it, until somebody says so.
    """
    done = [c for c in (*layout.columns, *layout.unknown) if period_of(c.path, None)]
    if not done or not all(OUTPUT.search(column.title) for column in done):
        return True
    titles = "”、“".join(column.title for column in done)
    text = gettext("“%s” tell output: is it read as what was completed of the investment?") % titles
    sums = (f"{c.title} {sum_in(grid.amounts(c), c.unit, unit)}" for c in done)
    choices = [
        AnswerChoice(AS_INVESTMENT, gettext("Yes: as completed investment"), "；".join(sums)),
        AnswerChoice(SKIP, gettext("Do not read this table"), no_row_read(len(grid.data))),
    ]
    answer = desk.ask("output", text, choices, column=done[0].title, lasting=True)
    return answer == AS_INVESTMENT
