"""Totals of a table of money that its rows make, or do not make. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bihuan.importing.proof.amounts import Amount, shown, total_of
from bihuan.importing.proof.questions import STANDS, AnswerChoice, Desk
from bihuan.importing.proof.rows.lines import LineRole
from bihuan.kit.words import gettext

from .lines import MoneyGrid, MoneyLine

TOTAL = "total"
MOST_TRIED = 20  # groups before a total, and after it
OTHER_SCALE = Decimal(10_000)
"""How many 万元 an 亿元 is: by so much an amount is off that stands in the other."""


def settle_totals(desk: Desk, grid: MoneyGrid) -> None:
    """Prove the totals of a table, or ask about each that its rows do not make."""
    titles = {column.index: column.title for column in grid.money}
    held = 0
    for line in grid.totals:
        rows, wrong = _best(grid, line)
        held += not wrong and bool(rows)
        for index in wrong:
            _ask(desk, line, rows, index, titles[index])
    if held:
        desk.prove(gettext("%s totals are the sums of their rows.") % held)


def _ask(desk: Desk, line: MoneyLine, rows: Sequence[MoneyLine], index: int, title: str) -> None:
    added = _added(rows, index)
    told = {
        "row": line.number + 1,
        "column": title,
        "stated": shown(line.amounts[index].value),
        "added": shown(added.value),
    }
    text = gettext("Row %(row)s, “%(column)s”: the total is %(stated)s, its rows make %(added)s.")
    text %= told
    if (other := other_scale(line, rows, index)) is not None:
        hint = gettext(" With row %s in the other of 万元 and 亿元 it would hold.")
        text += hint % (other.number + 1)
    choice = AnswerChoice(
        STANDS, gettext("The rows are right, the total is not"), shown(added.value)
    )
    desk.ask(TOTAL, text, [choice], column=f"{title}·{line.number + 1}")


def other_scale(line: MoneyLine, rows: Sequence[MoneyLine], index: int) -> MoneyLine | None:
    """Return the one row whose amount makes the total hold in the other of 万元 and 亿元."""
    stated, added = line.amounts[index], _added(rows, index)
    found = [
        row
        for row in rows
        if (mine := row.amounts.get(index))
        and mine.value
        and any(
            stated.agrees((added - mine) + mine.times(scale))
            for scale in (OTHER_SCALE, 1 / OTHER_SCALE)
        )
    ]
    return found[0] if len(found) == 1 else None


def _added(rows: Sequence[MoneyLine], index: int) -> Amount:
    return total_of(row.amounts.get(index) for row in rows)


def _best(grid: MoneyGrid, line: MoneyLine) -> tuple[Sequence[MoneyLine], list[int]]:
    """Return the rows that a total sums up, and the columns in which it does not: of all the rows
    that it may sum up those that fit best.
    """
    money = {c.index for c in grid.money if c.field != "document_total"}
    stated = [i for i, each in line.amounts.items() if i in money and each.value]
    if not stated:
        return (), []
    tried = [
        (rows, [i for i in stated if not line.amounts[i].agrees(_added(rows, i))])
        for rows in _candidates(grid, line)
        if rows
    ]
    return min(tried, key=lambda each: len(each[1]), default=((), []))


def _candidates(grid: MoneyGrid, line: MoneyLine) -> Iterator[list[MoneyLine]]:
    """Yield the rows that a total may sum up: its own parts, all, those before, those below."""
    by_number = {each.number: each for each in grid.lines}
    if line.children:
        yield [by_number[number] for number in line.children]
        return
    lines = grid.data
    yield lines
    ends = [
        each.number
        for each in grid.lines
        if each.role in (LineRole.TOTAL, LineRole.GROUP) and not each.children
    ]
    before = [n for n in ends if n < line.number][-MOST_TRIED:]
    after = [n for n in ends if n > line.number][:MOST_TRIED]
    for last in reversed([grid.layout.first_row - 1, *before]):
        yield [each for each in lines if last < each.number < line.number]
    for first in [*after, len(grid.sheet.rows)]:
        yield [each for each in lines if line.number < each.number < first]
