"""What each line below a heading is: a project, a group, a total, a part, a remark. Pure.

Words vote, sums decide: a line whose amounts are the sum of the lines about it is no project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from bihuan.importing.headings.classes import class_in_group
from bihuan.importing.proof.amounts import Amount
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import Cell

from .line_sums import add_up, is_of_office
from .lines import COUNTED, Line, LineColumns, LineRole
from .tables_of_offices import without_tables_of_offices

LONGEST_TOTAL = 8  # characters of 合计 and the like in a second cell
NUMBERED_LEVEL = 4
NARROWEST = (["1", "2"], ["甲", "1"])
"""The numbers of two columns: no project has such a name."""


_SPACE = re.compile(r"\s")
_TOTAL = re.compile(
    r"^[（(]?(.{0,8}(合计|总计|小计|共计)([（(:：].*|\d+个.*)?$|.{0,4}(合计|总计|小计|共计)|累计|汇总$"
    r"|过次页|转[下次]页|全[省市县区州旗](?:共有?)?(?:\d+个)?(?:[省市区县]?级?重点)?(?:建设)?(?:项目)?$|共?\d+个(项目)?$|(?:全部|整体|所有)(?:共?\d+个)?(?:项目)?$|平均|上年同期|去年同期|同比|环比|增减|增长|占.{1,8}(比重|比例|%)$)"
)
_COMPARED = re.compile(
    r"承前页|[承接]上页|(?:与|较|比)?(?:上年|去年)?同期(?:数|额|值|累计|增减|增长)?|上年(?:数|累计)"
    r"|[同环]比(?:增减|增长|增幅|增速|±)?(?:率|额|数|[（(]?%[)）]?)?|(?:同比)?增(?:减|长|幅|速)(?:率|额|数|[（(]?%[)）]?)?"
    r"|(?:占|完成).{1,10}(?:比重|比例|百分比|率|%)"
    r"|.{0,4}(?:下达|目标|考核)(?:的)?(?:年度|全年)?(?:任务|目标|计划)(?:数|额)?|差额|超欠(?:数|额|进度)?"
)
"""Lines under a total that hold it against something, and are no sum of lines."""
_PART = re.compile(r"^[（(]?其中")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+")
_GROUP = re.compile(r"^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）])")
_NUMBERED = re.compile(r"[（(]?\d+[)）.．、]")
_CIRCLED = re.compile(r"[①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴]")
_BRACKETED = re.compile(rf"[（(]\d+[)）]|{_CIRCLED.pattern}")
_LETTERED = re.compile(r"[A-Z][.\-]?\d+")
_ORDINAL = re.compile(r"[A-Z]|[甲乙丙丁戊己庚辛壬癸]|[IVX]{1,4}")
"""Numbers that head groups where projects have digits."""
_CHILD = re.compile(r"(\d+)[.．\-—](\d+)(?:[.．\-—]\d+)*")
_SIGNED = re.compile(r"^(注|备注|说明|填表人|填报人|审核人|单位负责人|联系电话|制表)\w{0,3}:")
_REMARK = re.compile(r"^(注|备注|说明|填表人|填报人|审核人|单位负责人|联系电话|制表)\s*[:：1①]?")
_LIST = re.compile(r"(?:自治区|自治州|[省市区县州旗盟])级?重点(?:建设)?(?:项目)?")
_SOURCE = re.compile(
    r"(?:\d+[.、．])?(?:申请|争取)?(?:(?:中央|国家|省|市|州|区|县|地方|本?级|各级|上级|财政|预算内?|政府|专项|债券?"
    r"|超长期|特别|国债|地方债|银行|贷款|社会|企业|业主|单位|自筹|自有|配套|补助|其他|外资|资本|拨款|基金)+)"
    r"(?:性)?(?:资金|自筹|贷款|债券?|国债|投资|资本金?|补助|配套|拨款)(?:及其他)?"
)
"""Where money comes from: no project has such a name."""
_COLUMN_LETTER = re.compile(r"[甲乙丙丁戊]|[A-Z\d]+=.*|[A-Z]\d?")


@dataclass
class _Marks:
    """How the lines of a table are numbered."""

    digits: int = 0
    bare: int = 0  # rows named as projects are, with 1. or （1） or without a number
    numbered: int = 0
    named: int = 0
    serials: set[str] = field(default_factory=set)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters under which rows are numbered: A over A1, A2."""
        return frozenset(each[0] for each in self.serials if _LETTERED.fullmatch(each))


def is_heading_of_rows(cells: Sequence[Cell]) -> bool:
    """True if a line's words are those of a group or a total."""
    words = next((_SPACE.sub("", plain(cell)) for cell in cells if not is_empty(cell)), "")
    return bool(_TOTAL.match(words) or _PART.match(words) or _GROUP.match(words))


def is_remark(words: str) -> bool:
    """True for the words of a note, or of who filled a table in."""
    return bool(_REMARK.match(words) or _SIGNED.match(words))


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
    without_tables_of_offices(lines, known)
    _childless(lines, columns)
    _nest(lines, marks, known)
    add_up(lines, known, is_numbered=marks.numbered * 2 > marks.named, units=columns.units)
    return lines


def _marks(rows: Sequence[list[Cell]], first: int, columns: LineColumns) -> _Marks:
    marks = _Marks()
    for number in range(first, len(rows)):
        serial, name = (_text(rows[number], i) for i in (columns.serial, columns.name))
        if not name or (not serial and (is_heading_of_rows([name]) or COUNTED.search(name))):
            continue
        marks.bare += not serial
        if not serial and is_of_office(name):
            continue
        marks.named += 1
        marks.numbered += bool(serial)
        marks.digits += serial.isdecimal()
        marks.bare += bool(_NUMBERED.fullmatch(serial) or _CIRCLED.fullmatch(serial))
        marks.serials.add(serial)
    return marks


def _text(line: list[Cell], index: int | None) -> str:
    if index is None or index >= len(line):
        return ""
    cell = line[index]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str) and len(cell) == 1 and _CIRCLED.fullmatch(cell):
        return cell  # plain text makes a 1 of ①, which numbers another level
    return "" if is_empty(cell) else _unspaced(plain(cell))


@lru_cache(maxsize=65_536)
def _unspaced(text: str) -> str:
    return _SPACE.sub("", text)


@lru_cache(maxsize=65_536)
def _sums_up(name: str) -> bool:
    return bool(_TOTAL.match(name) or _PART.match(name))


def _line(
    number: int,
    cells: list[Cell],
    columns: LineColumns,
    marks: _Marks,
    amounts: Sequence[Amount | None],
) -> Line:
    serial, name = _text(cells, columns.serial), _text(cells, columns.name)
    line = Line(number, cells, LineRole.BLANK, serial, name, tuple(amounts))
    line.is_joined = not serial and number in columns.joined
    sums_up = _sums_up(name)
    if serial.isdecimal() and name and not name.isdecimal() and not sums_up:
        line.role, line.level = LineRole.DATA, NUMBERED_LEVEL  # as nearly all lines are
        return line
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
    if len(filled) == 1 and _names_a_kind(words[0]):
        return LineRole.GROUP
    named = line.name or any(_text(line.cells, index) for index in columns.others)
    is_row = (named and len(filled) > 1) or _text(line.cells, columns.code)
    return LineRole.DATA if is_row else LineRole.REMARK


def _names_a_kind(words: str) -> bool:
    """True for the one cell of a line that names a class, a list or a kind of projects."""
    return bool(COUNTED.search(words) or class_in_group(words) or _LIST.fullmatch(words))


def _role_of_words(line: Line, words: list[str], marks: _Marks) -> LineRole | None:
    """Return what a line's own words say that it is, None if nothing."""
    second = words[1] if len(words) > 1 else ""
    if not line.serial and any(_COMPARED.fullmatch(each) for each in (words[0], line.name)):
        return LineRole.COMPARED
    if any(_TOTAL.match(each) for each in (words[0], line.name, line.serial)) or (
        _TOTAL.match(second) and len(second) < LONGEST_TOTAL
    ):
        return LineRole.TOTAL
    if any(_PART.match(each) for each in (words[0], line.name)):
        return LineRole.PART
    counted = (marks.digits or marks.bare) and _NUMERAL.fullmatch(line.serial or words[0])
    heads = line.serial in marks.letters or _is_bracketed_group(line, marks)
    heads = heads or bool(marks.digits and line.name and _ORDINAL.fullmatch(line.serial))
    if _GROUP.match(words[0]) or counted or heads:
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
    if words in NARROWEST:
        return True
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
    plain_numbers = marks.digits > 1 or any(
        each.rstrip(".．、").isdecimal() for each in marks.serials
    )
    if not (plain_numbers and _BRACKETED.fullmatch(line.serial)):
        return False
    return bool(COUNTED.search(line.name))


def _level(serial: str) -> int:
    if re.match(r"^[一二三四五六七八九十]+([、.．]|$)", serial) or _ORDINAL.fullmatch(serial):
        return 1
    if re.match(r"^[（(][一二三四五六七八九十]+[)）]", serial):
        return 2
    if _BRACKETED.match(serial):
        return 3
    return 0 if not serial else NUMBERED_LEVEL


def _childless(lines: list[Line], columns: LineColumns) -> None:
    """Take for a project what is numbered like a group and heads no line: surely if it tells
    amounts and more, in doubt if only one of these.
    """
    following: Line | None = None
    for line in reversed(lines):
        heads = following is not None and (
            (following.role in (LineRole.DATA, LineRole.PART) and not following.stands_alone)
            or (following.role is LineRole.GROUP and following.level > line.level)
        )
        if line.role is LineRole.GROUP and line.name and not line.is_counted and not heads:
            told = any(each is not None for each in line.amounts)
            described = _is_described(line, columns)
            if told or described:
                line.role, line.stands_alone = LineRole.DATA, True
                line.doubted = not (told and described)
        if line.role not in (LineRole.BLANK, LineRole.NUMBERS, LineRole.REMARK):
            following = line


def _is_described(line: Line, columns: LineColumns) -> bool:
    """True if a line has words besides its number and its name."""
    own = {columns.serial, columns.name, *columns.amounts}
    return any(
        isinstance(cell, str) and not is_empty(cell) and parse_number(cell) is None
        for place, cell in enumerate(line.cells)
        if place not in own
    )


def _nest(lines: list[Line], marks: _Marks, known: frozenset[str]) -> None:
    """Tell of which line one numbered 2.1, 2-1 or （1） is a child."""
    _go_on(lines, marks)
    places: dict[str, int] = {}
    last: int | None = None  # the project whose parts may follow
    for index, line in enumerate(lines):
        if line.role is not LineRole.DATA:
            last = last if line.role in (LineRole.PART, LineRole.BLANK) else None
        elif last is not None and marks.digits and _BRACKETED.fullmatch(line.serial):
            line.parent = last
        elif line.serial.isdecimal() or _NUMBERED.fullmatch(line.serial):
            last = index if line.serial.isdecimal() else last
            places[line.serial.strip("（()）.．、").lstrip("0")] = index
        elif found := _CHILD.fullmatch(line.serial):
            line.parent = places.get(found[1].lstrip("0"))
    if marks.digits:
        _nest_unnumbered(lines, known)


def _nest_unnumbered(lines: list[Line], known: frozenset[str]) -> None:
    """Tell of which numbered line those without a number that follow it may be parts: its number is
    merged over them, they are called after where money comes from, or they add up to it in some
    amount.
    """
    for index, line in enumerate(lines):
        if line.role is LineRole.DATA and line.serial.isdecimal():
            parts = [each for each in _unnumbered_after(lines, index) if each.name not in known]
            adds_up = len(parts) > 1 and line.adds_up_somewhere(parts)
            for part in parts:
                if adds_up or part.is_joined or _SOURCE.fullmatch(part.name):
                    part.parent = index


def _unnumbered_after(lines: list[Line], index: int) -> list[Line]:
    """Return the lines with a name and no number that follow a line at once."""
    found = []
    for place in range(index + 1, len(lines)):
        line = lines[place]
        if line.role is not LineRole.DATA or line.serial or line.parent is not None:
            break
        found.append(line)
    return found


def _go_on(lines: list[Line], marks: _Marks) -> None:
    """Take lines without a number after 其中, where others have one, for parts like the first."""
    in_parts = False
    for line in lines:
        if line.role is LineRole.DATA:
            in_parts = in_parts and not line.serial and marks.digits > 0
            line.role = LineRole.PART if in_parts else LineRole.DATA
        else:
            in_parts = line.role is LineRole.PART
