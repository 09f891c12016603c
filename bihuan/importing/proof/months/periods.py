"""Of what time the heading of an amount speaks: a month, the year so far, all until last year.

Pure. A heading may leave it open; then all that it may mean is said, and sums decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bihuan.importing.headings.sources import AMONG, is_of_source
from bihuan.kit.dates import in_digits

_SPACE = re.compile(r"[\s、,，:：]")
_NO_AMOUNT = re.compile(
    r"同比|环比|增减|本周|[上中下本]旬|当日|增长|增幅|增速|同期|率|比例|占|排名|差|目标|时间|日期|情况|说明|进度|进展|统计|[入纳]统|[入纳]库|直报|产值|支出|文字|[美港欧日]元|美金|港币|外币"
)
OUTPUT = re.compile(r"(?:完成|施工|建安)(?:施工|建安|建筑业)?总?(?:产值|工程量|工作量)")
"""What a builder earned of a project: read as investment only if somebody says so."""
_UNTIL_DAY = re.compile(r"(截[至止])(?:20\d{2}[./])?(\d{1,2})[./]\d{1,2}日?(?![\d万亿%])")
"""截至6.25: a day, of whose month amounts are."""
_BRACKETS = re.compile(r"[（(\[【]([^（）()\[\]【】]*)[)）\]】]")
_OTHER = (
    r"(?:[上去]一?年|20\d{2}年)?(?:同期|同月)|[上去]一?年度?|[入纳]统|统计口径|同比|环比|增长|增速"
)
_OTHER_MEASURE = re.compile(
    rf"(?:{_OTHER})(?:数|额|值|投资|完成)?|预[计测期估]数?|暂估数?|未完成|剩余"
)
_TIME_ALONE = re.compile(
    r"(?:20\d{2}年)?(?:(?:\d{1,2}月?[-~—–至到]+)?\d{1,2}月份?(?:累计)?|[本当]月|本期|累计"
    r"|(?:[本今当]年|年初至今)度?(?:累计)?|第?[一二三四1-4]季度|[上下]半年|全年|年度)"
)
_ACTUAL = re.compile(r"(?:实际|完成|实际完成|已完成)(?:数|额|投资)?")
_AS_PLANNED = re.compile(
    r"(?:计划|目标|任务|分解|下达|预期|序时|[应需须拟]完成|目标任务|任务目标)(?:完成)?(?:数|额|投资|值)?"
)
_WHEN = re.compile(
    r"[截至止到]{1,2}(?:20\d{2}年)?\d{1,2}月份?[底末]?|(?:20\d{2}年)?(?:\d{1,2}月?[-~—–至到]+)?\d{1,2}月份?|[本当]月|本期|累计|开工以来|20\d{2}年|截[至止]|底"
)
"""What brackets tell of a time: （1-6月）, （截至12月底，万元）, （至6月）."""
_UNTIL_MONTH = re.compile(r"^[截至止到]{1,2}(?=(?:20\d{2}年)?\d)")
_YEAR_SO_FAR = re.compile(r"[本今当]年度?(?:累计)?|自?年初(?:至今|以来|起)")
"""What tells in brackets that an amount is of the year so far, unless the heading is a month's."""
_RATE = re.compile(r"%|占比|百分|比例|比重")
_STATE = re.compile(r"(投资完成|完成投资|完成)情况")
_PROGRESS_OF = re.compile(r"投资进度(?=(?:[（(][^（）()]*元[)）])?/其中)")
"""投资进度 over 其中：本月: an amount, as a month is a part of it."""
_COMPLETED = re.compile(r"完成|已投资|实际投资")
_OF_A_MONTH = re.compile(
    r"(?:[本当]月|本期|\d月份?)(?:累计)?"
    r"(?:(?:新增|净增|增加)?(?:固定资产)?投资|新增|净增|增加)(?:额|金额|数|量)?$"
)
"""本月投资 and 本月新增 say of when they are, and not whether it was completed."""
_THIS = r"[本当]月|本期|N月份?当?月?|单月"
_SO_FAR_WORDS = (
    r"1-N月份?|[本当今]年度?(?:以来)?|自?年[初内](?:至今|以来|起)?|年度|截[至止]N月份?底?|全年"
)
_PLAIN = re.compile(
    rf"(?:{_THIS}|{_SO_FAR_WORDS})?(?:累计|实际|已|共|实)*"
    r"(?:完成(?:固定资产)?(?:投资)?|(?:固定资产)?投资(?:完成)?)(?:额|金额|总额|情况|数|值)?"
)
_PLANNED = re.compile(
    r"计划(?!.{0,4}(已|实际)?完成的)|任务(?!.{0,2}(?:已|实际)?完成)|预[计测期估]|暂估|力争|拟|序时(?!.{0,2}实际)|[应须需]完成"
    r"|(?:确保|保证|承诺|争取|分解|测算|要求|最低|最高|[月日]均|下月|[底末]可).{0,4}完成"
)
"""Promised, demanded, forecast or a mean: no amount that was completed."""
_LEFT = re.compile(r"未完成|尚未|剩余|余下|待完成|[还尚]需|尚欠|欠完成|缺口")
"""What is not completed: what is left of a plan."""
_YEAR = re.compile(r"(20\d{2})\s*年?")
_REACH = re.compile(r"(\d{1,2})月?\s*[-~—–至到]+\s*(\d{1,2})\s*月")
_PAIR = re.compile(r"(?<!\d)(\d{1,2})月?[、和及与](\d{1,2}月)")
_MONTH = re.compile(r"(?<![\d-])(\d{1,2})月(?!度)")
_OTHER_YEAR = re.compile(r"上一?年|去年|上一?季")
_JANUARY = re.compile(r"(?<!\d)1月.*累")
_BEFORE = re.compile(
    r"(上年|去年|上一年|上年度)(底|末|年底)|截?[至止到](?:上年|去年)|截?[至止到](20\d{2})年?(底|末|年底|12月底?|年末)|(20\d{2})年(底|末)"
)
_LAST_MONTH = re.compile(r"上个?月|上期")
_BY_THEN = re.compile(r"截[至止]|[至到]上|1月?[-~—–]+上|累计")
_UP_TO = re.compile(r"截[至止]|至今|目前|月[底末]")
_SINCE = re.compile(
    r"自?开工(以来|至今|后|起)?累?|自开始|开始以来|建设以来|历年|项目累计|总累计|开累|自开工"
)
_TO_DATE = re.compile(
    r"年初|今年|本年|当年|年度累计|年度完成|全年|年内|上半年|前三季度|第?[一1]季度|年累计|年完成"
)
_HALVES = {"上半年": 6, "下半年": 12, "前三季度": 9, "一季度": 3, "1季度": 3}
_HALVES |= {
    f"{word}季度": n for n, words in ((6, "二2"), (9, "三3"), (12, "四4")) for word in words
}
_MONTH_OF_THIS = re.compile(
    r"[今本当]年度?(?=\d{1,2}月份?(?:实际|完成|投资|[（(/]|$))(?!\d{1,2}月份?.*累)"
)
"""今年6月: the month, and no year so far."""
_YEAR_ALONE = re.compile(r"(?:[本今当]年|20\d{2}年)度?")
_SUM_ALONE = re.compile(r"合计|小计")
_WHOLE_YEAR = re.compile(r"全年(?!.*累计)|(?<!\d)1月?[-~—–至到]+12月")
_QUARTER = re.compile(r"第?[二三四2-4]季度|下半年")
_THIS_MONTH = re.compile(r"本月|当月|[本当]期|月度|单月")
_CUMULATIVE = re.compile(r"累计|累积|累")


TO_THIS_MONTH = re.compile(r"(?:1月?|年初)[-~—–至到]+[本当]月")
"""1-本月, 1至本月: the year so far."""


class Span(StrEnum):
    """The time that an amount covers."""

    MONTH = "month"
    TO_DATE = "to_date"  # January to the month
    EARLIER = "earlier"  # January to the month before
    BEFORE = "before"  # all until the end of the year before
    SINCE_START = "since_start"  # all until the month
    OTHER = "other"  # of another year, to compare with


EITHER = (Span.MONTH, Span.TO_DATE)
"""As what a quarter alone, this year beside another, or 2月累计 may be read."""
PASSED = ((Span.OTHER,), (Span.EARLIER,))
"""What is neither of the month nor of the year so far."""


@dataclass(frozen=True)
class AmountPeriod:
    """What the heading of an amount completed may speak of. `number` is the month that it names,
    `year` the year. Only one of several `spans` is right.
    """

    spans: tuple[Span, ...]
    number: int | None = None
    year: int | None = None
    is_quarter: bool = False
    """True for a quarter after the first, which is neither a month nor the year so far."""

    @property
    def is_open(self) -> bool:
        return len(self.spans) > 1


def period_of(path: tuple[str, ...], year: int | None) -> AmountPeriod | None:
    """Return of what time the amounts under a heading speak; None if they are no completed
    investment, or what one source of money bears of it. `year` is the table's.
    """
    levels = (_UNTIL_DAY.sub(r"\1\2月", as_reach(in_digits(level))) for level in path)
    words = OUTPUT.sub("完成投资", _SPACE.sub("", "/".join(levels)))
    words = _MONTH_OF_THIS.sub("", _PROGRESS_OF.sub("完成投资", words))
    if _RATE.search(words) or is_of_source(path):
        return None
    bare = _STATE.sub("完成投资", _BRACKETS.sub(_time_in, words))
    is_completed = _COMPLETED.search(bare) or _OF_A_MONTH.search(bare)
    if not is_completed or any(other.search(bare) for other in (_NO_AMOUNT, _PLANNED, _LEFT)):
        return None
    named = _YEAR.search(bare)
    stated = int(named[1]) if named else None
    spans = _spans(bare, stated, year)
    is_quarter = spans == (Span.OTHER,) and not (stated and year and stated != year)
    is_quarter = is_quarter and bool(_QUARTER.search(bare) or _reaches_within(bare))
    return AmountPeriod(spans, _number(bare), stated, is_quarter)


def as_reach(text: str) -> str:
    """Return a text with 1、2月 and 5月和6月 as what they are: 1-2月, 5-6月."""
    return _PAIR.sub(r"\1-\2", text)


def _reaches_within(words: str) -> bool:
    """True for months from a later one than January: 4-6月."""
    found = _REACH.search(words)
    return found is not None and int(found[1]) not in (1, int(found[2]))


def is_time_alone(heading: str) -> bool:
    """True for a heading that says of when amounts are, and no more: 4月, 本月, 1-6月, 年度."""
    words = _BRACKETS.sub("", in_digits(heading))
    return bool(_TIME_ALONE.fullmatch(_SPACE.sub("", words)))


def is_month_of_whole(path: tuple[str, ...]) -> bool:
    """True for 其中：本月 under an amount that was completed."""
    among = path[-1].partition(AMONG)[2].lstrip("：: ")
    return len(path) > 1 and bool(among) and is_time_alone(among)


def other_measure(brackets: re.Match[str]) -> str:
    """Return the words in brackets that make the heading another's: 完成投资（上年同期）."""
    words = brackets[0][1:-1].strip()
    level = brackets.string.rpartition("/")[2] if "/" in brackets.string else brackets.string
    is_of_time = bool(_TIME_ALONE.fullmatch(_SPACE.sub("", level.replace(brackets[0], ""))))
    if is_of_time and _ACTUAL.fullmatch(words):
        return "实际完成" if "完成" in words else "实际"
    if _AS_PLANNED.fullmatch(words) and (is_of_time or "完成" in brackets.string):
        return words if "计划" in words else "计划"
    return words if _OTHER_MEASURE.fullmatch(words) else ""


def _time_in(brackets: re.Match[str]) -> str:
    if _YEAR_SO_FAR.fullmatch(brackets[1]) and not _is_single(brackets.string):
        return brackets[1]
    return other_measure(brackets) or _UNTIL_MONTH.sub("截至", "".join(_WHEN.findall(brackets[1])))


def is_of_last_month(path: tuple[str, ...]) -> bool:
    """True for a heading of what was completed in the month before alone: 上月完成投资."""
    period = period_of(path, None)
    words = _SPACE.sub("", "/".join(path))
    is_before = bool(_LAST_MONTH.search(words)) and not _BY_THEN.search(words)
    return period is not None and period.spans == (Span.OTHER,) and is_before


def is_left_over(path: tuple[str, ...]) -> bool:
    """True for a heading of what is left of a plan: 剩余投资, 尚需投资."""
    words = _SPACE.sub("", "/".join(path))
    return bool(_LEFT.search(words)) and not _RATE.search(words) and "率" not in words


def is_of_whole_year(path: tuple[str, ...]) -> bool:
    """True for a heading that speaks of a whole year, and not of it so far: 全年完成投资."""
    return bool(_WHOLE_YEAR.search(_SPACE.sub("", "/".join(in_digits(level) for level in path))))


def without_bare_level(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a heading's levels without a lowest one that names a year, or a sum, and no more."""
    words = _SPACE.sub("", in_digits(path[-1]))
    is_bare = len(path) > 1 and (_YEAR_ALONE.fullmatch(words) or _SUM_ALONE.fullmatch(words))
    return path[:-1] if is_bare else path


def is_plain(words: str) -> bool:
    """True for the words of a heading that are a time and a word for completed investment, and no
    other: 本月实际投资, 今年以来完成投资额. 已完成 may be said of all so far, and is asked about.
    """
    words = OUTPUT.sub("完成投资", words)
    return "已完成" not in words and bool(_PLAIN.fullmatch(words) and _COMPLETED.search(words))


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
    if (stated and year and stated != year) or _OTHER_YEAR.search(words):
        return (Span.OTHER,)
    if _LAST_MONTH.search(words):
        return (Span.EARLIER if _BY_THEN.search(words) else Span.OTHER,)
    return _spans_by_level(words) or (_SO_FAR if stated else _UNTOLD)


def _spans_by_level(words: str) -> tuple[Span, ...]:
    """Return what the levels of a heading tell; the lowest goes first."""
    above, _, leaf = words.rpartition("/")
    is_month = _MONTH.fullmatch(leaf.removesuffix("份")) or _THIS_MONTH.fullmatch(leaf)
    if _CUMULATIVE.search(above) and is_month:
        return EITHER
    if _YEAR_ALONE.fullmatch(leaf) and (_is_single(above) or _REACH.search(above)):
        words = leaf = above  # 本月 over 本年 and 上年: of this year's month
    for level in dict.fromkeys((leaf, words)):
        if spans := next((spans for tells, spans in _TOLD if tells(level)), None):
            return spans
    return ()


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
    (_reaches_within, (Span.OTHER,)),
    (lambda words: _REACH.search(words) or TO_THIS_MONTH.search(words), _SO_FAR),
    (_TO_DATE.search, _SO_FAR),
    (_QUARTER.search, (Span.OTHER,)),
    (_UP_TO.search, (Span.TO_DATE, Span.SINCE_START)),
    (_JANUARY.search, _SO_FAR),
    (lambda words: _is_single(words) and _CUMULATIVE.search(words), EITHER),
    (_is_single, (Span.MONTH,)),
    (lambda words: _CUMULATIVE.search(words) and not _YEAR.search(words), _UNTOLD[1:]),
)
"""What tells of what time an amount speaks, the surest first."""
