"""Projects that stand in several rows each; a column says what a row holds: 计划, 完成. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bihuan.importing.proof.months.periods import is_time_alone
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import MOST_COLUMNS, Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import TOP, Place, ReshapedSheet, above, heading_of_names, moved, words_in

PLAN, DONE = "计划投资", "完成投资"
_OF_TIME = r"(?:年度|本年|全年|月度|各月|当月|本月)?"
_SAID = (
    (re.compile(rf"{_OF_TIME}(?:计划|目标|任务)(?:投资|完成|数|值|额)*"), PLAN),
    (re.compile(r"(?:实际|已)?累计(?:实际|已)?完成(?:投资|数|值|额)*"), f"累计{DONE}"),
    (re.compile(rf"{_OF_TIME}(?:实际|已|实绩|完成)+(?:投资|数|值|额)*"), DONE),
    (re.compile(r"(?:投资)?完成率|(?:投资)?完成比例|比例|占比"), "完成率"),
)
_MEASURE = re.compile(r"(?:计划)?(?:完成)?(?:投资|金额|数额|进度)?(?:完成|计划)?(?:情况|额|数)?$")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")
_WHOLE = re.compile(r"合计|小计|总计|全年合计|全年累计")


@dataclass(frozen=True)
class _Pairs:
    """Where the rows of projects stand. `header` and `first` are the rows of the headings and below
    them, `says` the column that says what a row holds, `groups` the rows of each project.
    """

    header: int
    first: int
    names: int
    says: int
    groups: list[dict[str, int]]


def joined(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with one row a project; None for a sheet of another kind."""
    place = heading_of_names(sheet)
    if place is None:
        return None
    found = next(_pairs(sheet, *place), None)
    if found is None:
        return None
    wider = _joined(sheet, found)
    if wider is None:
        return None
    words = dict.fromkeys(_word(sheet, found, row) for g in found.groups for row in g.values())
    told = {"title": _title(sheet, found, found.says), "words": "、".join(words)}
    text = gettext(
        "Each project stands in several rows, told apart by “%(title)s” (%(words)s): read as one"
        " row each."
    )
    origins = {new: old for old, new in wider.places.items()}
    return ReshapedSheet(wider.finished(), text % told, origins)


def _word(sheet: Sheet, found: _Pairs, row: int) -> str:
    return words_in(sheet.rows[row], found.says)


def _title(sheet: Sheet, found: _Pairs, column: int) -> str:
    """Return the lowest heading of a column."""
    levels = (above(sheet, row, column) for row in range(found.first - 1, found.header - 1, -1))
    return next((plain(cell).replace("\n", "") for cell in levels if not is_empty(cell)), "")


def _measure(words: str) -> str:
    """Return what the words of a row say that it holds, empty if nothing."""
    return next((heading for pattern, heading in _SAID if pattern.fullmatch(words)), "")


def _pairs(sheet: Sheet, header: int, names: int) -> Iterator[_Pairs]:
    """Yield the ways in which rows may belong together: one for each column that says it."""
    width = max(len(row) for row in sheet.rows[header : header + TOP])
    rows = range(header + 1, len(sheet.rows))
    for says in range(names + 1, width):
        top = (words_in(row, says) for row in sheet.rows[header + 1 : header + TOP])
        if not any(map(_measure, top)):
            continue
        told = [row for row in rows if _measure(words_in(sheet.rows[row], says))]
        if len(told) < 2:
            continue
        others = [row for row in range(told[0], len(sheet.rows)) if words_in(sheet.rows[row], says)]
        groups = _groups(sheet, told, (names, says)) if others == told else []
        kinds = {word for group in groups for word in group}
        if {PLAN, DONE} <= kinds and sum(len(g) > 1 for g in groups) * 2 > len(groups):
            yield _Pairs(header, told[0], names, says, groups)


def _groups(sheet: Sheet, told: list[int], columns: Place) -> list[dict[str, int]]:
    """Return the rows of each project by what they hold; empty if one of them has none."""
    names, says = columns
    groups: list[dict[str, int]] = []
    last, name = -2, ""
    for row in told:
        kind = _measure(words_in(sheet.rows[row], says))
        own = words_in(sheet.rows[row], names)
        goes_on = row == last + 1 and groups and kind not in groups[-1] and own in ("", name)
        if goes_on:
            groups[-1][kind] = row
        elif own or any(words_in(sheet.rows[row], column) for column in range(names)):
            groups.append({kind: row})
            name = own
        else:
            return []
        last = row
    return groups


@dataclass
class _Wider:
    """A sheet with the amounts of a project's later rows beside those of its first. `headings` are
    the columns that change theirs.
    """

    sheet: Sheet
    found: _Pairs
    rows: list[list[Cell]]
    headings: dict[int, str] = field(default_factory=dict)
    places: dict[Place, Place] = field(default_factory=dict)

    def spread(self, column: int) -> None:
        """Give each kind of amounts in a column one of its own."""
        for nth, kind in enumerate(_kinds(self.sheet, self.found, column)):
            there = column if nth == 0 else max(len(self.rows[0]), max(self.headings) + 1)
            self.headings[there] = _heading(_title(self.sheet, self.found, column), kind)
            for group in self.found.groups:
                row = group.get(kind)
                cell = None if row is None else cell_at(self.sheet.rows[row], column)
                self._put(min(group.values()), there, cell)
                if row is not None:
                    self.places[row, column] = min(group.values()), there

    def _put(self, row: int, column: int, cell: Cell) -> None:
        cells = self.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = cell

    def finished(self) -> Sheet:
        """Return the sheet: under the new headings, the later rows blank."""
        for group in self.found.groups:
            first, *rest = sorted(group.values())
            self._put(first, self.found.says, None)
            for row in rest:
                self.rows[row] = []
        for row in range(self.found.header, self.found.first):
            for column, words in {**self.headings, self.found.says: None}.items():
                self._put(row, column, words)
        changed = {*self.headings, self.found.says}
        return moved(self.sheet, self.rows, self.places, _merged(self.sheet, self.found, changed))


def _joined(sheet: Sheet, found: _Pairs) -> _Wider | None:
    """Return the sheet with one row a project; None if other rows stand between that have amounts,
    or nothing differs from row to row.
    """
    width = max(len(row) for row in sheet.rows)
    rows = [list(row) + [None] * (width - len(row)) for row in sheet.rows]
    wider = _Wider(sheet, found, rows, {-1: ""})
    for column in range(width):
        if column not in (found.says, found.names):
            wider.spread(column)
    del wider.headings[-1]
    if not wider.headings or max(wider.headings) >= MOST_COLUMNS:
        return None
    taken = {row for group in found.groups for row in group.values()}
    others = [row for row in range(found.first, len(rows)) if row not in taken]
    if any(_has_amounts(sheet, row, wider.headings) for row in others):
        return None
    return wider


def _kinds(sheet: Sheet, found: _Pairs, column: int) -> list[str]:
    """Return what a column holds of projects, in order; empty if it says the same in all rows of a
    project, or says it once.
    """
    kinds: dict[str, None] = {}
    is_apart = is_time_alone(_title(sheet, found, column)) and not _is_merged(sheet, found, column)
    for group in found.groups:
        first, *_rest = sorted(group.values())
        for kind, row in group.items():
            cell = cell_at(sheet.rows[row], column)
            if is_empty(cell) or parse_number(plain(cell).rstrip("%")) is None:
                continue
            kinds[kind] = None
            is_apart = is_apart or (row != first and cell != cell_at(sheet.rows[first], column))
    return list(kinds) if is_apart else []


def _is_merged(sheet: Sheet, found: _Pairs, column: int) -> bool:
    """True if a cell of the column is merged over the rows of a project."""
    return any(
        top >= found.first and bottom > top and left <= column <= right
        for top, left, bottom, right in sheet.merged
    )


def _heading(title: str, kind: str) -> str:
    """Return the heading of what a column holds of one kind: 1月 and 完成投资 → 1月完成投资."""
    unit = found[0] if (found := _BRACKETS.search(title)) else ""
    words = title.removesuffix(unit)
    words = _MEASURE.sub("", words)
    if _WHOLE.fullmatch(words):
        words = "全年" if kind == PLAN else "" if kind.startswith("累计") else "累计"
    return f"{words}{kind}{unit}"


def _has_amounts(sheet: Sheet, row: int, headings: Mapping[int, str]) -> bool:
    """True if a row of no project has a number under what projects hold."""
    cells = sheet.rows[row]
    return any(
        parse_number(plain(cell)) is not None
        for column in headings
        if not is_empty(cell := cell_at(cells, column))
    )


def _merged(sheet: Sheet, found: _Pairs, changed: set[int]) -> list[tuple[int, int, int, int]]:
    """Return the areas that stay merged: none over the rows of a project, or changed headings."""
    in_groups = {row for group in found.groups for row in group.values()}
    return [
        (top, left, bottom, right)
        for top, left, bottom, right in sheet.merged
        if not in_groups & {top, bottom}
        and not (
            top < found.first
            and bottom >= found.header
            and any(left <= column <= right for column in changed)
        )
    ]
