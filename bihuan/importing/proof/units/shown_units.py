"""Units that stand in the number formats of cells, 1.86亿元 for 1.86: as good as headings. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import Amount, shown, tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import Held
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.importing.proof.rows.roles import is_heading_of_rows
from bihuan.kit.money import UNITS
from bihuan.kit.reader.number_formats import NumberFormat
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .shown_measures import SHOWN, STATED, Formats, shown_measures

MONEY = {**UNITS, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
ALIKE = "alike"
Factors = Mapping[int, Decimal]
"""How many yuan one of a number is worth, by its row."""


@dataclass(frozen=True)
class _Column:
    """The numbers of a column of amounts, with how each is shown; `stated` is the unit that its
    heading, or else its table, says.
    """

    column: SheetColumn
    numbers: Mapping[int, float | int]
    formats: Formats
    stated: int | None

    @property
    def is_plain(self) -> bool:
        """True if all numbers are shown alike, and heading and table do not contradict."""
        ways = {self.formats.get(row) for row in self.numbers}
        if len(ways) > 1:
            return len(set(self.as_shown().values())) == 1 and self._agrees()
        return self._agrees()

    def _agrees(self) -> bool:
        if self.stated is None:
            return all(_unit(each) is not None for each in self.formats.values())
        words = {_unit(each) for each in self.formats.values()} - {None}
        return words <= {self.stated} or set(self.as_shown().values()) == {Decimal(self.stated)}

    def as_shown(self) -> dict[int, Decimal]:
        """Return each number's worth as it is shown; what is shown bare is as most are."""
        told = {row: _factor(each, self.stated) for row, each in self.formats.items()}
        most = _most(told)
        bare = most if self.stated is None else Decimal(self.stated)
        return {row: told.get(row, bare) for row in self.numbers}

    def ways(self) -> dict[str, tuple[str, dict[int, Decimal]]]:
        """Return each way to count the numbers, with its label."""
        found = {SHOWN: (gettext("Each number as its cell shows it"), self.as_shown())}
        most = _most(found[SHOWN][1])
        every = {
            ALIKE: (gettext("Every number in %s") % _name(most), most),
            STATED: (gettext("Every number in %s, as is stated") % _name(self.stated), self.stated),
        }
        for value, (label, worth) in every.items():
            factors = {row: Decimal(worth or 1) for row in self.numbers}
            if worth is not None and all(factors != each for _label, each in found.values()):
                found[value] = label, factors
        return found

    def sum(self, factors: Factors) -> Decimal:
        return sum((Decimal(repr(n)) * factors[row] for row, n in self.numbers.items()), Decimal(0))


def settle_shown_units(
    desk: Desk, layout: Layout, grid: Grid, stated: int | None, beside: Callable[..., Held]
) -> tuple[Layout, Sheet]:
    """Return the layout with the units that cells are shown in, and the sheet with its numbers as
    they are shown where they differ. `stated` is the table's unit; `beside` returns a column beside
    the ledger.
    """
    sheet = grid.sheet
    if not sheet.formats:
        return layout, sheet
    formats = _by_column(sheet, layout.first_row)
    texts: dict[tuple[int, int], str] = {}
    for column in grid.columns:
        found = _column(sheet, layout, column, formats.get(column.index, {}), stated)
        if found is None:
            continue
        factors = _settle(desk, found, beside)
        if factors and len(worths := set(factors.values())) == 1 and (one := worths.pop()) % 1 == 0:
            layout = layout.counted_in({column.index}, int(one))
        elif factors:
            if found.stated is None:
                layout = layout.counted_in({column.index}, int(_most(factors)) or 1)
            texts |= {(row, column.index): _text(found, row, factors[row]) for row in factors}
        texts |= _totals(sheet, found, formats[column.index], layout)
    for column in layout.columns:
        texts |= shown_measures(desk, sheet, layout, column, formats.get(column.index, {}))
    return layout, sheet.with_cells(texts)


def _by_column(sheet: Sheet, first: int) -> dict[int, dict[int, NumberFormat]]:
    found: dict[int, dict[int, NumberFormat]] = defaultdict(dict)
    last = len(sheet.rows)
    for told, places in sheet.formats.items():
        shown_as = NumberFormat.parse(told)
        for row, column in places:
            if first <= row < last and _is_number(sheet.cell(row, column)):
                found[column][row] = shown_as
    return found


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, float | int) and not isinstance(cell, bool)


def _column(
    sheet: Sheet, layout: Layout, column: SheetColumn, formats: Formats, stated: int | None
) -> _Column | None:
    """Return a column of which some numbers, but those of totals, show a unit or are scaled."""
    if not formats:
        return None
    numbers: dict[int, float | int] = {}
    for row in range(layout.first_row, len(sheet.rows)):
        cell = sheet.cell(row, column.index)
        if isinstance(cell, float | int) and _is_number(cell):
            numbers[row] = cell
    numbers = {r: n for r, n in numbers.items() if not is_heading_of_rows(sheet.rows[r])}
    own = {
        row: each
        for row, each in formats.items()
        if row in numbers and (_unit(each) is not None or each.scale > 1)
    }
    return _Column(column, numbers, own, column.unit or stated) if own else None


def _unit(shown_as: NumberFormat) -> int | None:
    return next(
        (MONEY[w] for w in sorted(MONEY, key=len)[::-1] if shown_as.word.startswith(w)), None
    )


def _factor(shown_as: NumberFormat, stated: int | None) -> Decimal:
    return Decimal(_unit(shown_as) or stated or 1) / shown_as.scale


def _most(factors: Factors) -> Decimal:
    return Counter(factors.values()).most_common(1)[0][0]


def _name(worth: Decimal | int | None) -> str:
    return UNIT_WORDS.get(int(worth or 0)) or f"{shown(Decimal(worth or 0))}元"


def _settle(desk: Desk, found: _Column, beside: Callable[..., Held]) -> Factors | None:
    """Return what each number of a column is worth; None if only the table's unit tells."""
    title = found.column.title
    if found.is_plain:
        factors = found.as_shown()
        text = gettext("“%(title)s” counts in %(unit)s: its cells are shown so.")
        desk.prove(text % {"title": title, "unit": _names(factors)})
        return factors
    ways = found.ways()
    proved = [way for way, (_label, each) in ways.items() if _proves(found, each, beside)]
    if len(proved) == 1:
        text = gettext("“%(title)s” counts in %(unit)s: so its amounts are as in the ledger.")
        desk.prove(text % {"title": title, "unit": _names(ways[proved[0]][1])})
        return ways[proved[0]][1]
    return _ask(desk, found, ways)


def _names(factors: Factors) -> str:
    return "、".join(_name(each) for each in dict.fromkeys(factors.values()))


def _proves(found: _Column, factors: Factors, beside: Callable[..., Held]) -> bool:
    worths = set(factors.values())
    if len(worths) > 1:
        return False
    scale = worths.pop() / (found.column.unit or 1)
    held = beside(found.column)
    return any(tally([_times(each, scale) for each in one], other).proves for one, other in held)


def _times(each: Amount | None, scale: Decimal) -> Amount | None:
    return None if each is None else each.times(scale)


def _ask(
    desk: Desk, found: _Column, ways: Mapping[str, tuple[str, dict[int, Decimal]]]
) -> Factors | None:
    told = list(dict.fromkeys(_name(each) for each in found.as_shown().values()))
    if found.stated is None:
        text = gettext(
            "The cells of “%(title)s” are shown in different ways: in what do they count?"
        )
    else:
        text = gettext(
            "The cells of “%(title)s” are shown in %(shown)s, heading or table say %(stated)s: in"
            " what do they count?"
        )
    title = found.column.title
    choices = [
        AnswerChoice(way, label, f"{title}：{in_wan(found.sum(factors))}")
        for way, (label, factors) in ways.items()
    ]
    words = {"title": title, "shown": "、".join(told), "stated": _name(found.stated)}
    answer = desk.ask("shown", text % words, choices, column=title)
    return ways[answer or SHOWN][1]


def _text(found: _Column, row: int, worth: Decimal) -> str:
    """Return a number with its unit, as a person would write it."""
    shown_as, number = found.formats.get(row), Decimal(repr(found.numbers[row]))
    unit = _unit(shown_as) if shown_as else found.stated
    if unit in UNIT_WORDS and unit is not None:
        return f"{number * worth / unit:f}{UNIT_WORDS[unit]}"
    return f"{number * worth:f}元"


def _totals(
    sheet: Sheet, found: _Column, formats: Formats, layout: Layout
) -> dict[tuple[int, int], str]:
    """Return the amounts of totals that are shown in a unit of their own."""
    index = found.column.index
    unit = next((c.unit for c in (*layout.columns, *layout.unknown) if c.index == index), None)
    texts = {}
    for row, each in formats.items():
        if row not in found.numbers and (worth := _factor(each, found.stated)) != unit:
            number = Decimal(repr(sheet.cell(row, index)))
            texts[(row, index)] = f"{number * worth:f}元"
    return texts
