"""The workbook of an office's people: its columns, its rows as text, and an empty one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from bihuan.accounts.rules import phone_written
from bihuan.importing.rows import cells
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import plain
from bihuan.kit.reader.values import Book, Sheet
from bihuan.kit.words import gettext
from bihuan.kit.workbooks import OutColumn, OutSheet

from .role_words import TAUGHT

MOST_PEOPLE = 2_000
LOOKED_THROUGH = 15  # rows at a sheet's top, among which its headings stand
HEADINGS: dict[str, tuple[str, ...]] = {
    "full_name": ("姓名", "人员姓名", "名字", "联系人", "联系人姓名", "填报人姓名"),
    "organisation": ("单位", "单位名称", "所在单位", "工作单位", "责任单位", "部门", "所属单位"),
    "title": ("职务", "职位", "职务职称", "现任职务", "岗位"),
    "phone": (
        *("手机", "手机号", "手机号码", "电话", "联系电话", "联系方式", "电话号码", "移动电话"),
        *("手机/电话", "电话/手机", "办公电话"),
    ),
    "role": ("角色", "系统角色", "用户角色", "账号角色", "权限", "身份"),
    "username": ("登录名", "用户名", "登录账号", "账号", "帐号", "账户", "用户账号"),
}
WIDTHS = {"full_name": 14, "organisation": 30, "title": 18, "phone": 18, "role": 14, "username": 18}
_BY_HEADING = {word: name for name, words in HEADINGS.items() for word in words}
_PARTS = re.compile(r"[/、,，;；\s]+")
_MOBILE = re.compile(r"1\d{10}")


@dataclass(frozen=True)
class PersonRow:
    """One person as a workbook tells, or as somebody mended it: text, "" for a blank cell."""

    sheet: str
    number: int
    full_name: str = ""
    organisation: str = ""
    title: str = ""
    phone: str = ""
    role: str = ""
    username: str = ""

    def as_told(self) -> dict[str, Any]:
        return asdict(self)


TOLD = tuple(each.name for each in fields(PersonRow) if each.name not in ("sheet", "number"))


def people_in(book: Book) -> list[PersonRow]:
    """Return the people of every sheet that has headings of a name and something else. Raises
    Refusal if there is none, or too many people for one go.
    """
    found = [row for sheet in book.sheets for row in _rows(sheet)]
    if not found:
        raise Refusal(
            gettext("No people were found: a column 姓名 is needed, beside 单位, 角色 or 手机.")
        )
    if len(found) > MOST_PEOPLE:
        raise Refusal(gettext("More than %s people at once: split the workbook.") % MOST_PEOPLE)
    return found


def blank_people() -> OutSheet:
    """Return an empty sheet of people, as it is read."""
    return OutSheet(
        name="人员",
        title="账号与联系人登记表",
        note=f"角色填写：{TAUGHT}；登录名可以不填，由系统拟定。",
        columns=[OutColumn(words[0], WIDTHS[name]) for name, words in HEADINGS.items()],
    )


def _rows(sheet: Sheet) -> Iterator[PersonRow]:
    head, columns = _headings(sheet)
    merged = _merged(sheet)
    for index in range(head + 1, len(sheet.rows)):
        if index in sheet.hidden:
            continue
        told = {
            name: _READERS[name](sheet.cell(*merged.get((index, column), (index, column))))
            for name, column in columns.items()
        }
        own = {name: told[name] for name in told if (index, columns[name]) not in merged}
        if any(own.values()) and told["full_name"] not in _BY_HEADING:
            yield PersonRow(sheet=sheet.name, number=index + 1, **told)


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return in which row the headings stand, and the column of each; past the end if nowhere."""
    for index, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = _BY_HEADING.get(re.sub(r"\s|[（(].*", "", plain(cell))) if cell else None
            if name and column not in sheet.hidden_columns:
                columns.setdefault(name, column)
        if "full_name" in columns and len(columns) > 1:
            return index, columns
    return len(sheet.rows), {}


def _merged(sheet: Sheet) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Return where the value of a cell stands that is merged with those above it."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def _line(cell: object) -> str:
    return cells.line(cell) or ""


def _name(cell: object) -> str:
    """Read a person's name: 张　三 is 张三, a foreign one keeps its spaces."""
    words = _line(cell)
    return words if words.isascii() else "".join(words.split())


def _phone(cell: object) -> str:
    """Read a phone; of several the first mobile one, which reaches its bearer anywhere."""
    words = phone_written(_line(cell))
    parts = [part for part in _PARTS.split(words) if part]
    mobile = next((part for part in parts if _MOBILE.fullmatch(part)), "")
    joined = "".join(parts)
    if mobile or _MOBILE.fullmatch(joined):
        return mobile or joined
    return parts[0] if len(parts) > 1 and re.search(r"[/、,，;；]", words) else " ".join(parts)


_READERS: dict[str, Callable[[object], str]] = {
    "full_name": _name,
    "organisation": lambda cell: cells.name(cell) or "",
    "title": _line,
    "phone": _phone,
    "role": lambda cell: "".join(_line(cell).split()),
    "username": lambda cell: "".join(_line(cell).split()),
}
