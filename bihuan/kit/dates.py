"""Days and months as people write them: 2024.3, 2024年底, 2023-2025, 20240305, ２０２４年３月."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from .errors import Refusal
from .months import YEARS, Month
from .numbers import is_empty, parse_number, plain
from .words import gettext

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(32_874, 73_050)  # 1990 to 2099: a bare number here is a day, not a year
FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
_PARTS = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?")
_MONTH = re.compile(r"(\d{4})\s*[年.\-/]\s*(\d{1,2})(?:月|\b)")
_REACH = re.compile(r"(\d{4})\s*年\s*\d{1,2}\s*月?\s*[-~—–至到]+\s*(\d{1,2})\s*月")
_RUN = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)")
_WORDS = {"年底": 12, "年末": 12, "年内": 12, "年初": 1, "年中": 6, "上半年": 6, "下半年": 12}
_WORDS |= {"一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}
_WORDS |= {"1季度": 3, "2季度": 6, "3季度": 9, "4季度": 12}
_WITHIN = {"初": 1, "上旬": 10, "中旬": 20, "中下旬": None, "下旬": None, "底": None, "末": None}
_CLOCK = re.compile(
    r"[ T]\d{1,2}[:：时]\d{0,2}(?:[:：分]\d{2}(?:\.\d+)?)?$|\d{1,2}时(?:\d{1,2}分)?$"
)
_BY_SLASH = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?/\d{4}-\d{1,2}(-\d{1,2})?")
_SHORT_YEAR = re.compile(r"(\d{2})年")
_WRITTEN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_WRITTEN_MONTH = re.compile(
    r"(?<![〇零一二三四五六七八九十第])(?:十[一二]?|[一二三四五六七八九])(?=月)"
)
_FIRST_MONTH = re.compile(
    r"(?<![万千百亿美欧日单公每位\d:：])元(?=月(?![度均])|[-~—–至到]+\d{1,2}月)"
    r"|(?:(?<=年)|(?<![\u4e00-\u9fff]))正(?=月)"
)
"""元月 and 正月 are January; 万元月均 is money."""
_ACCOUNTING = re.compile(
    r"(?:(\d{4})\s*[年.]\s*)?(\d{1,2})\s*[月.]\s*(\d{1,2})\s*日?\s*[-~—–至到]+\s*"
    r"(?:(\d{4})\s*[年.]\s*)?(\d{1,2})\s*[月.]\s*(\d{1,2})(?:\s*日|(?![\d月.]))"
)
_SILENT = frozenset(
    [
        "待定",
        "未定",
        "未开工",
        "未竣工",
        "未完工",
        "未投产",
        "未投用",
        "未办理",
        "尚未开工",
        "暂未开工",
        "尚未竣工",
        "尚未办理",
    ]
)
UNDATED = frozenset(
    [
        "已开工",
        "续建",
        "在建",
        "已竣工",
        "已完工",
        "已建成",
        "已投产",
        "已投用",
        "办理中",
        "正在办理",
        "已办理",
        "审批中",
    ]
)
"""Said of a clock instead of its day: no day is known."""


def parse_day(cell: object, *, at_end: bool = False) -> date | None:
    """Read a day. Where only a month or year is said: its first day, or its last if `at_end`.

    None if empty. Raises Refusal if it is no day.
    """
    if isinstance(cell, date):
        return believed(cell.date() if isinstance(cell, datetime) else cell)
    if is_empty(cell) or plain(cell) in _SILENT or plain(cell) in UNDATED:
        return None
    if isinstance(cell, float | int):
        return _from_number(cell, at_end=at_end)
    return _from_text(_arabic(_CLOCK.sub("", plain(cell)).replace(" ", "")), at_end)


def _arabic(text: str) -> str:
    """Put 二〇二五年三月 and 25年3月 as 2025年3月."""
    text = _numerals(text)
    return _SHORT_YEAR.sub(r"20\1年", text, count=1) if _SHORT_YEAR.match(text) else text


def in_digits(text: str) -> str:
    """Return a text with the numerals of its years and months as digits, and an accounting month
    (4月26日 to 5月25日) as the month in which it ends.
    """
    return _ACCOUNTING.sub(_accounted, _numerals(plain(text)))


def _numerals(text: str) -> str:
    text = _WRITTEN_YEAR.sub(lambda found: _digits(found[0].replace("○", "〇")), text)
    text = _WRITTEN_MONTH.sub(lambda found: _digits(found[0]), text)
    return _FIRST_MONTH.sub("1", text)


def _digits(numeral: str) -> str:
    return str(parse_number(numeral) or numeral)


def _accounted(found: re.Match[str]) -> str:
    """Return the month, or the months, that a span of days covers as accounts do: from 26 May to
    25 June is June.
    """
    first, last = int(found[2]), int(found[5])
    told = found[4] or (found[1] and str(int(found[1]) + (last < first)))
    if not (told or "月" in found[0]):
        return found[0]
    year = f"{told}年" if told else ""
    begins = first % 12 + 1 if int(found[6]) < int(found[3]) else first
    if begins == first == last:
        return found[0]
    return f"{year}{last}月" if begins == last else f"{year}{begins}-{last}月"


def parse_span(cell: object) -> tuple[date | None, date | None]:
    """Read 2023-2025, 2024.3-2025年底, 2024年3月至2025年6月: first day to last day."""
    if is_empty(cell):
        return None, None
    text = re.sub(r"\s", "", plain(cell))
    parts = re.split(r"[~—–至到]+", text)
    if len(parts) == 1 and _BY_SLASH.fullmatch(text):
        parts = text.split("/")
    if len(parts) == 1:
        found = re.fullmatch(r"(\d{4}[^-]*)-(\d{4}.*)", text)
        parts = [found[1], found[2]] if found else [text]
    if len(parts) == 1:
        return parse_day(text), parse_day(text, at_end=True)
    if len(parts) != 2:
        raise Refusal(gettext("“%s” is not a span such as 2023-2025.") % text)
    return parse_day(parts[0]), parse_day(parts[1], at_end=True)


def month_in(text: str) -> Month | None:
    """Return the first year and month that `text` names (2024年3月, 2024-03), or None.

    Of several months it is the last: what is reported for 2024年1-3月 reaches to March.
    """
    text = in_digits(text)
    found = _REACH.search(text) or _MONTH.search(text) or _RUN.search(text)
    if not found or not 1 <= int(found[2]) <= 12 or not 1990 <= int(found[1]) <= 2099:
        return None
    return Month(int(found[1]), int(found[2]))


def _from_number(cell: float, *, at_end: bool) -> date:
    if float(cell).is_integer() and int(cell) in SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(cell))
    text = str(int(cell)) if float(cell).is_integer() else repr(cell)
    return _from_text(text, at_end)


@lru_cache(maxsize=4096)
def _from_text(text: str, at_end: bool) -> date:  # noqa: FBT001  # a cache key
    if text.isdigit() and (alone := _from_digits(text, at_end)):
        return alone
    if worded := _from_words(text, at_end) or _within_month(text):
        return worded
    found = _PARTS.fullmatch(text.removesuffix("前").removesuffix("左右"))
    if not found or int(found[1]) not in YEARS:
        raise Refusal(no_date(text))
    year = int(found[1])
    if found[3]:
        return _day(year, int(found[2]), int(found[3]), text)
    if found[2]:
        if not 1 <= int(found[2]) <= 12:
            raise Refusal(no_date(text))
        return _edge(year, int(found[2]), at_end)
    return _edge(year, 12 if at_end else 1, at_end)


def _from_digits(text: str, at_end: bool) -> date | None:  # noqa: FBT001  # called in one place
    """Read 20240305, 202403, and the number of a day as a spreadsheet keeps it."""
    if len(text) == 8:
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]), text)
    if len(text) == 5 and int(text) in SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(text))
    run = _RUN.fullmatch(text)
    return _edge(int(run[1]), int(run[2]), at_end) if run and int(run[1]) in YEARS else None


def _from_words(text: str, at_end: bool) -> date | None:  # noqa: FBT001  # called in one place
    """Read 2024年底, 2024年上半年: its last day, except that the start of a year is its first."""
    for word, month in _WORDS.items():
        found = re.fullmatch(rf"(\d{{4}})年?第?{word}前?", text)
        if found and int(found[1]) in YEARS:
            return _edge(int(found[1]), month, at_end or word != "年初")
    return None


def _within_month(text: str) -> date | None:
    """Read 2024年3月底前, 2024年3月中旬: the last day of what is named, or a month's first day."""
    found = re.fullmatch(r"(\d{4})年(\d{1,2})月(初|上旬|中旬|中下旬|下旬|底|末)前?", text)
    if not found or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
        return None
    year, month, day = int(found[1]), int(found[2]), _WITHIN[found[3]]
    return date(year, month, day) if day else _edge(year, month, at_end=True)


def believed(day: date) -> date:
    """Return a day as it is; Refusal for one that no project can have."""
    if day.year not in YEARS:
        raise Refusal(no_date(day))
    return day


def no_date(said: object) -> str:
    """Return what is said of something that is no day, or none that a project can have."""
    return gettext("“%s” is not a date.") % (said,)


def _edge(year: int, month: int, at_end: bool) -> date:  # noqa: FBT001  # called in one place
    return date(year, month, monthrange(year, month)[1] if at_end else 1)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return believed(date(year, month, day))
    except ValueError:
        raise Refusal(no_date(text)) from None
