"""Whole columns of amounts held against the months known of the same projects. Pure.

A column far from them all is in another unit than its table, or of another time than its heading
says: it is asked which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import Amount, tally, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import in_wan
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, as_it_stands
from bihuan.importing.proof.rows.lines import Line
from bihuan.importing.proof.single_rows.odd_amounts import FEWEST_MONTHS, SO_FAR, TWO
from bihuan.kit.money import UNITS, WAN
from bihuan.kit.words import gettext

from .months_by_sums import KnownMonths, known_months
from .periods import Span

TIMES = 8  # the middle month known; beyond it, no column is as a whole
TIMES_OF_FEW = 50  # where few months are known: work sleeps in winter
FEWEST_ROWS = 3
MOST_ROWS = 500  # that tell of a column whether it is looked at more closely


@dataclass(frozen=True)
class RowMonths:
    """What is told of one row's project in the year, in yuan by month, and what of it was reported
    before.
    """

    told: Mapping[int, Decimal]
    reported: Mapping[int, Decimal]

    @cached_property
    def usual(self) -> Decimal:
        """The middle month that is no nought; 0 where none is."""
        values = sorted(yuan for yuan in self.told.values() if yuan > 0)
        return values[len(values) // 2] if values else Decimal(0)

    @cached_property
    def times(self) -> int:
        few = sum(yuan > 0 for yuan in self.told.values()) < FEWEST_MONTHS
        return TIMES_OF_FEW if few else TIMES

    def before(self, number: int) -> list[Decimal]:
        """Return the months before one; none where some of them is not known."""
        found = [self.told.get(n) for n in range(1, number)]
        return [yuan for yuan in found if yuan is not None] if None not in found else []


@dataclass(frozen=True)
class SizedColumn:
    """A column of what was completed in a month, or until its end, beside the months of its rows.
    `number` is the month, 0 where each row has its own. Amounts are yuan.
    """

    column: SheetColumn
    span: Span
    number: int
    amounts: Sequence[Amount | None]
    known: Sequence[RowMonths]

    @property
    def is_month(self) -> bool:
        return self.span is Span.MONTH

    @cached_property
    def rows(self) -> list[tuple[int, Decimal, RowMonths]]:
        """The rows that tell something, by their places."""
        lines = enumerate(zip(self.amounts, self.known, strict=True))
        return [(i, a.value, row) for i, (a, row) in lines if a and a.value > 0 and row.usual]

    def is_far(self, times: Decimal = Decimal(1)) -> bool:
        """True if most rows, so many times as large, are far from the months known."""
        small = large = 0
        for _place, value, row in self.rows:
            small += value * times * row.times <= row.usual
            large += value * times >= row.times * self._most(row)
        return 2 * max(small, large) > len(self.rows)

    def _most(self, row: RowMonths) -> Decimal:
        """Return how much is usual for a row: with all months known where it is the year so far."""
        return row.usual if self.is_month else row.usual + sum(row.told.values())

    @property
    def is_so_far(self) -> bool:
        """True if in most rows a month is all before it together, and about one more."""
        if not self.is_month:
            return False
        held = 0
        for _place, value, row in self.rows:
            before = row.before(self.number)
            if sum(yuan > 0 for yuan in before) >= FEWEST_MONTHS:
                held += 0 <= value - sum(before) <= TWO * max(before) <= value
        return 2 * held > len(self.rows)

    def units(self, stated: int) -> list[int]:
        """Return the units in which the amounts would be near the months known."""
        others = (unit for unit in UNITS.values() if unit != stated)
        return [unit for unit in others if not self.is_far(Decimal(unit) / stated)]


@dataclass(frozen=True)
class _Rows:
    """Some lines of a grid, and the months of each in a year. Amounts are yuan."""

    grid: Grid
    year: int | None
    unit: int
    step: int = 1

    @cached_property
    def lines(self) -> Sequence[Line]:
        return self.grid.data[:: self.step]

    def amounts(self, column: SheetColumn) -> list[Amount | None]:
        return self.grid.amounts(column, self.unit, self.lines)

    def months(self, columns: Sequence[SheetColumn]) -> list[RowMonths]:
        """Return the months known of each row, and those of the table that are not. Nothing of a
        project of which only the sum of several is known.
        """
        stated = [(c.month or 0, self.amounts(c)) for c in columns]
        known: Sequence[KnownMonths | None] = [None] * len(self.lines)
        if self.year and self.grid.has_known:
            known = known_months(self.grid, self.year, self.lines)
        found = []
        for place, each in enumerate(known):
            told = {n: a.value for n, amounts in stated if (a := amounts[place]) is not None}
            reported = {n: Decimal(yuan) for n, yuan in each.told.items()} if each else {}
            is_summed = each is not None and each.opened
            found.append(RowMonths({} if is_summed else told | reported, reported))
        return found


def _odd(
    grid: Grid, year: int | None, unit: int | None, sized: Callable[[_Rows], list[SizedColumn]]
) -> list[SizedColumn]:
    """Return the columns that are odd; of a long table some rows are looked at first."""
    step = len(grid.data) // MOST_ROWS
    if step > 1 and not any(map(_is_odd, sized(_Rows(grid, year, unit or 1, step)))):
        return []
    return [each for each in sized(_Rows(grid, year, unit or 1)) if _is_odd(each)]


def settle_magnitudes(
    desk: Desk, layout: Layout, grid: Grid, sized: Sequence[SizedColumn], unit: int | None
) -> Layout | None:
    """Return the layout with its columns in the units, and of the times, that were answered of
    those that do not fit the months known; None while it is asked.
    """
    if desk.waits_for("unit"):
        return layout
    is_open = False
    for each in sized:
        stated = each.column.unit or unit or WAN
        answer = _ask(desk, grid, each, stated)
        is_open = is_open or not answer
        if answer in UNITS:
            layout = layout.counted_in({each.column.index}, UNITS[answer])
        elif answer in (SO_FAR, LEAVE):
            layout = _read_as(layout, each.column, "cumulative" if answer == SO_FAR else "")
    return None if is_open else layout


def _is_known(sized: SizedColumn) -> bool:
    """True if the amounts are those reported before."""
    own = [row.reported.get(sized.number) for row in sized.known]
    reported = [None if yuan is None else Amount(yuan) for yuan in own]
    return tally(sized.amounts, reported).proves


def _is_odd(sized: SizedColumn) -> bool:
    if len(sized.rows) < FEWEST_ROWS or not (sized.is_far() or sized.is_so_far):
        return False
    return not _is_known(sized)


def _read_as(layout: Layout, column: SheetColumn, field: str) -> Layout:
    """Return the layout with a column read as another field, or not at all."""
    rest = tuple(c for c in layout.columns if c.index != column.index)
    unknown = tuple(c for c in layout.unknown if c.index != column.index)
    if not field:
        return replace(layout, columns=rest, unknown=unknown)
    columns = sorted((*rest, replace(column, field=field)), key=lambda c: c.index)
    return replace(layout, columns=tuple(columns), unknown=unknown)


def _ask(desk: Desk, grid: Grid, sized: SizedColumn, stated: int) -> str:
    place, value, row = sized.rows[0]
    line = grid.data[place]
    text = gettext(
        "“%(title)s” does not fit the months known, as in row %(row)s, “%(name)s”: %(amount)s"
        " beside about %(usual)s a month: what is it?"
    )
    told = {
        "title": sized.column.title,
        "row": line.number + 1,
        "name": line.name,
        "amount": in_wan(value),
        "usual": in_wan(row.usual),
    }
    return desk.ask("size", text % told, _choices(sized, stated), column=sized.column.title)


def _choices(sized: SizedColumn, stated: int) -> list[AnswerChoice]:
    sum_ = total_of(sized.amounts).value
    words = {unit: word for word, unit in UNITS.items()}
    choices = []
    if sized.is_so_far:
        before = sum((sum(row.before(sized.number)) for _i, _v, row in sized.rows), Decimal(0))
        label = gettext("The year so far: the month is what the months before leave of it")
        choices.append(AnswerChoice(SO_FAR, label, _gives(sized, sum_ - before)))
    for unit in sized.units(stated) if sized.is_far() else ():
        label = gettext("It counts in %s") % words[unit]
        choices.append(AnswerChoice(words[unit], label, _gives(sized, sum_ * unit / stated)))
    choices.append(as_it_stands(_gives(sized, sum_)))
    left = gettext("%s under this heading are not brought in") % in_wan(sum_)
    return [*choices, AnswerChoice(LEAVE, gettext("Do not read this column"), left)]


def _gives(sized: SizedColumn, yuan: Decimal) -> str:
    if not sized.is_month:
        return gettext("the year so far: %s") % in_wan(yuan)
    told = {"number": sized.number, "amount": in_wan(yuan)}
    return gettext("Month %(number)s: completed %(amount)s") % told


def odd_months(
    grid: Grid, year: int | None, months: Sequence[SheetColumn], unit: int | None
) -> list[SizedColumn]:
    """Return the odd columns of a table with one a month, each held against the others."""

    def sized(rows: _Rows) -> list[SizedColumn]:
        known = rows.months(months)
        return [SizedColumn(c, Span.MONTH, c.month or 0, rows.amounts(c), known) for c in months]

    return _odd(grid, year, unit, sized)


def odd_as_read(
    desk: Desk,
    grid: Grid,
    layout: Layout,
    spans: Mapping[int, Span],
    year: int | None,
    unit: int | None,
) -> list[SizedColumn]:
    """Return the odd columns of one month's table, of which it is settled what they count; none
    where the unit was asked, and of what was just answered those that fit in another unit alone.
    """
    number = layout.number or 0
    if not (grid.has_known and number) or desk.has_asked("unit"):
        return []
    read = {spans[c.index]: c for c in layout.columns if c.index in spans}
    columns = [(span, read.get(span)) for span in (Span.MONTH, Span.TO_DATE)]
    to_date = read.get(Span.TO_DATE)

    def sized(rows: _Rows) -> list[SizedColumn]:
        known = rows.months([])
        each = [SizedColumn(c, s, number, rows.amounts(c), known) for s, c in columns if c]
        adds_up = to_date is not None and _adds_up(each[0], rows.amounts(to_date))
        return [] if adds_up else each

    return [
        each
        for each in _odd(grid, year, unit, sized)
        if (each.is_month and not desk.insists("span", each.column.title))
        or (each.is_far() and each.units(each.column.unit or unit or WAN))
    ]


def _adds_up(sized: SizedColumn, so_far: Sequence[Amount | None]) -> bool:
    """True if the month and the months known make the year so far."""
    before = [Amount(Decimal(sum(row.before(sized.number)))) for row in sized.known]
    reached = [a + b if a and b.value else None for a, b in zip(sized.amounts, before, strict=True)]
    return sized.is_month and tally(reached, so_far).proves
