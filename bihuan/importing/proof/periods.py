"""Of what time the heading of an amount speaks: a month, the year so far, all until last year.

Pure. A heading may leave it open; then all that it may mean is said, and sums decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bihuan.kit.numbers import plain

_SPACE = re.compile(r"[\s、,，:：]")
_NO_AMOUNT = re.compile(
    r"同比|环比|增长|增幅|增速|同期|率|比例|占|排名|差|目标|时间|日期|情况|说明|进度|进展|统计|入统|入库|产值|支出|文字"
)
_STATE = re.compile(r"(投资完成|完成投资|完成)情况")
_COMPLETED = re.compile(r"完成|已投资|实际投资")
_PLANNED = re.compile(r"计划(?!.{0,4}(已|实际)?完成的)|预计|拟")
_YEAR = re.compile(r"(20\d{2})\s*年?")
_REACH = re.compile(r"(\d{1,2})月?\s*[-~—–至到]+\s*(\d{1,2})\s*月")
_MONTH = re.compile(r"(?<![\d-])(\d{1,2})月(?!度)")
_BEFORE = re.compile(
    r"(上年|去年|上一年|上年度)(底|末|年底)|截?[至止到](20\d{2})年?(底|末|年底|12月底?|年末)|(20\d{2})年(底|末)"
)
_UP_TO = re.compile(r"截[至止]|至今|目前")
_SINCE = re.compile(
    r"自?开工(以来|至今|后|起)?累?|自开始|开始以来|建设以来|历年|项目累计|总累计|开累|自开工"
)
_TO_DATE = re.compile(
    r"年初|今年|本年|当年|年度累计|年度完成|全年|年内|上半年|前三季度|第?[一1]季度|年累计|年完成"
)
_HALVES = {"上半年": 6, "前三季度": 9, "一季度": 3, "1季度": 3}
_QUARTER = re.compile(r"第?[二三四2-4]季度")
_THIS_MONTH = re.compile(r"本月|当月|本期|月度|单月")
_CUMULATIVE = re.compile(r"累计|累积|累")


class Span(StrEnum):
    """The time that an amount covers."""

    MONTH = "month"
    TO_DATE = "to_date"  # January to the month
    BEFORE = "before"  # all until the end of the year before
    SINCE_START = "since_start"  # all until the month
    OTHER = "other"  # of another year, to compare with


@dataclass(frozen=True)
class AmountPeriod:
    """What the heading of an amount completed may speak of. `number` is the month that it names,
    `year` the year. Only one of several `spans` is right.
    """

    spans: tuple[Span, ...]
    number: int | None = None
    year: int | None = None

    @property
    def is_open(self) -> bool:
        return len(self.spans) > 1


def period_of(path: tuple[str, ...], year: int | None) -> AmountPeriod | None:
    """Return of what time the amounts under a heading speak; None if they are no completed
    investment. `year` is the table's.
    """
    words = _SPACE.sub("", "/".join(plain(level) for level in path))
    bare = re.sub(r"[（(\[【][^（）()\[\]【】]*[)）\]】]", "", words)
    bare = _STATE.sub("完成投资", bare)
    if not _COMPLETED.search(bare) or _NO_AMOUNT.search(bare) or _PLANNED.search(bare):
        return None
    named = _YEAR.search(bare)
    stated = int(named[1]) if named else None
    return AmountPeriod(_spans(bare, stated, year), _number(bare), stated)


def _number(words: str) -> int | None:
    if found := _REACH.search(words):
        number = int(found[2])
    elif found := _MONTH.search(words):
        number = int(found[1])
    else:
        number = next((n for word, n in _HALVES.items() if word in words), 0)
    return number if 1 <= number <= 12 else None


def _spans(words: str, stated: int | None, year: int | None) -> tuple[Span, ...]:
    """Return all that an amount may cover, by the first of the words that tell it."""
    if _SINCE.search(words):
        return (Span.SINCE_START,)
    if before := _BEFORE.search(words):
        return _before(before, year)
    if stated and year and stated != year:
        return (Span.OTHER,)
    for level in dict.fromkeys((words.rpartition("/")[2], words)):  # the lowest heading goes first
        if spans := next((spans for tells, spans in _TOLD if tells(level)), None):
            return spans
    return _UNTOLD if not stated else _SO_FAR


def _before(found: re.Match[str], year: int | None) -> tuple[Span, ...]:
    until = next((int(part) for part in found.groups() if part and part.isdigit()), None)
    if until is None or year is None or until == year - 1:
        return (Span.BEFORE,)
    return (Span.OTHER,) if until < year else (Span.TO_DATE, Span.SINCE_START, Span.BEFORE)


def _is_single(words: str) -> bool:
    return bool(_THIS_MONTH.search(words)) or (
        bool(_MONTH.search(words)) and not _REACH.search(words)
    )


_SO_FAR = (Span.TO_DATE,)
_UNTOLD = (Span.MONTH, Span.TO_DATE, Span.SINCE_START)
_TOLD: tuple[tuple[Callable[[str], object], tuple[Span, ...]], ...] = (
    (lambda words: _REACH.search(words) or _TO_DATE.search(words), _SO_FAR),
    (_QUARTER.search, (Span.OTHER,)),
    (_UP_TO.search, (Span.TO_DATE, Span.SINCE_START)),
    (lambda words: _is_single(words) and _CUMULATIVE.search(words), (Span.MONTH, Span.TO_DATE)),
    (_is_single, (Span.MONTH,)),
    (lambda words: _CUMULATIVE.search(words) and not _YEAR.search(words), _UNTOLD[1:]),
)
"""What tells of what time an amount speaks, the surest first."""
