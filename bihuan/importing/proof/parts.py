"""Amounts told in parts without their whole: 总投资 with two columns 其中 and no sum. Pure.

What the ledger or the table's cumulative proves is taken; else it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.headings.part_columns import STAGE, whole_title
from bihuan.kit.money import UNITS
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .amounts import Amount, Tally, known_amount, shown, tally, total_of
from .grid import Grid
from .heads import sum_in
from .months.months_by_sums import KnownMonths, known_months
from .questions import LEAVE, AnswerChoice, Desk
from .rows.lines import LineRole

SUM = "sum"
Column = Sequence[Amount | None]


def settle_parts(
    desk: Desk, layout: Layout, grid: Grid, year: int | None = None
) -> tuple[Layout, Sheet]:
    """Return the layout with one column for each amount, and the sheet with the sums of its parts
    in it, where the parts are the whole.
    """
    parts: dict[tuple[str, str], list[SheetColumn]] = defaultdict(list)
    for column in layout.columns:
        if column.part:
            parts[column.field, whole_title(column)].append(column)
    sheet = grid.sheet
    for (_field, title), columns in parts.items():
        told = [column for column in columns if any(grid.amounts(column))]
        if not told:
            layout = _with(layout, title, columns, LEAVE)
            continue
        answer = _proved(desk, title, told, grid, year) or _ask(desk, title, told, grid)
        answer = answer or next(iter(_ways(told, grid)))
        layout = _with(layout, title, columns, answer)
        if answer == SUM:
            sheet = _summed(sheet, columns, grid)
    return layout, sheet


def _ways(columns: Sequence[SheetColumn], grid: Grid) -> dict[str, Column]:
    """Return the amounts that the sum of the parts gives, and those that each alone gives; of an
    estimate beside an approved amount there is no sum.
    """
    each: dict[str, Column] = {str(c.index): grid.amounts(c) for c in columns}
    by_line = zip(*each.values(), strict=True)
    sums = [total_of(x) if any(a is not None for a in x) else None for x in by_line]
    if any(STAGE.search(column.leaf) for column in columns):
        return each
    return {SUM: sums, **(each if len(columns) > 1 else {})}


def _ask(desk: Desk, title: str, columns: Sequence[SheetColumn], grid: Grid) -> str:
    ways, unit = _ways(columns, grid), grid.layout.unit
    if SUM in ways:
        text = gettext(
            "“%(title)s” is told in parts (%(parts)s), without a sum: what is the whole?"
        )
    else:
        text = gettext("“%(title)s” is told several times (%(parts)s): which counts?")
    told = {"title": title, "parts": "、".join(_leaf(column) for column in columns)}
    gives = {
        way: f"{title}：{sum_in(amounts, columns[0].unit, unit)}" for way, amounts in ways.items()
    }
    labels = {str(c.index): gettext("Only “%s” counts") % _leaf(c) for c in columns}
    labels[SUM] = gettext("The sum of these parts")
    choices = [AnswerChoice(way, labels[way], gives[way]) for way in gives]
    choices.append(AnswerChoice(LEAVE, gettext("Leave it blank"), f"{title}：—"))
    return desk.ask("parts", text % told, choices, column=title, lasting=True)


def _leaf(column: SheetColumn) -> str:
    return column.leaf.removeprefix("其中").lstrip("：: ")


def _proved(
    desk: Desk, title: str, columns: Sequence[SheetColumn], grid: Grid, year: int | None
) -> str:
    """Return the one way that the ledger, or the cumulative beside it, proves; empty if none, or
    several.
    """
    found = {
        way: proof
        for way, amounts in _ways(columns, grid).items()
        if (proof := _held(columns[0], amounts, grid, year))
    }
    if len(found) != 1:
        return ""
    ((way, (sentence, held)),) = found.items()
    named = "＋".join(_leaf(c) for c in columns if way in (SUM, str(c.index)))
    told = {"parts": named, "title": title, "held": held.held, "tried": held.tried}
    desk.prove(sentence % told)
    return way


def _held(
    part: SheetColumn, amounts: Column, grid: Grid, year: int | None
) -> tuple[str, Tally] | None:
    """Return what proves that amounts are the whole, with how often it held; None if nothing."""
    units = [1] if part.unit else [grid.layout.unit] if grid.layout.unit else UNITS.values()
    for sentence, known in _evidence(part, grid, year):
        for unit in units:
            held = tally([a.times(unit or 1) if a else None for a in amounts], known)
            if held.proves:
                return sentence, held
    return None


def _evidence(part: SheetColumn, grid: Grid, year: int | None) -> Iterator[tuple[str, Column]]:
    """Yield the yuan that the whole must have by what is known of each line's project."""
    of_year = part.year or year
    named = [c for c in grid.layout.columns if c.field == part.field and not c.part]
    before = [c for c in grid.layout.unknown if c.index == part.index - 1]  # its whole, perhaps
    for column in (*named, *before):
        if not part.unit and not column.unit:
            sentence = gettext(
                "“%(title)s” is %(parts)s: as much as another column has in %(held)s of %(tried)s"
                " lines."
            )
            yield sentence, grid.amounts(column, grid.layout.unit or 1)
    if part.field in ("completed", "cumulative"):
        sentence = gettext(
            "“%(title)s” is %(parts)s: month, months before and cumulative agree in %(held)s of"
            " %(tried)s lines."
        )
        yield sentence, _by_months(part, grid, of_year)
        return
    known: list[Amount | None] = []
    for line in grid.data:
        project, yuan = grid.project(line), None
        if project and part.field == "total":
            yuan = grid.known.total(project)
        elif project and part.field == "planned" and of_year:
            yuan = max(grid.known.planned(project, of_year), default=None)
        elif project and part.field == "before" and year:
            yuan = grid.known.before(project, year)
        known.append(known_amount(yuan))
    sentence = gettext(
        "“%(title)s” is %(parts)s, as the ledger has it of %(held)s of %(tried)s known projects."
    )
    yield sentence, known


def _by_months(part: SheetColumn, grid: Grid, year: int | None) -> list[Amount | None]:
    """Return what the month must be by the cumulative beside it and the months known, or the
    cumulative by the month.
    """
    layout, is_month = grid.layout, part.field == "completed"
    number = layout.month.number if layout.month else layout.number
    beside = _whole_of("cumulative" if is_month else "completed", grid)
    found: list[Amount | None] = []
    known = known_months(grid, year) if year and number else [KnownMonths({})] * len(beside)
    for each, other in zip(known, beside, strict=True):
        earlier = each.earlier(number or 0) if each.told or each.opened else None
        if earlier is None or other is None:
            found.append(None)
        else:
            found.append(other - earlier if is_month else other + earlier)
    return found


def _whole_of(field: str, grid: Grid) -> list[Amount | None]:
    """Return the yuan of a field: of its column, or of its parts together."""
    columns = [c for c in grid.layout.columns if c.field == field]
    if len({whole_title(c) if c.part else c.index for c in columns}) != 1:
        return [None] * len(grid.data)
    by_line = zip(*(grid.amounts(c, grid.layout.unit or 1) for c in columns), strict=True)
    return [total_of(x) if any(a is not None for a in x) else None for x in by_line]


def _with(layout: Layout, title: str, columns: Sequence[SheetColumn], answer: str) -> Layout:
    """Return the layout with the column in which the amount stands, if in any, under its heading;
    parts that do not count are left unread.
    """
    chosen = columns[0].index if answer == SUM else int(answer) if answer != LEAVE else None
    places = {column.index for column in columns}
    kept = [
        replace(column, part=False, title=title) if column.index == chosen else column
        for column in layout.columns
        if column.index not in places or column.index == chosen
    ]
    left = (replace(c, field="") for c in columns if c.index != chosen and answer != SUM)
    return replace(layout, columns=tuple(kept), unknown=(*layout.unknown, *left))


def _summed(sheet: Sheet, columns: list[SheetColumn], grid: Grid) -> Sheet:
    """Return the sheet with the sums in the first column of the parts."""
    rows = list(sheet.rows)
    first = columns[0]
    places = [grid.place(column) for column in columns]
    for line in grid.lines:
        if line.role is LineRole.NUMBERS:
            continue
        found = [line.amounts[place] for place in places if place is not None]
        if any(each is not None for each in found):
            row = list(rows[line.number])
            row.extend([None] * (first.index + 1 - len(row)))
            row[first.index] = shown(total_of(found).value / (first.unit or 1))
            rows[line.number] = row
    return replace(sheet, rows=rows)
