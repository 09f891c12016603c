"""Single amounts that the table's other columns disprove, where in the other rows they hold. Pure.

Also by columns that are not read: a rate, a comparison, a sum; and by months and plans known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import Amount, known_amount
from bihuan.importing.proof.grid import SUMMED, Grid
from bihuan.importing.proof.months.months_by_sums import known_months
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import cell_at
from bihuan.kit.words import gettext

from .odd_amounts import FACTORS, NOTHING, OddAmount
from .relations import FEWEST_ROWS, Arithmetic, Figure, FigureRow, Relation, find_relations

AS_RELATED = "related"
SAMPLE = 40  # rows by which relations are found
READ = frozenset({"completed", "cumulative", "total", "planned", "before"})
RATES = ("率", "比", "占", "增", "%", "％", "幅")
Column = Sequence[Amount | None]


@dataclass(frozen=True)
class RowFigure:
    """One figure of each row: a column of the table, or what is known. `take` reads the first rows,
    so many; rates are percentages.
    """

    title: str
    take: Callable[[Sequence[Line]], Column]
    column: SheetColumn | None = None
    is_rate: bool = False

    @property
    def is_read(self) -> bool:
        return self.column is not None and not self.is_rate and self.column.field in READ


def beside_relations(
    layout: Layout,
    grid: Grid,
    unit: int,
    known: Sequence[RowFigure] = (),
    asked: Collection[int] = (),
) -> Iterator[OddAmount]:
    """Yield the amounts that break what holds between columns in the other rows, but for lines
    `asked` about already.
    """
    lines = grid.data
    if len(lines) <= FEWEST_ROWS:
        return
    figures = [*_of_table(layout, grid, unit, lines[:SAMPLE]), *known]
    rates = frozenset(i for i, each in enumerate(figures) if each.is_rate)
    read = frozenset(i for i, each in enumerate(figures) if each.is_read)
    found = find_relations(_rows(figures, lines[:SAMPLE], range(len(figures))), rates, read)
    found = [each for each in found if not _is_of_months(each, figures)]
    if not found:
        return
    used = {place for each in found for place in each.places}
    rows = _rows(figures, lines, used)
    broken = _broken(found, rows)
    table = _RelatedTable(figures, list(broken), unit)
    for number in sorted({each for numbers in broken.values() for each in numbers}):
        if lines[number].number not in asked:
            yield from table.odd(lines[number], rows[number])


def _broken(
    relations: Sequence[Relation], rows: Sequence[FigureRow]
) -> Mapping[Relation, Sequence[int]]:
    """Return the relations that hold in all rows but few, each with those that break it."""
    found = {}
    for relation in relations:
        told = [relation.holds(row) for row in rows]
        broken = [number for number, holds in enumerate(told) if holds is False]
        if len(broken) * 3 <= told.count(True):
            found[relation] = broken
    return found


def _is_of_months(relation: Relation, figures: Sequence[RowFigure]) -> bool:
    """True if months known and month make the cumulative that is read: looked at by itself."""
    told = [figures[place] for place in relation.places]
    return all(each.column is None or each.column.field in READ for each in told) and any(
        each.column is None for each in told
    )


def _of_table(layout: Layout, grid: Grid, unit: int, lines: Sequence[Line]) -> Iterator[RowFigure]:
    """Yield the columns with numbers, those first that are read."""
    fields = COLUMNS[layout.kind.value].fields
    columns = [
        c
        for c in layout.columns
        if c.field in SUMMED or c.field == "rate" or fields[c.field].type in ("money", "ignored")
    ]
    columns.sort(key=lambda c: c.field not in READ)
    for column in (*columns, *sorted(layout.unknown, key=lambda c: c.index)):
        cells = [plain(cell_at(line.cells, column.index)) for line in lines]
        title = column.leaf
        has_percents = any(cell.endswith(("%", "％")) for cell in cells)
        if column.field not in READ and (has_percents or any(word in title for word in RATES)):
            yield RowFigure(title, _taking_rates(grid, column), column, is_rate=True)
        if not has_percents and column.field != "rate":
            yield RowFigure(title, _taking_amounts(grid, column, unit), column)


def _taking_rates(grid: Grid, column: SheetColumn) -> Callable[[Sequence[Line]], Column]:
    return lambda lines: grid.rates(column, lines)


def _taking_amounts(
    grid: Grid, column: SheetColumn, unit: int
) -> Callable[[Sequence[Line]], Column]:
    return lambda lines: grid.amounts(column, unit, lines)


def _rows(
    figures: Sequence[RowFigure], lines: Sequence[Line], used: Collection[int]
) -> list[FigureRow]:
    nothing: list[Figure | None] = [None] * len(lines)
    columns = [
        [_figure(each) for each in figure.take(lines)] if place in used else nothing
        for place, figure in enumerate(figures)
    ]
    return list(zip(*columns, strict=True))


def _figure(stated: Amount | None) -> Figure | None:
    if stated is None:
        return None
    return float(stated.value), float(stated.half) if stated.half else 0.0


class _RelatedTable:
    """The relations of a table, and what they say of a row."""

    def __init__(
        self, figures: Sequence[RowFigure], relations: Sequence[Relation], unit: int
    ) -> None:
        self.figures, self.relations = figures, relations
        self.slack = {
            each: max(_unit_of(figures[p], unit) for p in each.places) * len(each.places) / 2
            for each in relations
        }

    def odd(self, line: Line, row: FigureRow) -> Iterator[OddAmount]:
        """Yield the amounts of a row that may be wrong, the likeliest first."""
        told = {each: each.holds(row, self.slack[each]) for each in self.relations}
        broken = [each for each, holds in told.items() if holds is False]
        if not broken:
            return
        right = {place for each, holds in told.items() if holds for place in each.places}
        for place, ways in self._doubted(broken, row, right).items():
            column, value = self.figures[place].column, _value(row, place)
            if column and value > 0:
                relation = next(each for each in broken if place in each.places)
                yield OddAmount(line, column, value, ways, self._words(relation))

    def _doubted(
        self, broken: Sequence[Relation], row: FigureRow, right: Collection[int]
    ) -> dict[int, Mapping[str, Decimal]]:
        """Return what the amounts that are read may really be: those that a decimal point restores,
        or the first; none if it restores only what is not read.
        """
        places = dict.fromkeys(p for each in broken for p in reversed(each.places))
        doubted = [p for p in places if p not in right and _value(row, p)]
        slipped = {p: ways for p in doubted if (ways := _slips(broken, row, p))}
        own = [p for p in doubted if self.figures[p].is_read]
        if slipped:
            return {p: slipped[p] for p in own if p in slipped}
        return {p: _solved(broken, row, p) for p in own[:1]}

    def _words(self, relation: Relation) -> str:
        *parts, whole = (self.figures[place].title for place in relation.places)
        if relation.kind is Arithmetic.SUM:
            return f"{' + '.join(parts)} = {whole}"
        if relation.kind is Arithmetic.SHARE:
            return f"{parts[0]} ÷ {parts[1]} = {whole}"
        return f"({parts[0]} − {parts[1]}) ÷ {parts[1]} = {whole}"


def _unit_of(figure: RowFigure, unit: int) -> int:
    return (figure.column.unit if figure.column else None) or unit


def _value(row: FigureRow, place: int) -> Decimal:
    figure = row[place]
    return Decimal(repr(round(figure[0], 4))) if figure else NOTHING


def _slips(broken: Sequence[Relation], row: FigureRow, place: int) -> Mapping[str, Decimal]:
    """Return what an amount is with another decimal point that restores all that its row breaks."""
    if not all(place in each.places for each in broken):
        return {}
    value, half = row[place] or (0.0, 0.0)
    found = {}
    for kind, factor in FACTORS.items():
        times = float(factor)
        other = [(value * times, half * times) if p == place else x for p, x in enumerate(row)]
        if all(each.holds(other) is not False for each in broken):
            found[kind] = _value(row, place) * factor
    return found


def _solved(broken: Sequence[Relation], row: FigureRow, place: int) -> Mapping[str, Decimal]:
    """Return what the first sum that an amount breaks makes of it."""
    for each in broken:
        if each.kind is Arithmetic.SUM and place in each.places:
            *parts, whole = (_value(row, p) for p in each.places)
            rest = whole - sum(parts, NOTHING)
            value = _value(row, place) + (-rest if place == each.places[-1] else rest)
            return {AS_RELATED: value} if value > 0 else {}
    return {}


def known_figures(grid: Grid, plan: Column, year: int | None, number: int) -> Iterator[RowFigure]:
    """Yield what is known of each row's project beside a month: its plan, the month before, and all
    before.
    """
    yield RowFigure(gettext("the known plan"), lambda lines: plan[: len(lines)])
    if not year or number <= 1 or not grid.has_known:
        return

    def before(lines: Sequence[Line]) -> Column:
        return [known_amount(each.told.get(number - 1)) for each in known_months(grid, year, lines)]

    def so_far(lines: Sequence[Line]) -> Column:
        return [_all_before(each.told, number) for each in known_months(grid, year, lines)]

    yield RowFigure(gettext("the known month before"), before)
    if number > 2:
        yield RowFigure(gettext("the months known before"), so_far)


def _all_before(told: Mapping[int, int], number: int) -> Amount | None:
    if number - 1 not in told:
        return None
    return Amount(Decimal(sum(yuan for n, yuan in told.items() if n < number)))
