"""What each line below a heading is: a project, a group, a total, a part, a remark. Pure.

Words vote, sums decide: a line whose amounts are the sum of the lines about it is no project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell

from .amounts import NOTHING, ZERO, Amount, total_of

LONGEST_TOTAL = 8  # characters of 合计 and the like in a second cell
ROUNDED_PART = 100  # at most one part of so many
STEPS = (100_000_000, 10_000)  # yuan, of whole numbers in 亿 or 万
FARTHEST = 400  # lines that a sum without a word for it is looked for


class LineRole(StrEnum):
    """What a line is."""

    DATA = "data"
    BLANK = "blank"
    GROUP = "group"
    TOTAL = "total"
    PART = "part"  # 其中
    REMARK = "remark"
    NUMBERS = "numbers"  # the numbers of the columns


_SPACE = re.compile(r"\s")
_TOTAL = re.compile(
    r"^[（(]?(.{0,4}(合计|总计|小计|共计)|累计|汇总$|全[省市县区]$|共?\d+个(项目)?$)"
)
_PART = re.compile(r"^[（(]?其中")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+")
_GROUP = re.compile(r"^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）])")
_NUMBERED = re.compile(r"[（(]?\d+[)）.．、]")
_BRACKETED = re.compile(r"[（(]\d+[)）]|[①-⑳]")
_CHILD = re.compile(r"(\d+)[.．\-—](\d+)(?:[.．\-—]\d+)*")
_COUNTED = re.compile(r"[（(]?共?\d+个(项目)?[)）]?$|类[（(:：]|类$")
_COUNT = re.compile(r"(\d+)\s*个")
_SIGNED = re.compile(r"^(注|备注|说明|填表人|填报人|审核人|单位负责人|联系电话|制表)\w{0,3}:")
_REMARK = re.compile(r"^(注|备注|说明|填表人|填报人|审核人|单位负责人|联系电话|制表)\s*[:：1①]?")
_COLUMN_LETTER = re.compile(r"[甲乙丙丁戊]|[A-Z\d]+=.*|[A-Z]\d?")


@dataclass(frozen=True)
class LineColumns:
    """Which columns of a table name and number its lines, and which hold its amounts."""

    name: int | None
    serial: int | None
    others: tuple[int, ...] = ()
    """Columns that may name a line where it has no name: an enterprise, a code."""
    code: int | None = None
    amounts: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    """The lowest headings of the columns, by which a line is known that repeats them."""
    units: tuple[int, ...] = ()
    """In how many yuan each column of amounts counts."""


@dataclass
class Line:
    """A line of a table. `level` is how high a group stands: 0 the highest. `sums` are the lines
    whose amounts it states, from 0; `wrong` the columns in which they do not add up.
    """

    number: int
    cells: list[Cell]
    role: LineRole
    serial: str = ""
    name: str = ""
    amounts: tuple[Amount | None, ...] = ()
    level: int = 0
    parent: int | None = None
    sums: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()
    doubted: bool = False

    @property
    def has_amounts(self) -> bool:
        return any(each is not None and each.value for each in self.amounts)

    @property
    def count(self) -> int | None:
        """How many projects a heading says stand under it: 产业项目（3个）."""
        found = _COUNT.search(plain(self.name) or plain(self.serial))
        return int(found[1]) if found else None

    @property
    def title(self) -> str:
        """The words that name a group or a total, without its amounts."""
        if self.name and not self.name.isdigit():
            return self.name
        return next((plain(cell) for cell in self.cells if not is_empty(cell)), "")

    @property
    def text(self) -> str:
        """The line's words, for people."""
        return " ".join(plain(cell) for cell in self.cells if not is_empty(cell))


@dataclass
class _Marks:
    """How the lines of a table are numbered."""

    digits: int = 0
    bare: int = 0  # rows named as projects are, with 1. or （1） or without a number
    numbered: int = 0
    named: int = 0
    serials: set[str] = field(default_factory=set)


def is_heading_of_rows(cells: Sequence[Cell]) -> bool:
    """True if a line's words are those of a group or a total."""
    words = next((_SPACE.sub("", plain(cell)) for cell in cells if not is_empty(cell)), "")
    return bool(_TOTAL.match(words) or _PART.match(words) or _GROUP.match(words))


def lines_of(
    rows: Sequence[list[Cell]],
    first: int,
    columns: LineColumns,
    amounts: Sequence[Sequence[Amount | None]],
    known: frozenset[str] = frozenset(),
) -> list[Line]:
    """Return the lines from `first` on. `amounts` are those of each line, in the order of
    `columns.amounts`; `known` are names that surely are projects'.
    """
    marks = _marks(rows, first, columns)
    lines = [
        _line(number, rows[number], columns, marks, amounts[number - first])
        for number in range(first, len(rows))
    ]
    _nest(lines)
    _add_up(lines, marks, known, columns)
    return lines


def _marks(rows: Sequence[list[Cell]], first: int, columns: LineColumns) -> _Marks:
    marks = _Marks()
    for number in range(first, len(rows)):
        serial, name = (_text(rows[number], i) for i in (columns.serial, columns.name))
        if not name or (not serial and (is_heading_of_rows([name]) or _COUNTED.search(name))):
            continue
        marks.bare += not serial
        marks.named += 1
        marks.numbered += bool(serial)
        marks.digits += serial.isdigit()
        marks.bare += bool(_NUMBERED.fullmatch(serial))
        marks.serials.add(serial)
    return marks


def _text(line: list[Cell], index: int | None) -> str:
    if index is None or index >= len(line) or is_empty(line[index]):
        return ""
    return _SPACE.sub("", plain(line[index]))


def _line(
    number: int,
    cells: list[Cell],
    columns: LineColumns,
    marks: _Marks,
    amounts: Sequence[Amount | None],
) -> Line:
    serial, name = _text(cells, columns.serial), _text(cells, columns.name)
    line = Line(number, cells, LineRole.BLANK, serial, name, tuple(amounts))
    filled = [cell for cell in cells if cell is not None and cell != ""]
    if filled:
        line.role = _role(line, filled, columns, marks)
        line.level = _level(serial or _SPACE.sub("", plain(filled[0])))
    return line


def _role(line: Line, filled: Sequence[Cell], columns: LineColumns, marks: _Marks) -> LineRole:
    words = [_SPACE.sub("", plain(cell)) for cell in filled[:2]]
    role = _role_of_words(line, words, marks)
    if _is_numbering(line, filled) or _repeats(line, columns.headings):
        return LineRole.NUMBERS
    if role is not None:
        return role
    if (_REMARK.match(words[0]) and len(filled) <= 2) or _SIGNED.match(words[0]):
        return LineRole.REMARK
    named = line.name or any(_text(line.cells, index) for index in columns.others)
    is_row = (named and len(filled) > 1) or _text(line.cells, columns.code)
    return LineRole.DATA if is_row else LineRole.REMARK


def _role_of_words(line: Line, words: list[str], marks: _Marks) -> LineRole | None:
    """Return what a line's own words say that it is, None if nothing."""
    second = words[1] if len(words) > 1 else ""
    if any(_TOTAL.match(each) for each in (words[0], line.name, line.serial)) or (
        _TOTAL.match(second) and len(second) < LONGEST_TOTAL
    ):
        return LineRole.TOTAL
    if any(_PART.match(each) for each in (words[0], line.name)):
        return LineRole.PART
    counted = (marks.digits or marks.bare) and _NUMERAL.fullmatch(line.serial or words[0])
    if _GROUP.match(words[0]) or counted or _is_bracketed_group(line, marks):
        return LineRole.GROUP
    return None


def _repeats(line: Line, headings: Sequence[str]) -> bool:
    """True for a line of headings that a printer put on each page."""
    words = [_SPACE.sub("", plain(cell)) for cell in line.cells]
    shared = [word for word in words if word in headings]
    return len(shared) > 1 and len(shared) * 2 > sum(1 for word in words if word)


def _is_numbering(line: Line, filled: Sequence[Cell]) -> bool:
    """True for the line under the headings that numbers the columns: 1 2 3, 甲 乙 1 2, C=A+B."""
    words = [_SPACE.sub("", plain(cell)) for cell in filled]
    if len(words) < 3 or len(words) * 2 < len(line.cells):
        return False
    digits = [int(word) for word in words if word.isdecimal() and len(word) < 4]
    steps = [after - before for before, after in pairwise(digits)]
    if len(digits) == len(words):
        return set(steps) == {1} and digits[0] <= 1
    rest = [word for word in words if not (word.isdecimal() and len(word) < 4)]
    return set(steps) <= {1} and all(_COLUMN_LETTER.fullmatch(word) for word in rest)


def _is_bracketed_group(line: Line, marks: _Marks) -> bool:
    """True for （1） 产业类（2个） where projects are numbered 1, 2: its name counts them."""
    plain_numbers = marks.digits > 1 or any(each.isdigit() for each in marks.serials)
    if not (plain_numbers and _BRACKETED.fullmatch(line.serial)):
        return False
    return bool(_COUNTED.search(line.name))


def _level(serial: str) -> int:
    if re.match(r"^[一二三四五六七八九十]+([、.．]|$)", serial):
        return 1
    if re.match(r"^[（(][一二三四五六七八九十]+[)）]", serial):
        return 2
    if _BRACKETED.match(serial):
        return 3
    return 0 if not serial else 4


def _nest(lines: list[Line]) -> None:
    """Tell of which line one numbered 2.1 or 2-1 is a child."""
    places: dict[str, int] = {}
    for index, line in enumerate(lines):
        if line.role is not LineRole.DATA:
            continue
        if line.serial.isdigit() or _NUMBERED.fullmatch(line.serial):
            places[line.serial.strip("（()）.．、").lstrip("0")] = index
        elif found := _CHILD.fullmatch(line.serial):
            line.parent = places.get(found[1].lstrip("0"))


def _add_up(lines: list[Line], marks: _Marks, known: frozenset[str], columns: LineColumns) -> None:
    """Find of which lines each total and group states the sum; doubt what looks like one."""
    places = [index for index, line in enumerate(lines) if line.role is LineRole.DATA]
    explain(lines, columns.units)
    children = {line.parent for line in lines if line.parent is not None}
    for index in places:
        line = lines[index]
        if line.name in known or index in children or line.parent is not None:
            continue
        unnumbered = not line.serial and marks.numbered * 2 > marks.named
        counted = bool(_COUNTED.search(line.name))
        sums = _sum_about(lines, index, whole=bool(line.serial) and not counted)
        if not sums and not line.serial and marks.numbered * 2 > marks.named:
            sums = _sum_of_all(lines, index)
        if not sums and unnumbered and counted:
            sums = _counted_below(lines, index)
        if sums and (unnumbered or counted):
            line.role, line.sums = LineRole.GROUP, sums
        elif unnumbered and counted and not line.has_amounts:
            line.role = LineRole.GROUP
        elif sums:
            line.doubted, line.sums = True, sums


def explain(lines: list[Line], units: Sequence[int]) -> None:
    """Find of which lines each total and each group with amounts states the sum."""
    for index, line in enumerate(lines):
        if line.role in (LineRole.TOTAL, LineRole.GROUP) and line.has_amounts:
            _explain(lines, index, units)


def _explain(lines: list[Line], index: int, units: Sequence[int]) -> None:
    """Find the lines that a total or a group sums up; note the columns that do not add up."""
    line = lines[index]
    best: tuple[int, tuple[int, ...], tuple[int, ...]] | None = None
    for chosen in _candidates(lines, index):
        wrong = _wrong(line, lines, chosen, units)
        told = sum(1 for each in line.amounts if each is not None)
        score = told - len(wrong)
        if best is None or score > best[0]:
            best = score, chosen, wrong
        if not wrong:
            break
    if best:
        line.sums, line.wrong = best[1], best[2]


def _candidates(lines: list[Line], index: int) -> list[tuple[int, ...]]:
    """Return the sets of lines that a total or group at `index` may sum up, the likeliest first."""
    line = lines[index]
    rows = [i for i, each in enumerate(lines) if each.role is LineRole.DATA and not each.doubted]
    tops = [i for i in rows if lines[i].parent is None]
    heads = [i for i, each in enumerate(lines) if each.role in (LineRole.GROUP, LineRole.TOTAL)]
    after_end = next(
        (
            i
            for i in heads
            if i > index and lines[i].role is LineRole.GROUP and lines[i].level <= line.level
        ),
        len(lines),
    )
    next_head = next((i for i in heads if i > index), len(lines))
    last_head = next((i for i in reversed(heads) if i < index), -1)
    above = [i for i in tops if i < index]
    found = [
        [i for i in tops if index < i < after_end],
        [i for i in tops if index < i < next_head],
        [i for i in tops if last_head < i < index],
        above,
        tops,
    ]
    if line.role is LineRole.TOTAL:
        short = "小计" in (line.name or line.serial or line.text)
        order = [2, 3, 4, 1, 0] if short else [4, 3, 0, 2, 1]
        found = [found[i] for i in order]
        found += [[i for i in rows if last_head < i < index], rows]
    return [tuple(each) for each in found if each]


def _wrong(
    line: Line, lines: list[Line], chosen: Sequence[int], units: Sequence[int]
) -> tuple[int, ...]:
    """Return the columns in which a line is not the sum of those chosen. A whole number over rows
    with fractions may be rounded itself.
    """
    wrong = []
    for place, stated in enumerate(line.amounts):
        if stated is None:
            continue
        amounts = [each for i in chosen if (each := lines[i].amounts[place]) is not None]
        sum_ = total_of(amounts)
        if sum_.half and not stated.half:
            stated = Amount(stated.value, Decimal(units[place]) / 2)
        if not stated.agrees(sum_) and not _rounds([stated, *amounts]):
            wrong.append(place)
    return tuple(wrong)


def _rounds(amounts: Sequence[Amount]) -> bool:
    """True if the first of whole numbers differs from the sum of the others by no more than each
    may have been rounded.
    """
    stated, *rest = (each.value for each in amounts)
    off = abs(stated - sum(rest, NOTHING))
    step = next((s for s in STEPS if all(value % s == 0 for value in (stated, *rest))), 1)
    return off * 2 <= len(rest) * step and off * ROUNDED_PART <= abs(stated)


def _sum_about(lines: list[Line], index: int, *, whole: bool) -> tuple[int, ...]:
    """Return the lines just below, or just above, whose amounts a line repeats as their sum; empty
    if there are none. With `whole` only if they are all to the next group, total or end.
    """
    line = lines[index]
    told = [place for place, each in enumerate(line.amounts) if each is not None and each.value]
    if not told:
        return ()
    for step in (1, -1):
        run, ended = _run(lines, index, step, line.amounts[told[0]], told[0])
        if len(run) < 2 or (len(run) < 3 and len(told) < 2) or (whole and not ended):
            continue
        sums = [total_of(lines[i].amounts[place] for i in run) for place in told]
        stated = [line.amounts[place] for place in told]
        if all(each is not None and each.agrees(s) for each, s in zip(stated, sums, strict=True)):
            return tuple(sorted(run))
    return ()


def _sum_of_all(lines: list[Line], index: int) -> tuple[int, ...]:
    """Return all projects above a line, or all below, if it repeats their sum."""
    line = lines[index]
    told = [place for place, each in enumerate(line.amounts) if each is not None and each.value]
    rows = [i for i, x in enumerate(lines) if x.role is LineRole.DATA and x.parent is None]
    for chosen in ([i for i in rows if i < index], [i for i in rows if i > index]):
        if len(chosen) < 2 or not told or len(chosen) + len(told) < 4:
            continue
        sums = [total_of(lines[i].amounts[place] for i in chosen) for place in told]
        stated = [line.amounts[place] for place in told]
        if all(each is not None and each.agrees(s) for each, s in zip(stated, sums, strict=True)):
            return tuple(chosen)
    return ()


def _counted_below(lines: list[Line], index: int) -> tuple[int, ...]:
    """Return the numbered lines below one without a number that says how many they are."""
    found: list[int] = []
    for i in range(index + 1, len(lines)):
        if lines[i].role is LineRole.DATA and lines[i].serial:
            found.append(i)
        elif lines[i].role is not LineRole.BLANK:
            break
    return tuple(found) if found and lines[index].count == len(found) else ()


def _run(
    lines: list[Line], index: int, step: int, most: Amount | None, place: int
) -> tuple[list[int], bool]:
    """Return the lines from `index` on whose amounts do not exceed `most` together, and whether
    nothing but a group, a total or the end stands behind them.
    """
    run: list[int] = []
    if most is None:
        return run, False
    sum_ = ZERO
    i = index + step
    while 0 <= i < len(lines) and abs(i - index) <= FARTHEST:
        line = lines[i]
        if line.role in (LineRole.GROUP, LineRole.TOTAL):
            return run, True
        if line.role is LineRole.DATA and line.parent is None:
            grown = sum_ + (line.amounts[place] or ZERO)
            if grown.value > most.value and not grown.agrees(most):
                return run, False
            sum_ = grown
            run.append(i)
        i += step
    return run, not 0 <= i < len(lines)
