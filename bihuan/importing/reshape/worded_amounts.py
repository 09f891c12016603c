"""Amounts that stand in words beside a project, under 形象进度 or 完成情况, as columns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.importing.proof.months.periods import period_of
from bihuan.kit.dates import in_digits
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import ReshapedSheet, heading_of_names, words_in
from .sentences import CLAUSE, EDGES, MONEY, SAYS, TIME, Sentence, take_clause

_HEADING = re.compile(r"形象|进度|进展|情况|完成")
_ALONE = ("完成投资", "完成投资额")
MEASURE = "完成投资"


@dataclass(frozen=True)
class _WordColumn:
    """A column of words, and what its cells say of amounts, by row."""

    header: int
    column: int
    title: str
    told: dict[int, Sentence]


def parted(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with a column for each amount that words tell; None if other columns tell
    what was completed, or if the words of some row are not plain.
    """
    place = heading_of_names(sheet)
    if place is None or any(_is_amount(sheet, place[0], c) for c in _headings(sheet, place[0])):
        return None
    found = next(_words(sheet, *place), None)
    if found is None:
        return None
    titles = list(dict.fromkeys(t for each in found.told.values() for t in each.amounts))
    width = max(map(len, sheet.rows))
    cells: dict[int, list[Cell]] = {found.header: list(titles)}
    for row, each in found.told.items():
        cells[row] = [each.amounts.get(title) for title in titles]
    rows = [
        [*row, *[None] * (width - len(row)), *cells[n]] if n in cells else row
        for n, row in enumerate(sheet.rows)
    ]
    text = gettext(
        "Amounts in the words under “%(title)s” are read as columns of their own (%(titles)s), in"
        " %(count)s rows."
    )
    told = {"title": found.title, "titles": "、".join(titles), "count": len(found.told)}
    result = Sheet(
        sheet.name,
        rows,
        sheet.merged,
        hidden=sheet.hidden,
        doubtful=sheet.doubtful,
        struck=sheet.struck,
        struck_parts=sheet.struck_parts,
    )
    return ReshapedSheet(result, text % told)


def _headings(sheet: Sheet, header: int) -> range:
    return range(len(sheet.rows[header]))


def _is_amount(sheet: Sheet, header: int, column: int) -> bool:
    """True for a column of amounts completed."""
    words = words_in(sheet.rows[header], column)
    below = (plain(cell_at(row, column)) for row in sheet.rows[header + 1 :])
    return (
        bool(words)
        and period_of((words,), None) is not None
        and any(parse_number(cell) is not None for cell in below if cell)
    )


def _words(sheet: Sheet, header: int, names: int) -> Iterator[_WordColumn]:
    for column in _headings(sheet, header):
        title = words_in(sheet.rows[header], column)
        if column == names or not _HEADING.search(title):
            continue
        told: dict[int, Sentence] = {}
        for number in range(header + 1, len(sheet.rows)):
            name = words_in(sheet.rows[number], names)
            said = _said(name, cell_at(sheet.rows[number], column), title) if name else None
            if said is None and name:
                told = {}
                break
            if said is not None and said.amounts:
                told[number] = said
        if told:
            yield _WordColumn(header, column, title, told)


def _said(name: str, cell: Cell, title: str) -> Sentence | None:
    """Return what a cell says of a project; None for an amount of which is not plain what it is."""
    found = Sentence(name)
    for clause in CLAUSE.split(in_digits(plain(cell))) if not is_empty(cell) else ():
        words = clause.strip(EDGES)
        if MONEY.search(words) and SAYS.search(words) and not take_clause(found, words):
            return None
    time = re.search(TIME, in_digits(title))
    if time:
        found.amounts = {
            f"{time[0]}{MEASURE}" if heading in _ALONE else heading: yuan
            for heading, yuan in found.amounts.items()
        }
    return found
