"""What stands on a paper: values that are frozen once it is issued."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from bihuan.kit.days import chinese_day

Face = Literal["body", "heading", "kai"]
_FIRST = re.compile(r"[一二三四五六七八九十]+、")
_SECOND = re.compile(r"（[一二三四五六七八九十]+）")
_HEAD = re.compile(r"[^。\n]*。?")
_KEPT = "\n\t"
TITLE_WIDTH = 19  # characters of 22 pt in the text area, with a little air
_NARROW = 0.55  # of a character: what a letter or digit takes
_GOOD_ENDS = (
    "的",
    "、",
    "，",
    "》",
    "项目",
    "会议",
    "问题",
    "情况",
    "工作",
    "单位",
    "关于",
    "年度",
)
_NEVER_FIRST = "，、。；：？！”’）》〉】〕"
_GOOD_STARTS = (
    "影响",
    "导致",
    "造成",
    "涉及",
    "尚未",
    "未",
    "无法",
    "办理",
    "建设",
    "施工",
    "及",
    "并",
)
_UNBROKEN = re.compile(r"[0-9A-Za-z.%-]{2}")


@dataclass(frozen=True)
class Field:
    """One label with its value in the form's table. `room` lines stay free for the pen; two fields
    that are not `wide` share one row.
    """

    label: str
    value: str = ""
    wide: bool = False
    room: int = 0


@dataclass(frozen=True)
class PaperColumn:
    """One column of a long table. `share` is its width beside the other columns'."""

    title: str
    share: int = 1


@dataclass(frozen=True)
class Rows:
    """A table that may run over several pages; its head is repeated."""

    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than the table has columns")


@dataclass(frozen=True)
class TextRun:
    """A piece of a paragraph in one face."""

    text: str
    face: Face


@dataclass(frozen=True)
class Paper:
    """One paper. `mark` is the issuer's, in red; `drop_mm` how far it stands below the text area's
    upper edge (35 by the standard). `signer` stands beside the number if `upward`. `void` is why
    the paper no longer counts. `record` is where the record of events stood when it was issued.
    """

    mark: str
    number: str
    title: str
    day: date
    issuer: str
    addressee: str = ""
    paragraphs: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    table: Rows | None = None
    annexes: tuple[str, ...] = ()
    signer: str = ""
    upward: bool = False
    copies_to: tuple[str, ...] = ()
    drop_mm: int = 35
    void: str = ""
    record: str = ""

    @property
    def dated(self) -> str:
        """Its day in Arabic digits without leading zeros (7.3.5.4)."""
        return chinese_day(self.day)

    @property
    def field_rows(self) -> list[tuple[Field, ...]]:
        """The fields as rows of one wide field or of two."""
        rows: list[tuple[Field, ...]] = []
        for field in self.fields:
            if rows and not field.wide and len(rows[-1]) == 1 and not rows[-1][0].wide:
                rows[-1] = (rows[-1][0], field)
            else:
                rows.append((field,))
        return rows


def runs(paragraph: str) -> list[TextRun]:
    """Return a paragraph's pieces: 一、 in 黑体, （一） in 楷体, the rest as body (7.3.3)."""
    face: Face = "body"
    if _FIRST.match(paragraph):
        face = "heading"
    elif _SECOND.match(paragraph):
        face = "kai"
    if face == "body":
        return [TextRun(paragraph, face)]
    found = _HEAD.match(paragraph)
    head = found.group() if found else ""
    rest = paragraph[len(head) :]
    return [TextRun(head, face), *([TextRun(rest, "body")] if rest else [])]


def title_lines(title: str) -> list[str]:
    """Return a title as lines of like length, broken where a word ends if we can tell (7.3.1)."""
    left = math.ceil(_width(title) / TITLE_WIDTH)
    lines = []
    while left > 1:
        place = _best_break(title, _width(title) / left)
        lines.append(title[:place])
        title = title[place:]
        left = max(left - 1, math.ceil(_width(title) / TITLE_WIDTH))
    return [*lines, title] if title else lines


def _width(text: str) -> float:
    """Width in whole characters; letters and digits are narrower."""
    return sum(_NARROW if c.isascii() else 1 for c in text)


def _best_break(title: str, wished: float) -> int:
    def cost(place: int) -> float:
        line, rest = title[:place], title[place:]
        good = line.endswith(_GOOD_ENDS) or rest.startswith(_GOOD_STARTS)
        torn = _UNBROKEN.fullmatch(title[place - 1 : place + 1]) or rest[0] in _NEVER_FIRST
        far = abs(_width(line) - wished)
        return far + (0 if good else 3) + (50 if torn else 0)

    fitting = [place for place in range(2, len(title)) if _width(title[:place]) <= TITLE_WIDTH]
    return min(fitting, key=cost)


def readable(text: str) -> str:
    """Return `text` without what no document can hold: control characters, halves of pairs."""
    kept = (
        c for c in text.replace("\r\n", "\n") if c in _KEPT or unicodedata.category(c)[0] != "C"
    )
    return "".join(kept).strip()


def to_json(paper: Paper) -> dict[str, Any]:
    """Return the paper as it is kept: `from_json` gives it back the same."""
    return {**asdict(paper), "day": paper.day.isoformat()}


def from_json(kept: dict[str, Any]) -> Paper:
    table = kept.get("table")
    return Paper(
        **{
            **kept,
            "day": date.fromisoformat(kept["day"]),
            "fields": tuple(Field(**field) for field in kept["fields"]),
            "table": table
            and Rows(
                tuple(PaperColumn(**column) for column in table["columns"]),
                tuple(tuple(row) for row in table["rows"]),
            ),
            **{name: tuple(kept[name]) for name in ("paragraphs", "annexes", "copies_to")},
        }
    )
