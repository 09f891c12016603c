"""Stated rates held against completed ÷ plan: where most lines contradict, it is asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Tally, tally, total_of
from bihuan.importing.proof.grid import Grid, is_total
from bihuan.importing.proof.questions import AnswerChoice, Desk, no_row_read
from bihuan.importing.proof.rows.settling import SKIP
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.words import gettext

from .equations import Column, rates_of

OF_TIME = "序时"
"""Said of how much of a year is over, or of how far a project is behind it."""


def settle_rates(desk: Desk, layout: Layout, grid: Grid, unit: int | None, plan: Column) -> None:
    """Ask whether the amounts are right if no amount ÷ plan gives the stated rate in most lines."""
    rate = next((c for c in layout.columns if c.field == "rate" and OF_TIME not in c.title), None)
    done = layout.column("cumulative") or _alone(layout)
    if rate is None or done is None:
        return
    stated = grid.rates(rate)
    amounts = grid.amounts(done, unit or 1)
    found = tally(rates_of(amounts, plan), stated)
    if not found.contradicts or any(t.proves for t in _others(layout, grid, unit, plan, stated)):
        return
    text = gettext(
        "“%(rate)s” contradicts “%(done)s” ÷ plan: they agree in %(held)s of %(tried)s lines. Are"
        " the amounts right?"
    )
    told = {"rate": rate.title, "done": done.title, "held": found.held, "tried": found.tried}
    desk.prove(_says(found, rate), holds=False)
    sum_ = in_wan(total_of(amounts).value)
    choices = [
        AnswerChoice("amounts", gettext("The amounts are right"), f"{done.title}：{sum_}"),
        AnswerChoice(SKIP, gettext("Do not read this table"), no_row_read(len(grid.data))),
    ]
    desk.ask("rate", text % told, choices, column=rate.title)


def _alone(layout: Layout) -> SheetColumn | None:
    """Return the column of the month if it is the year so far, too: in January."""
    return layout.column("completed") if layout.number == 1 else None


def _says(found: Tally, rate: SheetColumn) -> str:
    sentence = gettext("Completed ÷ plan gives “%(rate)s” in %(held)s of %(tried)s lines.")
    return sentence % {"rate": rate.title, "held": found.held, "tried": found.tried}


def _others(
    layout: Layout, grid: Grid, unit: int | None, plan: Column, stated: Column
) -> Iterator[Tally]:
    """Yield how other amounts give the rate: the month's of the plan, or all of the whole."""
    months = [c for c in (*layout.columns, *layout.unknown) if c.field == "planned_in"]
    wholes = [plan, *(grid.amounts(c, unit or 1) for c in months)]
    totals = [c for c in (*layout.columns, *layout.unknown) if is_total(c)]
    wholes += [grid.amounts(c, unit or 1) for c in totals]
    fields = ("completed", "cumulative", "since_start")
    for column in layout.columns:
        if column.field in fields:
            amounts = grid.amounts(column, unit or 1)
            yield from (tally(rates_of(amounts, whole), stated) for whole in wholes)


def with_percent(layout: Layout, grid: Grid) -> Layout:
    """Read a column of progress as percentages if its heading or all of its cells say so."""
    column = layout.column("text")
    if column is None or layout.column("percent"):
        return layout
    words = [
        plain(line.cells[column.index]) for line in grid.data if column.index < len(line.cells)
    ]
    numbers = [parse_number(word.rstrip("%")) for word in words if not is_empty(word)]
    if not numbers or any(number is None for number in numbers):
        return layout
    columns = (replace(c, field="percent") if c is column else c for c in layout.columns)
    return replace(layout, columns=tuple(columns))
