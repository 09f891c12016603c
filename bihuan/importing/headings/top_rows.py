"""The top rows of a sheet as text, among which headings are looked for. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from bihuan.importing.proof.rows.roles import is_heading_of_rows
from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Sheet

from .kinds import NAME_HEADINGS
from .labels import read_label

HEADER_ZONE = 30  # rows in which a header is looked for
HEADING_YEARS = range(1990, 2100)  # a number that may head a column
_DAY = re.compile(r"((?:19|20)\d{2})[-./](\d{1,2})(?:[-./](\d{1,2})(?: 00:00:00)?)?")
"""A day or a month as a spreadsheet keeps it."""
LAST_MONTH = 12
FEWEST_NUMBERED = 3  # columns 1, 2, 3 that are months
_IN_ENGLISH = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        1,
    )
    for name in names.split()
}


def spread(sheet: Sheet, origin: int) -> list[list[str]]:
    """Return the top of the table as text, each merged area filled with its value."""
    zone = sheet.rows[origin : origin + HEADER_ZONE + 5]
    top = [[plain(c).replace("\n", "") for c in row] for row in zone]
    width = max((len(row) for row in top), default=0)
    for row in top:
        row.extend([""] * (width - len(row)))
    for area_top, left, area_bottom, right in sheet.merged:
        first, last = area_top - origin, area_bottom - origin
        if not 0 <= first < len(top) or left >= width:
            continue
        is_wide = right - left + 1 >= max(width - 1, 3) and first == last
        if is_wide and not _names_rows(top[first]):
            continue  # a title over the whole table
        text = top[first][left]
        for r in range(first, min(last + 1, len(top))):
            for c in range(left, min(right + 1, width)):
                top[r][c] = text
    if not sheet.merged:
        _fill_right(top)
    return [_with_months(row, above) for row, above in zip(top, [[], *top], strict=False)]


def _with_months(row: list[str], above: list[str]) -> list[str]:
    """Return a row of headings with the days and bare numbers in it, that head months, as these."""
    days = {n: found for n, cell in enumerate(row) if (found := _DAY.fullmatch(cell))}
    is_heading = _names_rows(row)
    named = {n: number for n, cell in enumerate(row) if (number := _in_english(cell))}
    if len(named) > 1 or (named and is_heading):
        row = [f"{named[n]}月" if n in named else cell for n, cell in enumerate(row)]
    if days and (is_heading or len(days) > 1):
        are_days = any(int(day[3] or 1) > LAST_MONTH for day in days.values())
        months = {n: _month_of(day, is_day=are_days) for n, day in days.items()}
        row = [months.get(n, cell) for n, cell in enumerate(row)]
    run = _run(row)
    parents = {above[n] if n < len(above) else "" for n in run}
    if len(run) >= FEWEST_NUMBERED and (is_heading or (len(parents) == 1 and all(parents))):
        row = [f"{int(cell)}月" if n in run else cell for n, cell in enumerate(row)]
    return row


def _month_of(day: re.Match[str], *, is_day: bool) -> str:
    """Return the month that a day heads; 6 January is 1-6 as a spreadsheet takes it, unless others
    beside it surely are days.
    """
    year, month, number = day[1], int(day[2]), int(day[3] or 1)
    if number == 1 or is_day or number <= month:
        return f"{year}年{month}月"
    return f"{month}-{number}月" if month == 1 else f"{month}-{number}"


def _names_rows(row: list[str]) -> bool:
    """True if a row of headings holds that of names."""
    return any(read_label(cell).words in NAME_HEADINGS for cell in row if cell)


def _run(row: list[str]) -> range:
    """Return where 1, 2, 3 … stand in a row that holds no other number, at most twelve."""
    numbered = [n for n, cell in enumerate(row) if cell.isdecimal()]
    run = range(numbered[0], numbered[-1] + 1) if numbered else range(0)
    counted = list(range(1, len(run) + 1))
    told = [int(row[n]) if row[n].isdecimal() and len(row[n]) <= 2 else 0 for n in run]
    return run if len(run) <= 12 and told == counted else range(0)


def _in_english(cell: str) -> int | None:
    """Return the month that an English word names: Jan, June."""
    return _IN_ENGLISH.get(cell.casefold().rstrip("."))


def _fill_right(top: list[list[str]]) -> None:
    """Without merges (CSV), a group's heading stands over its first column only. The lowest level
    is filled first: a level may stand over another that is as sparse.
    """
    for row, below in reversed(list(pairwise(top))):
        if not any(row) or below[0] or all(row) or is_row([below]):
            continue
        for column in range(1, len(row)):
            if not row[column] and below[column] and row[column - 1]:
                row[column] = row[column - 1]


def is_row(below: list[list[str]]) -> bool:
    """True for the first of the rows below a header: it holds amounts, or heads a group."""
    numbers = (parse_number(cell) for row in below for cell in row if cell)
    amounts = [n for n in numbers if n is not None and n not in HEADING_YEARS]
    return bool(amounts) or any(is_heading_of_rows(row[:2]) for row in below)
