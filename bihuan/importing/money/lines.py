"""The lines of a table of money: which are of projects, which head or sum up others. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.amounts import Amount, amount_of, own_unit
from bihuan.importing.proof.known import KnownFacts
from bihuan.importing.proof.rows.lines import LineRole
from bihuan.importing.proof.rows.roles import is_heading_of_rows, is_remark
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at

from .words import batch_in, programme_of, programmes_in

_TOTAL = re.compile(r"^.{0,16}(?:合计|总计|小计|共计|累计)(?:[（(:：].*)?$")
_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十]+[)）]?[、.．]?")
_GROUP = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）])")
_COLUMN_NUMBER = re.compile(r"[甲乙丙丁]|[A-Z]|\d{1,2}")
WHOLE_CITY = frozenset({"全市", "全市合计", "全市总计"})
WORDS = frozenset({"text", "line", "code", "day", "yes_no"})
"""Types of columns whose merged cells hold for every row of theirs."""


@dataclass
class MoneyLine:
    """A line below the headings. `programme` and `batch` are those that it stands under, or names
    itself; `amounts` are as printed, by the places of their columns.
    """

    number: int
    cells: list[Cell]
    role: LineRole
    name: str = ""
    programme: str = ""
    batch: str = ""
    amounts: Mapping[int, Amount] = field(default_factory=dict)
    is_nameless: bool = False
    children: tuple[int, ...] = ()
    """The lines of its single programmes, where it stands over them as their sum."""

    @property
    def text(self) -> str:
        """The line's words, for people."""
        return " ".join(plain(cell) for cell in self.cells if not is_empty(cell))


class MoneyGrid:
    """The lines of a table of money, in their order."""

    def __init__(
        self, sheet: Sheet, layout: Layout, known: KnownFacts, unit: int | None = None
    ) -> None:
        self.sheet, self.layout, self.known = sheet, layout, known
        self.unit = layout.unit or unit
        self.own: dict[tuple[int, int], Amount] = {}
        self.largest_rates: dict[int, Decimal] = {}
        fields = COLUMNS[layout.kind.value].fields
        self.money = [c for c in layout.columns if fields[c.field].type == "money"]
        self.is_of_counties = layout.kind == SheetKind.COUNTIES
        self._types = {c.index: fields[c.field].type for c in layout.columns}
        self._filled, self.shared = _merged(sheet, layout, self._types)
        name, code = layout.column("name"), layout.column("code")
        number, programme = layout.column("number"), layout.column("programme")
        self.name_at = name.index if name else 0
        self.code_at, self.serial_at = (c.index if c else None for c in (code, number))
        self.programme_at = programme.index if programme else None
        self.first_money = min((c.index for c in self.money), default=1)
        self.lines = list(self._lines())
        self._join_parts()

    @property
    def data(self) -> list[MoneyLine]:
        return [line for line in self.lines if line.role is LineRole.DATA]

    @property
    def totals(self) -> list[MoneyLine]:
        return [line for line in self.lines if line.role is LineRole.TOTAL]

    def _lines(self) -> Iterator[MoneyLine]:
        programme = batch = name = ""
        for number in range(self.layout.first_row, len(self.sheet.rows)):
            line = self._line(number)
            if line.role is LineRole.GROUP or (line.role is LineRole.TOTAL and self._heads(line)):
                programme, batch = self._held(line, programme, batch)
            elif line.role is LineRole.DATA:
                own = programme_of(self._text(line, self.name_at))
                if own is not None:
                    line.name, line.programme = name, own.value
                else:
                    line.is_nameless = not line.name
                    name = line.name or name
                    line.name, line.programme = name, programme
                line.batch = batch
            yield line

    def _line(self, number: int) -> MoneyLine:
        cells = list(self.sheet.rows[number])
        for index, value in self._filled.get(number, ()):
            cells.extend([None] * (index + 1 - len(cells)))
            cells[index] = value if is_empty(cells[index]) else cells[index]
        line = MoneyLine(number, cells, LineRole.DATA, amounts=self._amounts(number, cells))
        line.name = "".join(self._text(line, self.name_at).split())
        line.role = self._role(line)
        return line

    def _amounts(self, number: int, cells: list[Cell]) -> dict[int, Amount]:
        """Return what the cells of money print, each in the unit of its column; what says its own
        unit where the column has none is kept apart.
        """
        found = {}
        for column in self.money:
            cell, unit = cell_at(cells, column.index), column.unit or self.unit
            told = amount_of(cell, 1, unit or 1)
            if told is not None and unit is None and isinstance(cell, str) and own_unit(cell):
                self.own[(number, column.index)] = told
            elif told is not None:
                found[column.index] = told
        return found

    def put_own(self, layout: Layout) -> None:
        """Put the amounts that say their own unit among the others, now that theirs are known."""
        units = {column.index: column.unit or layout.unit or 1 for column in layout.columns}
        by_line: dict[int, dict[int, Amount]] = {}
        for (number, index), told in self.own.items():
            by_line.setdefault(number, {})[index] = told
        for line in self.lines:
            own = by_line.get(line.number, {})
            if own:
                put = {i: each.times(1 / Decimal(units[i])) for i, each in own.items()}
                line.amounts = {**line.amounts, **put}
        self.own.clear()

    def _role(self, line: MoneyLine) -> LineRole:
        if not any(not is_empty(cell) for cell in self.sheet.rows[line.number]):
            return LineRole.BLANK
        if self._is_known(line):
            return LineRole.DATA
        if self.is_of_counties and line.name in WHOLE_CITY:
            return LineRole.TOTAL
        if is_remark(line.text):
            return LineRole.REMARK
        if self._numbers_columns(line):
            return LineRole.NUMBERS
        return self._role_by_words(line)

    def _role_by_words(self, line: MoneyLine) -> LineRole:
        """Return what a line of no known project is: heads a group, sums one up, or is of one."""
        texts = [t for i in range(self.first_money + 1) if (t := self._text(line, i))]
        own = any((line.number, column.index) in self.own for column in self.money)
        has_amounts = bool(line.amounts) or own
        heading = LineRole.TOTAL if has_amounts else LineRole.GROUP
        programme = programme_of(line.name)
        if any(_TOTAL.match("".join(text.split())) for text in texts):
            return LineRole.TOTAL
        if self._is_group(line, texts) and (heading is LineRole.GROUP or programme):
            return heading
        if not has_amounts and not self._says_more(line):
            return LineRole.GROUP if self._held(line, "", "") != ("", "") else LineRole.REMARK
        is_heading = self._is_group(line, texts) and not self._code(line)
        if is_heading or (is_heading_of_rows(line.cells[:2]) and programme is None):
            return heading
        return LineRole.DATA

    def _is_group(self, line: MoneyLine, texts: list[str]) -> bool:
        """True for a line numbered as groups are: 一、, （一）."""
        serial = self._text(line, self.serial_at)
        return bool(_GROUP.match(next(iter(texts), ""))) or bool(_NUMERAL.fullmatch(serial))

    def _is_known(self, line: MoneyLine) -> bool:
        return bool(line.name) and self.known.find(line.name, self._code(line)) is not None

    def project(self, line: MoneyLine) -> int | None:
        """Return the number of a line's project, if it is known."""
        return self.known.find(line.name, self._code(line)) if line.name else None

    def _code(self, line: MoneyLine) -> str:
        return self._text(line, self.code_at)

    def _text(self, line: MoneyLine, index: int | None) -> str:
        if index is None:
            return ""
        cell = cell_at(line.cells, index)
        return "" if is_empty(cell) else plain(cell)

    def _says_more(self, line: MoneyLine) -> bool:
        """True if a line without an amount tells anything of a project beside its name."""
        told = [i for i, kind in self._types.items() if kind in ("day", "code", "line")]
        return any(self._text(line, i) for i in told if i != self.name_at) and bool(line.name)

    def _numbers_columns(self, line: MoneyLine) -> bool:
        told = [plain(cell) for cell in line.cells if not is_empty(cell)]
        return len(told) > 2 and all(_COLUMN_NUMBER.fullmatch(cell) for cell in told)

    def _heads(self, line: MoneyLine) -> bool:
        """True for a sum that stands over its rows: 一、中央预算内投资."""
        serial = self._text(line, self.serial_at)
        is_numbered = bool(_GROUP.match(line.text) or _NUMERAL.fullmatch(serial))
        return is_numbered and not re.search(r"合计|小计|总计", line.text)

    def _held(self, line: MoneyLine, programme: str, batch: str) -> tuple[str, str]:
        """Return the programme and the batch of which the lines below are."""
        named = programmes_in(line.text) or [p for p in [programme_of(line.name)] if p]
        if len(named) == 1:
            programme, batch = named[0].value, ""
        return programme, batch_in(line.text) or batch

    def _join_parts(self) -> None:
        """Take a project's line over those of its single programmes for their sum."""
        parent: MoneyLine | None = None
        parts: list[MoneyLine] = []
        for line in [*self.lines, None]:
            is_part = line is not None and line.role is LineRole.DATA and self._is_part(line)
            if line is not None and is_part and parent is not None:
                parts.append(line)
                continue
            if parent is not None and parts:
                self._put_over(parent, parts)
            parts = []
            is_data = line is not None and line.role is LineRole.DATA and not is_part
            parent = line if is_data else None

    def _is_part(self, line: MoneyLine) -> bool:
        """True for a line that names a programme in place of a project."""
        return programme_of(self._text(line, self.name_at)) is not None

    def _put_over(self, parent: MoneyLine, parts: list[MoneyLine]) -> None:
        own = self._text(parent, self.programme_at)
        if own and programme_of(own):
            return
        parent.role = LineRole.TOTAL
        parent.children = tuple(part.number for part in parts)
        for part in parts:
            for index, kind in self._types.items():
                if kind in WORDS and index not in (self.name_at, self.serial_at):
                    part.cells.extend([None] * (index + 1 - len(part.cells)))
                    if is_empty(part.cells[index]):
                        part.cells[index] = cell_at(parent.cells, index)


Fills = dict[int, list[tuple[int, Cell]]]


def _merged(
    sheet: Sheet, layout: Layout, types: Mapping[int, str]
) -> tuple[Fills, dict[tuple[int, int], tuple[int, int]]]:
    """Return the words that hold for rows below by their merged cells, and the amounts that stand
    once for several rows.
    """
    filled: Fills = {}
    shared: dict[tuple[int, int], tuple[int, int]] = {}
    totals = {column.index for column in layout.columns if column.field == "total"}
    for top, left, bottom, _right in sheet.merged:
        if top < layout.first_row or bottom == top or left not in types or top >= len(sheet.rows):
            continue
        value = sheet.cell(top, left)
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            if types[left] in WORDS or left in totals:
                filled.setdefault(row, []).append((left, value))
            elif types[left] in ("money", "percent") and not is_empty(value):
                shared[(row, left)] = (top, bottom)
    return filled, shared
