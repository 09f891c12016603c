"""Names that carry more than the name in their cell: 1、滨河大道改造工程（省重点）. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.known import KnownFacts
from bihuan.kit.sheets import Cell, Sheet, cell_at

_NUMBER = re.compile(
    r"\s*(?:[（(]\s*(\d{1,3})\s*[)）]|(\d{1,3})\s*(?:[、）)]|[.．](?!\d))|([①-⑳]))\s*(?=\S)"
)
_NOTE = re.compile(
    r"\s*[（(【\[](?:[省市区县州]{1,3}级?(?:重点|重大)(?:项目|工程)?|新建|续建|在建|新开工|拟?竣工"
    r"|已?(?:完工|投产|开工)|重点|打捆|专项债(?:项目)?|PPP"
    r"|(?:计划|估算|概算)?(?:总投资)?[约:：]?\s*\d[\d,.]*\s*[亿万]元?)[)）】\]]\s*$"
)
"""What a list says of a project behind its name."""
FEWEST = 2


def without_numbers(layout: Layout, sheet: Sheet, known: KnownFacts) -> Sheet:
    """Return the sheet with names of projects without the number in front of them: those that are
    known without it, or all, if they count from 1 and no column does; and without a note behind
    them, if they are known without it.
    """
    column = layout.column("name")
    if column is None:
        return sheet
    places = range(layout.first_row, len(sheet.rows))
    cells = {place: cell_at(sheet.rows[place], column.index) for place in places}
    names = {place: cell for place, cell in cells.items() if isinstance(cell, str)}
    taken = _without_number(names, known, is_counted=layout.column("number") is None)
    taken |= _without_note({**names, **taken}, known)
    if not taken:
        return sheet
    rows = [_named(row, column.index, taken.get(n)) for n, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows)


def _without_number(
    names: Mapping[int, str], known: KnownFacts, *, is_counted: bool
) -> dict[int, str]:
    """Return the names without the number in front of them, by their rows."""
    found: dict[int, tuple[str, str]] = {}
    for place, name in names.items():
        if told := _NUMBER.match(name):
            found[place] = (next(g for g in told.groups() if g), name[told.end() :])
    count = [str(n + 1) for n in range(len(found))]
    is_counted = is_counted and len(found) >= FEWEST
    is_counted = is_counted and [number for number, _name in found.values()] == count
    return {
        place: name
        for place, (_number, name) in found.items()
        if is_counted or known.find(_NOTE.sub("", name), "")
    }


def _without_note(names: Mapping[int, str], known: KnownFacts) -> dict[int, str]:
    """Return the names without what a list says behind them, by their rows."""
    noted = {place: _NOTE.sub("", name) for place, name in names.items() if _NOTE.search(name)}
    return {
        place: name
        for place, name in noted.items()
        if known.find(name, "") and not known.find(names[place], "")
    }


def _named(row: list[Cell], index: int, name: str | None) -> list[Cell]:
    return row if name is None else [name if n == index else cell for n, cell in enumerate(row)]
