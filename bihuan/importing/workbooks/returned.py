"""A workbook of ours come back: only the cells that were edited speak, and conflicts are told."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from math import isfinite

from bihuan.accounts.models import User
from bihuan.funding.kinds import MONEY
from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.rows.cells import Reader
from bihuan.importing.rows.reading import readers_of
from bihuan.importing.rows.table import ImportProblem, Key, SheetRow, Table
from bihuan.importing.staging.changes import shown
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.sheets import Book, Cell
from bihuan.kit.words import gettext
from bihuan.kit.workbooks import YEAR_KEY, OutSheet, Value
from bihuan.plans.models import Entry

from .other_year import AS_BEFORE, OF_ITS_YEAR, asked_year, carry, proposals_for
from .sheets import cells_now, ledger_sheets, monthly_sheet, title_of

AMOUNTS = frozenset({*(stage.value for stage in MONEY), "issued_on", "forwarded_on"})
"""What a row of money says; the other columns tell of which line it is."""
Cells = Mapping[str, Value]
Base = Mapping[tuple[str, str], Cells]
"""The cells with which a workbook went out, by sheet and key."""


def base_of(book: Book) -> Base:
    """Return the cells that the workbook went out with, by sheet and key; empty if not ours."""
    if book.base is None:
        raise Refusal(_base_damaged())
    return {(str(r[0]), str(r[1])): _cells(r[2:]) for r in book.base if len(r) > 2 and r[2]}


def _cells(parts: Sequence[Cell]) -> Cells:
    """Return a row's cells out of the text in which they went out."""
    try:
        told = json.loads("".join(str(part or "") for part in parts))
    except (ValueError, RecursionError):
        raise Refusal(_base_damaged()) from None
    if not isinstance(told, dict) or not all(_is_plain(value) for value in told.values()):
        raise Refusal(_base_damaged())
    return told


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int) or (isinstance(value, float) and isfinite(value))


def _base_damaged() -> str:
    return gettext("The hidden sheet with which this workbook went out is damaged: get a new one.")


def compare(table: Table, base: Base, user: User) -> None:
    """Put in for each unedited cell what stands now; report each cell that two people changed."""
    title = _went_out_as(table, base)
    if title is not None and table.layout.kind == SheetKind.FUNDING:
        _only_edited(table, base, title)
        return
    if title is None or table.layout.kind not in (SheetKind.LEDGER, SheetKind.MONTHLY):
        for row in table.rows if table.layout.column("key") else ():
            row.values.pop("key", None)  # another system's numbers are not ours
        return
    went_out = _went_out_for(table, base, title)
    carried = proposals_for(table, went_out) if went_out is not None else {}
    answer = asked_year(table, went_out, carried) if went_out is not None else AS_BEFORE
    if went_out is not None and answer == AS_BEFORE:
        table.year = went_out
    as_before = answer == AS_BEFORE
    now = cells_now(_sheets(table, user, table.year if as_before else went_out))
    readers = readers_of(table.layout, table.layout.unit)
    for row in table.rows:
        place = (title, str(row.get("key") or ""))
        if place not in base:
            row.values.pop("key", None)
        else:
            stated = frozenset() if as_before else OF_ITS_YEAR
            _compare_row(table, row, base[place], now.get(place, {}), readers, stated)
    if went_out is not None and not as_before:
        carry(table, carried, answer)


def _only_edited(table: Table, base: Base, title: str) -> None:
    """Take from the rows of a table of money what was not edited: it says nothing new, and may be
    behind what was entered since. A key that did not go out is not ours.
    """
    readers = readers_of(table.layout, table.layout.unit)
    for row in table.rows:
        cells = base.get((title, str(row.get("key") or "")))
        if cells is None:
            row.values.pop("key", None)
            continue
        for _index, key, heading, reader in readers:
            if key in AMOUNTS and row.get(key) == _value(reader, cells.get(heading)):
                row.values.pop(key, None)


def _went_out_for(table: Table, base: Base, title: str) -> int | None:
    """Return for which year a ledger went out, if that is not the year that it now is of."""
    if table.layout.kind != SheetKind.LEDGER or table.year is None:
        return None
    year = base.get((title, YEAR_KEY), {}).get(YEAR_KEY)
    if not isinstance(year, int):
        keys = {key for sheet, key in base if sheet == title}
        year = _year_listed(table.year, [int(key) for key in keys if key.isdecimal()])
    return year if year != table.year else None


def _year_listed(year: int, projects: Collection[int]) -> int:
    """Return for which year a ledger went out that does not remember it: the year asked for, if
    one of its projects stands on a list of it, else the newest in which any does.
    """
    rows = Entry.objects.filter(project__in=projects).values_list("annual_list__year", flat=True)
    years = set(rows)
    return year if year in years or not years else max(years)


def _went_out_as(table: Table, base: Base) -> str | None:
    """Return the title that a sheet went out with, also if it was renamed since."""
    titles = {title for title, _key in base}
    if table.sheet.name in titles:
        return table.sheet.name
    keys = {str(key) for row in table.rows if (key := row.get("key"))}
    fits = [t for t in titles if keys and any((t, key) in base for key in keys)]
    return fits[0] if len(fits) == 1 else None


def _sheets(table: Table, user: User, year: int | None) -> list[OutSheet]:
    if table.layout.kind == SheetKind.LEDGER:
        return ledger_sheets(user, year) if year else []
    month: Month | None = table.layout.month
    return [monthly_sheet(user, month)] if month else []


def _compare_row(
    table: Table,
    row: SheetRow,
    base: Cells,
    now: Cells,
    readers: list[tuple[int, Key, str, Reader]],
    stated: Collection[Key],
) -> None:
    """Take from a row what was edited; of the keys `stated`, what stands there is said anew."""
    for _index, key, title, reader in readers:
        if key == "key":
            continue
        if isinstance(key, str):  # also under a heading that was renamed since
            title = title_of(table.layout.kind.value, key)  # the same column's
        was, is_now = (_value(reader, cells.get(title)) for cells in (base, now))
        said = row.get(key)
        if key in stated:
            row.edited |= {key} if said != was else set()
        elif key == "cumulative":  # derived: it is checked where somebody wrote it
            if said == was:
                row.values.pop(key, None)
        else:
            _compare_cell(table, row, key, (was, is_now, said))


def _compare_cell(
    table: Table, row: SheetRow, key: Key, values: tuple[object, object, object]
) -> None:
    was, is_now, said = values
    if said in (was, None):
        _put(row, key, is_now)
    elif is_now in (was, said):
        row.edited.add(key)
    else:
        row.bad = True
        table.problems.append(_conflict(row, key, values))


def _conflict(row: SheetRow, key: Key, values: tuple[object, object, object]) -> ImportProblem:
    was, is_now, said = (shown(value) or "—" for value in values)
    return row.problem(
        key,
        gettext("It was %(was)s. You wrote %(said)s, somebody else meanwhile %(now)s.")
        % {"was": was, "said": said, "now": is_now},
    )


def _put(row: SheetRow, key: Key, value: object) -> None:
    if value is None:
        row.values.pop(key, None)
    else:
        row.values[key] = value


def _value(reader: Reader, cell: Value) -> object:
    try:
        return reader(cell)
    except Refusal:
        return None
