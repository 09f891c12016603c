"""In what a table of money counts: said, proved by rate, ledger or ladder, or asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import Amount, known_amount, tally, total_of
from bihuan.importing.proof.heads import Held, settle_unit
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.money import TENS, UNITS, WAN, YI, YUAN
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import cell_at
from bihuan.kit.words import gettext

from .headings import STAGES
from .lines import MoneyGrid

SCALES = tuple(
    sorted({Decimal(a) / Decimal(b) for a in UNITS.values() for b in UNITS.values()} - {Decimal(1)})
)
RATES = {"paid_rate": ("paid", ("in_place", "issued")), "in_place_rate": ("in_place", ("issued",))}
"""What each rate is of what."""
SLACK = Decimal("0.51")  # of a percentage as it is printed
WHOLE = Decimal("1.5")  # a column of rates none of which is larger holds parts of 1
FEWEST_KNOWN = 2  # rows of the ladder that prove a unit: one round amount may be another's
FEWEST_RATES = 2  # rows in which a rate must hold to prove a unit


def settle_units(desk: Desk, grid: MoneyGrid, stated: int | None) -> Layout | None:
    """Return the layout with a unit for each column of money; None while one is asked for."""
    layout = grid.layout
    bare = [c for c in grid.money if not c.unit and any(amounts(grid, c))]
    if not bare:
        layout = replace(layout, unit=stated or YUAN)
    else:
        held = _held(grid, [c for c in bare if c.field != "document_total"])
        main = next((c for c in bare if c.field in STAGES), bare[0])
        fits = not stated or _fits(grid, bare, stated)
        shown = (main.title, partial(_amounts_in, grid, main))
        unit = settle_unit(desk, stated, held, shown, weigh_size=False, fits_size=fits)
        if unit is None or desk.waits_for("unit"):
            return None
        layout = replace(layout, unit=unit)
    for column in [c for c in grid.money if c.unit and c.field in (*STAGES, "total")]:
        layout = _beside_known(desk, grid, layout, column)
    layout = _by_rates(desk, grid, layout)
    return None if desk.waits_for("unit") else layout


def unit_of(layout: Layout, column: SheetColumn) -> int:
    """Return in how many yuan a column counts, of which all is settled."""
    return column.unit or layout.unit or WAN


def amounts(grid: MoneyGrid, column: SheetColumn) -> list[Amount | None]:
    """Return what a column says of each line of a project, as printed."""
    return [line.amounts.get(column.index) for line in grid.data]


def _amounts_in(grid: MoneyGrid, column: SheetColumn, unit: int) -> list[Amount | None]:
    return [each.times(unit) if each else None for each in amounts(grid, column)]


def _held(grid: MoneyGrid, columns: Sequence[SheetColumn]) -> Held:
    """Return the columns beside what is known: total investments, and what stands in the ladder."""
    found = [(column, amounts(grid, column), known(grid, column)) for column in columns]
    return [
        (stated, told)
        for column, stated, told in found
        if column.field == "total" or sum(1 for each in told if each) >= FEWEST_KNOWN
    ]


def known(grid: MoneyGrid, column: SheetColumn) -> list[Amount | None]:
    """Return what is known of each line in a column, in yuan."""
    found: list[Amount | None] = []
    for line in grid.data:
        project = grid.project(line)
        if project is None:
            found.append(None)
        elif column.field == "total":
            found.append(known_amount(grid.known.total(project)))
        else:
            programme = column.of or line.programme
            yuan = grid.known.money(project).get((programme, column.field))
            found.append(known_amount(yuan))
    return found


def _fits(grid: MoneyGrid, columns: Sequence[SheetColumn], unit: int) -> bool:
    """True unless most projects of a column would have more than their total investment."""
    return not any(_beyond(grid, column, unit) for column in columns if column.field in STAGES)


def _beyond(grid: MoneyGrid, column: SheetColumn, unit: int) -> bool:
    tried = beyond = 0
    for line in grid.data:
        project, stated = grid.project(line), line.amounts.get(column.index)
        total = grid.known.total(project) if project is not None else None
        if total and stated:
            tried += 1
            beyond += stated.value * unit > total
    return beyond * 2 > tried


def _beside_known(desk: Desk, grid: MoneyGrid, layout: Layout, column: SheetColumn) -> Layout:
    """Ask about a column whose heading says a unit in which its amounts cannot be."""
    stated, told = column.unit or 1, known(grid, column)
    fits = {
        unit
        for unit in UNITS.values()
        if tally([a and a.times(unit) for a in amounts(grid, column)], told).proves
    }
    if stated in fits or not (fits or _beyond(grid, column, stated)):
        return layout
    text = gettext("“%(title)s” says that it counts in %(unit)s, its amounts say otherwise.")
    text %= {"title": column.title, "unit": UNIT_WORDS[stated]}
    return _asked(desk, grid, layout, column, text, set(UNITS.values()))


def _asked(
    desk: Desk,
    grid: MoneyGrid,
    layout: Layout,
    column: SheetColumn,
    text: str,
    units: set[int],
) -> Layout:
    choices = [
        AnswerChoice(
            UNIT_WORDS[unit],
            UNIT_WORDS[unit],
            f"{column.title}：{in_wan(total_of(_amounts_in(grid, column, unit)).value)}",
        )
        for unit in sorted(units)
    ]
    answer = desk.ask("unit", text, choices, column=column.title)
    return layout.counted_in({column.index}, TENS[answer]) if answer else layout


def _by_rates(desk: Desk, grid: MoneyGrid, layout: Layout) -> Layout:
    """Prove by the rates of a table that its columns count alike, or in what one of them counts."""
    for name, (above, belows) in RATES.items():
        for rate in [c for c in layout.columns if c.field == name]:
            layout = _by_rate(desk, grid, layout, (rate, above, belows))
    return layout


def _by_rate(
    desk: Desk, grid: MoneyGrid, layout: Layout, told: tuple[SheetColumn, str, tuple[str, ...]]
) -> Layout:
    rate, above, belows = told
    part = next((c for c in layout.columns if c.field == above and c.of == rate.of), None)
    for field in belows:
        whole = next((c for c in layout.columns if c.field == field and c.of == rate.of), None)
        if part is None or whole is None:
            continue
        alike = Decimal(unit_of(layout, part)) / unit_of(layout, whole)
        if _holds(grid, (rate, part, whole), alike):
            desk.prove(
                gettext(
                    "“%(rate)s” is “%(part)s” of “%(whole)s” in every row: both are in %(unit)s."
                )
                % {
                    "rate": rate.title,
                    "part": part.title,
                    "whole": whole.title,
                    "unit": UNIT_WORDS[unit_of(layout, part)],
                }
                if alike == 1
                else gettext("“%(rate)s” proves the units of “%(part)s” and “%(whole)s”.")
                % {"rate": rate.title, "part": part.title, "whole": whole.title}
            )
            return layout
        other = [scale for scale in SCALES if _holds(grid, (rate, part, whole), alike * scale)]
        if len(other) == 1:
            return _other_unit(desk, grid, layout, (rate, part, whole), other[0])
    return layout


def _holds(
    grid: MoneyGrid, columns: tuple[SheetColumn, SheetColumn, SheetColumn], ratio: Decimal
) -> bool:
    """Return whether a rate holds in every row, where one of a part is `ratio` of the whole's."""
    rate, part, whole = columns
    tried = held = 0
    for line in grid.data:
        stated = rate_of(grid, line.number, rate)
        mine, its = line.amounts.get(part.index), line.amounts.get(whole.index)
        if stated is None or not mine or not its or not mine.value or not its.value:
            continue
        tried += 1
        held += is_rate(stated, mine.value * ratio / its.value)
    return tried >= FEWEST_RATES and held == tried


def is_rate(stated: Decimal, share: Decimal) -> bool:
    """Return whether a share of 1 is a percentage as it is printed."""
    return abs(stated - share * 100) <= SLACK


def rate_of(grid: MoneyGrid, number: int, column: SheetColumn) -> Decimal | None:
    """Return the percentage that a cell prints: as a part of 1 if its whole column does."""
    told = _rate(grid, number, column)
    if told is None or "%" in plain(cell_at(grid.sheet.rows[number], column.index)):
        return told
    if column.index not in grid.largest_rates:
        rates = (_rate(grid, line.number, column) for line in grid.data)
        grid.largest_rates[column.index] = max((each for each in rates if each), default=told)
    return told if grid.largest_rates[column.index] > WHOLE else told * 100


def _rate(grid: MoneyGrid, number: int, column: SheetColumn) -> Decimal | None:
    cell = cell_at(grid.sheet.rows[number], column.index)
    return None if is_empty(cell) else parse_number(plain(cell).removesuffix("%"))


def _other_unit(
    desk: Desk,
    grid: MoneyGrid,
    layout: Layout,
    columns: tuple[SheetColumn, SheetColumn, SheetColumn],
    scale: Decimal,
) -> Layout:
    """Put a column in the unit that the rate proves of it, if it is the one whose unit its heading
    does not say; ask if either may be meant.
    """
    rate, part, whole = columns
    told = {"rate": rate.title, "part": part.title, "whole": whole.title}
    moves = [
        (part, Decimal(unit_of(layout, part)) * scale, part.unit is None),
        (whole, Decimal(unit_of(layout, whole)) / scale, whole.unit is None),
    ]
    open_ = [
        (column, int(unit)) for column, unit, is_open in moves if is_open and unit in TENS.values()
    ]
    if len(open_) == 1 and (part.unit or whole.unit):
        column, unit = open_[0]
        desk.prove(
            gettext("“%(title)s” counts in %(unit)s: so “%(rate)s” proves.")
            % {"title": column.title, "unit": UNIT_WORDS[unit], "rate": rate.title}
        )
        return layout.counted_in({column.index}, unit)
    text = gettext(
        "“%(rate)s” holds in no row unless “%(part)s” and “%(whole)s” count in different units:"
        " in what does “%(part)s” count?"
    )
    units = {unit_of(layout, part), int(Decimal(unit_of(layout, part)) * scale), YUAN, WAN, YI}
    return _asked(desk, grid, layout, part, text % told, units)
