"""The months of which a remark says that amounts are: 数据截至5月底, 5-6月合计, 沿用上月. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

ENDS = r"(?=$|[，。；、)!！])"
_YEAR = r"(?:(?P<year>20\d{2})年|[本今]年)?"
_UNTIL = re.compile(
    rf"截[至止到]{{1,2}}(?:{_YEAR}(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|份|底|末)?"
    r"|(?P<years>20\d{2})[./-](?P<months>\d{1,2})(?:[./-](?P<days>\d{1,2}))?"
    r"|(?P<of>\d{1,2})\.(?P<on>\d{1,2})日?(?![\d万亿元%]))"
)
_REACHED = re.compile(
    rf"(?:统计|填报|计算|核算)[到至]{_YEAR}(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|份|底|末)?"
)
_OF_DATA = re.compile(r"数据|数字|数$|数[，。；]|统计|填报|口径")
_SAYS = r"(?:均?为|系|是|按|属|报的?|填的?|:)"
_OF = re.compile(
    rf"(?:{_SAYS}|^|[含用]|沿用|同){_YEAR}(?:1月?[-~—–至到]+)?(?P<month>\d{{1,2}})月(?:份|底|末)?的?(?:数|值|累计|口径)"
)
_TOLD = re.compile(
    rf"(?:数据?|数字|数额|金额|完成数|统计(?:时间|期间|月份)|数据(?:时间|月份|期间))(?:均?为|系|是|按|:)"
    rf"{_YEAR}(?P<month>\d{{1,2}})月(?:份|底|末)?(?!\d|\d*日)"
)
_SEVERAL = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月?(?:[-~—–至到、和及与]|、)+\d{1,2}月(?:份)?(?:的)?(?:合计|累计|之和|两个?月|数)"
)
_BEFORE = re.compile(
    rf"上个?月(?:份)?的?(?:数|累计数|报数)|沿用上个?月|[同与]上个?月(?:数|一致|相同)?{ENDS}"
    rf"|(?:去年|上年)(?:同期|同月)?的?(?:数|值){ENDS}|^(?:去年|上年)?同期的?(?:数|值)?{ENDS}"
)
_MONEY = re.compile(r"\d[\d,.]*[万亿]?元|\d[\d,.]*[万亿]")
LAST_MONTH, JANUARY = 12, 1
NEARLY_ALL = 25  # from this day on amounts are of the whole month


class SaidMonth(NamedTuple):
    """A month of which amounts are said to be; 0 where it is only said to be another than the
    table's. `is_part` if they reach to some day within it.
    """

    number: int
    year: int | None = None
    is_part: bool = False


def months_said(words: str) -> list[SaidMonth]:
    """Return the months of which a text says that amounts are; an amount that it tells of another
    month itself (截至5月底完成3,800万元) is not the one beside it.
    """
    found = [each for each in _found(words) if 1 <= each.number <= LAST_MONTH]
    return [*found, SaidMonth(0)] if _BEFORE.search(words) else found


def _found(words: str) -> Iterator[SaidMonth]:
    is_alone = _UNTIL.fullmatch(words.strip("()。，只仅"))
    is_of_data = bool(_OF_DATA.search(words)) and not _MONEY.search(words)
    for told in _UNTIL.finditer(words) if is_alone or is_of_data else ():
        year, month, day = (
            next((told[name] for name in names if told[name]), None)
            for names in (("year", "years"), ("month", "months", "of"), ("day", "days", "on"))
        )
        yield _said(year, month, day)
    for told in _REACHED.finditer(words):
        yield _said(told["year"], told["month"], told["day"])
    for pattern in (_OF, _TOLD):
        for told in pattern.finditer(words):
            yield _said(told["year"], told["month"], None)
    for told in _SEVERAL.finditer(words):
        if int(told["month"]) != JANUARY:
            yield _said(None, told["month"], None)


def _said(year: str | None, month: str | None, day: str | None) -> SaidMonth:
    is_part = day is not None and int(day) < NEARLY_ALL
    return SaidMonth(int(month or 0), int(year) if year else None, is_part)
