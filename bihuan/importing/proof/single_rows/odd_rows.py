"""Single amounts of a month's table that do not fit the row's other figures: asked row by row.

Pure. What speaks against an amount is the cumulative beside it, the months and the plan known, and
the other rows; columns that are odd as a whole are asked about elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan, told_in
from bihuan.importing.proof.amounts import Amount, shown
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import month_number
from bihuan.importing.proof.months.months_by_sums import KnownMonths, known_months
from bihuan.importing.proof.part_sums import AS_PARTS, beside_parts
from bihuan.importing.proof.questions import (
    LEAVE,
    STANDS,
    AnswerChoice,
    Desk,
    as_it_stands,
    left_blank,
)
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.dates import month_in
from bihuan.kit.money import WAN
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .alike import AlikeShares
from .beside_relations import AS_RELATED, beside_relations, known_figures
from .odd_amounts import (
    AS_WORDED,
    FACTORS,
    FEWEST_MONTHS,
    NOTHING,
    OPPOSITE,
    SO_FAR,
    TIMES,
    TOO_SMALL,
    OddAmount,
    RowFigures,
    TableSizes,
    among_months,
    by_sums,
    first_of_each,
    of_growth,
    of_month,
    of_year,
)

AS_KNOWN = "known"
OTHER = "other-"
"""Begins the answers that it is the amount beside that is wrong."""
NO_MONTHS = KnownMonths({})
UNKNOWN, FIRST = RowFigures(), RowFigures(is_complete=True)
"""What is told beside a month of no known project; January has none before it."""
MOST_ASKED = 12  # rows of one column; the rest of them together
FEWEST_ROWS = 3  # that tell how large a row is
Column = Sequence[Amount | None]


def settle_odd_rows(
    desk: Desk, layout: Layout, grid: Grid, unit: int | None, plan: Column, year: int | None
) -> Sheet:
    """Return the sheet of a month's table with its odd amounts as answered."""
    months = {c.month for c in layout.columns if c.month and c.field in ("completed", "cumulative")}
    if len(months) > 1:
        found = list(_of_many_months(layout, grid, unit or 1))
    else:
        columns = [c for c in layout.columns if c.field in ("completed", "cumulative")]
        of_months = _of_one_month(layout, grid, unit or 1, plan, year)
        found = first_of_each((*of_months, *beside_parts(layout, grid, columns, unit or 1)))
    number = 0 if len(months) > 1 or layout.column("month") else layout.number or 0
    known = list(known_figures(grid, plan, year, number))
    rows = {odd.line.number for odd in found}
    found += beside_relations(layout, grid, unit or 1, known, rows)
    return ask_odd_rows(desk, found, grid, unit)


def ask_odd_rows(desk: Desk, odd: Sequence[OddAmount], grid: Grid, unit: int | None) -> Sheet:
    """Return the sheet with odd amounts as answered, of the columns that are not odd as a whole."""
    found = _single(odd, grid)
    read: dict[tuple[int, int], Cell] = {}
    for each, answer in [*_each(desk, found, unit or 1), *_rest(desk, found)]:
        kind = answer.removeprefix(OTHER)
        meant = each.other if each.other and kind != answer else each
        place = meant.line.number, meant.column.index
        if answer == LEAVE:
            read[place] = None
        elif kind in meant.ways:
            read[place] = shown(meant.ways[kind] / (meant.column.unit or unit or 1))
    return grid.sheet.with_cells(read)


def _single(found: Sequence[OddAmount], grid: Grid) -> list[OddAmount]:
    """Return the odd amounts of the columns of which no more than half are odd."""
    counts = Counter(odd.column.index for odd in found)
    rows = max(len(grid.data), 2)
    return [odd for odd in found if 2 * counts[odd.column.index] <= rows]


def _numbers(layout: Layout, grid: Grid, year: int | None) -> list[int]:
    """Return the month of each line: the table's, or its own; 0 where it is not told, or of another
    year.
    """
    column = layout.column("month")
    if column is None:
        return [layout.number or 0] * len(grid.data)
    texts = [plain(cell_at(line.cells, column.index)) for line in grid.data]
    months = {text: month_in(text) for text in set(texts)}
    numbers = {
        text: (month.number if month.year == year else 0) if month else month_number(text) or 0
        for text, month in months.items()
    }
    return [numbers[text] for text in texts]


def _of_one_month(
    layout: Layout, grid: Grid, unit: int, plan: Column, year: int | None
) -> Iterator[OddAmount]:
    """Yield the odd amounts of a table of one month, or with a month in each row."""
    columns = [layout.column(name) for name in ("completed", "cumulative")]
    alone, reached = (grid.amounts(c, unit) if c else [None] * len(grid.data) for c in columns)
    numbers = _numbers(layout, grid, year)
    pairs = zip(alone, reached, strict=True)
    parts = AlikeShares.of(a.value / b.value for a, b in pairs if a and b and b.value > 0)
    is_told = grid.has_known or any(plan) or 1 in numbers or parts.middle
    if not (is_told or _has_small(alone, reached)):
        return  # there is nothing to hold the amounts against
    known = known_months(grid, year) if year and grid.has_known else [NO_MONTHS] * len(plan)
    rows = [_figures(*each) for each in zip(plan, known, numbers, strict=True)]
    sizes = [_sizes(amounts, rows) for amounts in (alone, reached)]
    lines = zip(grid.data, rows, known, numbers, alone, reached, strict=True)
    for line, row, told, number, one, other in lines:
        if told is not NO_MONTHS and one and told.told.get(number) == one.value:
            continue  # it was reported so before
        is_large = all(a is None or a.value >= TOO_SMALL for a in (one, other))
        if row is UNKNOWN and not parts.middle and is_large:
            continue  # there is nothing to hold it against
        for place, ways in _ways(row, one, other, sizes):
            column, value = columns[place], (one, other)[place]
            if column and value and ways:
                yield OddAmount(line, column, value.value, ways)
        if columns[0] and columns[1] and one and other:
            cells = (_OddCell(line, columns[0], one.value), _OddCell(line, columns[1], other.value))
            yield from _beside_cumulative(cells, row, parts)


class _OddCell(NamedTuple):
    """An amount of a row, in yuan."""

    line: Line
    column: SheetColumn
    value: Decimal


def _has_small(*columns: Column) -> bool:
    """True if some amount may be in 亿元 among 万元."""
    return any(each and 0 < each.value < TOO_SMALL for column in columns for each in column)


def _ways(
    row: RowFigures, one: Amount | None, other: Amount | None, sizes: Sequence[TableSizes]
) -> Iterator[tuple[int, Mapping[str, Decimal]]]:
    """Yield what the month (0) or the cumulative (1) of a row may really be."""
    agrees = one and other and row.is_complete and (one + Amount(row.earlier)).agrees(other)
    if agrees:
        return
    found = list(by_sums(one, other, row)) if one and other else []
    if found:
        for place in (0, 1):
            yield place, {kind: value for is_month, kind, value in found if is_month == (not place)}
        return
    if one:
        yield 0, of_month(one.value, row, sizes[0])
    if other:
        ways = of_year(other.value, row, sizes[1])
        yield 1, ways or ({} if one else of_growth(other.value, row))


def _beside_cumulative(
    cells: tuple[_OddCell, _OddCell], row: RowFigures, parts: AlikeShares
) -> Iterator[OddAmount]:
    """Yield the month of a row in which it is another part of the cumulative than in all others,
    where those before are not known; with what the cumulative may be instead.
    """
    month, so_far = cells
    if row.is_complete or month.value <= 0 or so_far.value <= 0:
        return
    if ways := parts.ways(month.value / so_far.value, month.value):
        kinds = {OPPOSITE[kind]: so_far.value * FACTORS[OPPOSITE[kind]] for kind in ways}
        other = OddAmount(so_far.line, so_far.column, so_far.value, kinds)
        yield OddAmount(month.line, month.column, month.value, ways, other=other)


def _figures(plan: Amount | None, known: KnownMonths, number: int) -> RowFigures:
    if not number or (known is NO_MONTHS and plan is None):
        return FIRST if number == 1 else UNKNOWN
    months = tuple(Decimal(yuan) for n, yuan in known.told.items() if n != number and yuan > 0)
    earlier = Decimal(sum(yuan for n, yuan in known.told.items() if n < number))
    is_complete = known.earlier(number) is not None
    planned = plan.value if plan and plan.value > 0 else None
    return RowFigures(planned, () if known.opened else months, earlier, is_complete)


def _sizes(amounts: Column, rows: Sequence[RowFigures]) -> TableSizes:
    """Return the middle of the amounts, and of their shares, without an odd one that is small, or
    large.
    """
    told = [(a.value, row.plan) for a, row in zip(amounts, rows, strict=True) if a and a.value > 0]
    shares = sorted(value / plan for value, plan in told if plan)
    values = sorted(value for value, _plan in told)
    return TableSizes(
        values[len(values) // 2 + len(values) % 2] if len(values) >= FEWEST_ROWS else NOTHING,
        shares[(len(shares) - 1) // 2] if len(shares) >= FEWEST_ROWS else NOTHING,
        AlikeShares.of(shares),
    )


def _of_many_months(layout: Layout, grid: Grid, unit: int) -> Iterator[OddAmount]:
    columns = [c for c in layout.columns if c.field == "completed" and c.month]
    if len(columns) <= FEWEST_MONTHS:
        return
    by_line = zip(*(grid.amounts(c, unit) for c in columns), strict=True)
    for line, amounts in zip(grid.data, by_line, strict=True):
        told = sorted((a.value for a in amounts if a and a.value > 0), reverse=True)
        if len(told) <= FEWEST_MONTHS or (told[-1] * WAN > told[0] and told[0] < TIMES * told[1]):
            continue  # none is far from all others
        for column, stated in zip(columns, amounts, strict=True):
            if stated and stated.value in (told[0], told[-1]):
                others = list(told)
                others.remove(stated.value)
                if ways := among_months(stated.value, RowFigures(None, tuple(others))):
                    yield OddAmount(line, column, stated.value, ways)


def _each(desk: Desk, found: Sequence[OddAmount], unit: int) -> Iterator[tuple[OddAmount, str]]:
    text = gettext(
        "Row %(row)s, “%(name)s”: %(amount)s under “%(title)s” does not fit the row's other"
        " figures, or the other rows: what is it?"
    )
    of_relation = gettext(
        "Row %(row)s, “%(name)s”: %(amount)s under “%(title)s” contradicts %(relation)s, which"
        " holds in the other rows: what is it?"
    )
    of_words = gettext(
        "Row %(row)s, “%(name)s”: %(amount)s stand under “%(title)s”, and its words say otherwise:"
        " “%(relation)s”. Which is it?"
    )
    answers: dict[int, str] = {}
    for odd in found[:MOST_ASKED]:
        if answers.get(odd.line.number, STANDS) != STANDS:
            continue  # what is odd of the row is asked already, or mended
        told = {
            "row": odd.line.number + 1,
            "name": odd.line.name,
            "amount": told_in(odd.value, odd.column.unit or unit),
            "title": odd.column.title,
            "relation": odd.relation,
        }
        own = odd.column.unit or unit
        choices = [
            AnswerChoice(kind, _label(kind, own), told_in(yuan, own))
            for kind, yuan in odd.ways.items()
        ]
        choices += _of_other(odd.other, unit) if odd.other else []
        choices.append(as_it_stands(told_in(odd.value, own)))
        choices.append(left_blank(1))
        about = f"{odd.column.title}|{odd.line.name}|{odd.line.number}"
        said = of_words if AS_WORDED in odd.ways else of_relation if odd.relation else text
        answer = desk.ask("odd", said % told, choices, column=about)
        answers[odd.line.number] = answer
        yield odd, answer


def _of_other(odd: OddAmount, unit: int) -> list[AnswerChoice]:
    """Return the choices with which it is the amount beside that is wrong."""
    own, title = odd.column.unit or unit, odd.column.title
    return [
        AnswerChoice(f"{OTHER}{kind}", f"“{title}”：{_label(kind, own)}", told_in(yuan, own))
        for kind, yuan in odd.ways.items()
    ]


def _label(kind: str, unit: int) -> str:
    if kind in ("larger", "smaller"):
        other = int(unit * (Decimal(WAN) if kind == "larger" else 1 / Decimal(WAN)))
        return gettext("The cell counts in %s") % UNIT_WORDS.get(other, "")
    labels = {
        AS_KNOWN: gettext("As the ledger has it"),
        AS_WORDED: gettext("As the words of its row say"),
        AS_PARTS: gettext("The sum of its parts in this row"),
        AS_RELATED: gettext("As the row's other columns give it"),
        SO_FAR: gettext("The year so far: the month is what the months before leave of it"),
    }
    return labels.get(kind) or gettext("The decimal point slipped")


def _rest(desk: Desk, found: Sequence[OddAmount]) -> Iterator[tuple[OddAmount, str]]:
    """Ask of all rows beyond the first ones together."""
    rest = found[MOST_ASKED:]
    if not rest:
        return
    text = gettext(
        "%(count)s more rows (%(rows)s …) do not fit their other figures: are they right as they"
        " stand?"
    )
    rows = "、".join(str(odd.line.number + 1) for odd in rest[:MOST_ASKED])
    total = in_wan(sum((odd.value for odd in rest), NOTHING))
    choices = [AnswerChoice(STANDS, gettext("As they stand"), total), left_blank(len(rest))]
    answer = desk.ask("odd", text % {"count": len(rest), "rows": rows}, choices)
    yield from ((odd, answer) for odd in rest)
