"""Single amounts that stand in the other of 万元 and 亿元: asked, with what speaks for it.

Pure. What speaks for it is the total investment, the rate of the row, the ladder, or the quota.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount
from bihuan.importing.proof.questions import STANDS, AnswerChoice, Desk
from bihuan.kit.money import WAN
from bihuan.kit.words import gettext

from .headings import STAGES
from .lines import MoneyGrid, MoneyLine
from .totals import OTHER_SCALE
from .units import RATES, is_rate, rate_of, unit_of

SIZE = "size"
UP, DOWN = "up", "down"
"""The answers with which an amount counts ten thousand times as much, or a ten thousandth."""
BEFORE = {"in_place": "issued", "paid": "in_place"}
"""What an amount is never beyond."""


def settle_sizes(desk: Desk, grid: MoneyGrid, layout: Layout) -> None:
    """Ask about single amounts that are too small or too large by ten thousand, and put each in as
    answered: `MoneyLine.amounts` are changed.
    """
    columns = [c for c in layout.columns if c.field in STAGES]
    for line in grid.data:
        for column in columns:
            stated = line.amounts.get(column.index)
            if stated is None or not stated.value:
                continue
            for answer, scale in ((UP, OTHER_SCALE), (DOWN, 1 / OTHER_SCALE)):
                why = next(_reasons(grid, layout, (line, column), scale), "")
                if why:
                    _ask(desk, layout, (line, column), (answer, scale), why)
                    break


def _ask(
    desk: Desk,
    layout: Layout,
    place: tuple[MoneyLine, SheetColumn],
    told: tuple[str, Decimal],
    why: str,
) -> None:
    (line, column), (answer, scale) = place, told
    stated, unit = line.amounts[column.index], unit_of(layout, column)
    other = stated.times(scale)
    text = gettext("Row %(row)s, “%(column)s”: %(stated)s, or is it %(other)s? %(why)s")
    text %= {
        "row": line.number + 1,
        "column": column.title,
        "stated": in_wan(stated.value * unit),
        "other": in_wan(other.value * unit),
        "why": why,
    }
    choices = [
        AnswerChoice(
            answer, in_wan(other.value * unit), f"{column.title}：{in_wan(other.value * unit)}"
        ),
        AnswerChoice(
            STANDS, gettext("As it stands"), f"{column.title}：{in_wan(stated.value * unit)}"
        ),
    ]
    if desk.ask(SIZE, text, choices, column=f"{column.title}·{line.number + 1}") == answer:
        line.amounts = {**line.amounts, column.index: other}


def _reasons(
    grid: MoneyGrid, layout: Layout, place: tuple[MoneyLine, SheetColumn], scale: Decimal
) -> Iterator[str]:
    """Yield what speaks for an amount being so many times what stands there."""
    line, column = place
    unit = unit_of(layout, column)
    stated = line.amounts[column.index].times(unit)
    other = stated.times(scale)
    if other.value < WAN:
        return
    project = grid.project(line)
    if project is not None:
        programme = column.of or line.programme
        stands = grid.known.money(project).get((programme, column.field))
        if stands and other.agrees(Amount(Decimal(stands))):
            yield gettext("In the ladder stands the latter.")
        total = grid.known.total(project)
        if total and scale < 1 and stated.value > total:
            yield gettext("The total investment of the project is %s.") % in_wan(total)
    yield from _by_row(grid, layout, place, scale)


def _by_row(
    grid: MoneyGrid, layout: Layout, place: tuple[MoneyLine, SheetColumn], scale: Decimal
) -> Iterator[str]:
    line, column = place
    for name, (above, belows) in RATES.items():
        rate = next((c for c in layout.columns if c.field == name and c.of == column.of), None)
        printed = rate_of(grid, line.number, rate) if rate else None
        if rate is None or printed is None or column.field not in (above, *belows):
            continue
        if _mends(layout, (line, column), (above, belows), scale, printed):
            yield gettext("Then “%s” of the row holds.") % rate.title
    before = BEFORE.get(column.field)
    limit = _yuan(layout, line, before, column.of) if before else None
    mine = _yuan(layout, line, column.field, column.of)
    if limit and mine and scale < 1 and mine > limit >= mine * scale:
        yield gettext("It would be beyond what it comes from, %s.") % in_wan(limit)
    after = next((later for later, earlier in BEFORE.items() if earlier == column.field), None)
    later = _yuan(layout, line, after, column.of) if after else None
    if later and mine and scale > 1 and mine < later <= mine * scale and mine * 1000 < later:
        yield gettext("More than that was brought in or paid of it: %s.") % in_wan(later)


def _mends(
    layout: Layout,
    place: tuple[MoneyLine, SheetColumn],
    fields: tuple[str, tuple[str, ...]],
    scale: Decimal,
    printed: Decimal,
) -> bool:
    """Return whether the rate of a row holds only with the amount so many times as large."""
    (line, column), (above, belows) = place, fields
    holds, mended = False, False
    part = _yuan(layout, line, above, column.of)
    for field in belows:
        whole = _yuan(layout, line, field, column.of)
        if not part or not whole or column.field not in (above, field):
            continue
        ratio = scale if column.field == above else 1 / scale
        holds = holds or is_rate(printed, part / whole)
        mended = mended or is_rate(printed, part * ratio / whole)
    return mended and not holds


def _yuan(layout: Layout, line: MoneyLine, field: str | None, of: str) -> Decimal | None:
    column = next((c for c in layout.columns if c.field == field and c.of == of), None)
    stated = line.amounts.get(column.index) if column else None
    return stated.value * unit_of(layout, column) if stated and column else None
