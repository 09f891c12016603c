"""A heading read: its words without months, years and units, and these apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from bihuan.importing.proof.months.periods import TO_THIS_MONTH, as_reach, other_measure
from bihuan.kit.dates import in_digits
from bihuan.kit.money import unit_in
from bihuan.kit.numbers import plain

MONTHS = re.compile(r"(\d{1,2})\s*[-~—–至到]\s*(\d{1,2})\s*月份?|(\d{1,2})\s*月份?")
YEAR = re.compile(r"(\d{4})\s*年度?")
_TO_THIS_MONTH = re.compile(rf"{TO_THIS_MONTH.pattern}(?:底|末|份)?")
RATE, LEVELS_JOINED = "率", 2
FIRST = 1  # the month in which a year so far begins
_PERCENT = re.compile(r"%|百分[比率]|占比|[（(\[【][^（）()]{0,4}(比例|率)[)）\]】]")
_AMOUNT = re.compile(r"(^|完成|投资|额|累计|N月)$")
"""How the words of an amount end that with % are a rate's."""
_UNIT = re.compile(r"(亿元|百万元|万元|千元)$")
_BRACKETS = re.compile(r"[（(\[【][^（）()\[\]【】]*[)）\]】]")
_COMPARES = re.compile(r"相比|对比|比较|^[与较比]")
_OTHER_YEAR = re.compile(r"同期|同月|[上去]一?年(?!年?[底末])")
_TO_DATE = {"第一季度": 3, "一季度": 3, "1季度": 3, "上半年": 6, "前三季度": 9}
SECOND_HALF = "下半年"
PLAN_OF_YEAR = "年度计划"
_PLAN_ALONE = re.compile(r"(?:的)?(?:计划|安排)(?:数|额|金额)?")
"""What of 2024年计划 is left without its year, which alone says that it is a year's."""
_ALONE = re.compile(r"第?([二三四2-4])季度")
_CLAIM = r"(?:上报|填报|申报|自报|呈报|审核|审定|复核|认定|核定|核实|核准)"
_CLAIMED = re.compile(
    rf"(?:(?:单位|部门|业主|企业|发改|住建|统计|[省市区县]级?|[省市区县]?重点办){{0,2}}{_CLAIM})后?的?(?=(?:实际|累计|已)*完成)"
)
_CLAIM_ALONE = re.compile(
    rf"(?:单位|部门|业主|企业)?{_CLAIM}后?(?:数|值|额|金额|数据|数额|投资额?)?"
)
"""Who says an amount: the one who reports it, or the one who audits it."""
_QUARTERS = {"二": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}


@dataclass(frozen=True)
class Label:
    """A header cell read: its words without months, years and units, and these apart."""

    words: str
    month: int | None = None
    year: int | None = None
    unit: int | None = None


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """Take months, years and units out of a header cell: “1-3月累计（万元）” → 1-N月累计. The first
    quarter reaches to March; a later one stands alone: 二季度 → Q季度, with June as its month; so
    does 下半年 → H半年.
    """
    text = as_reach(in_digits(text))
    unit = unit_in(text) if re.search(r"[（(]|单位", text) or _UNIT.search(text) else None
    year = next((int(y) for y in YEAR.findall(text)), None)
    words = YEAR.sub("", _BRACKETS.sub(other_measure, text))
    words, month = _period(_UNIT.sub("", re.sub(r"[\s、,，:：/*%]", "", words)))
    words = "" if _CLAIM_ALONE.fullmatch(words) else _CLAIMED.sub("", words)
    if year and _PLAN_ALONE.fullmatch(words):
        words = PLAN_OF_YEAR
    words += RATE * bool(_PERCENT.search(text) and _AMOUNT.search(words))
    return Label(words, month if month and month <= 12 else None, year, unit)


def is_of_year_before(path: tuple[str, ...]) -> bool:
    """True for a heading, or one over it, of the year before: 上年同期 over 本月完成. One that
    compares, 与上年同期相比 over 本年 and 上年, is of neither.
    """
    return any(_OTHER_YEAR.search(level) and not _COMPARES.search(level) for level in path)


def _span_word(first: int, last: int) -> str:
    """Return the word for months from one to another: 4-6月 is a quarter, 5-6月 no year so far."""
    if first in (FIRST, last):
        return "1-N月"
    return "Q季度" if first % 3 == FIRST and last - first == 2 else "n-N月"


def _period(words: str) -> tuple[str, int | None]:
    words = _TO_THIS_MONTH.sub("1-N月", words)
    for word, number in _TO_DATE.items():
        if word in words:
            return words.replace(word, "1-N月"), number
    if SECOND_HALF in words:
        return words.replace(SECOND_HALF, "H半年"), 12
    if found := _ALONE.search(words):
        return words.replace(found[0], "Q季度"), _QUARTERS[found[1]]
    if not (found := MONTHS.search(words)):
        return words, None
    if found[2]:
        first, last = int(found[1]), int(found[2])
        return MONTHS.sub(_span_word(first, last), words), last
    return MONTHS.sub("N月", words), int(found[3])


@lru_cache(maxsize=8192)
def words_of(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return each level's words, without months, years and units."""
    return tuple(read_label(text).words for text in path)


_MEASURE = r"亿元|百万元|万元|千元|元|%|万?平方米|㎡|平方公里|公里|亩|公顷|[个项家人户吨台套米处座]"
_MEASURES = re.compile(rf"[（(]?(?:单位:?)?({_MEASURE})[)）]?")
_OF_MONEY = re.compile(r"[（(]?(?:单位:?)?(?:(?:亿|百万|万|千)?元|%)[)）]?")
_UNIT_LABEL = re.compile(r"(计量|金额)?单位:?|[-—/]+")


def is_row_of_units(row: list[str], above: list[str]) -> bool:
    """True for a row under a header that says in what each column counts: 万元, 亿元, %. What is
    merged with the row `above` says nothing.
    """
    own = (cell for cell, upper in zip_longest(row, above[: len(row)]) if cell and cell != upper)
    words = [cell for cell in own if not _UNIT_LABEL.fullmatch(cell)]
    return (
        bool(words)
        and all(_MEASURES.fullmatch(w) for w in words)
        and any(_OF_MONEY.fullmatch(w) for w in words)
    )


def header_paths(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """Return for each column its header cells from top to bottom, repeats joined; a unit that
    stands under a heading is a part of it.
    """
    width = max((len(row) for row in rows), default=0)
    pairs = zip(rows, [[], *rows], strict=False)
    of_units = [is_row_of_units(row, above) for row, above in pairs]
    paths = []
    for column in range(width):
        path: list[str] = []
        for row, is_of_units in zip(rows, of_units, strict=True):
            text = row[column] if column < len(row) else ""
            if is_of_units and path and text:
                if measure := _MEASURES.fullmatch(text):
                    path[-1] += f"（{measure[1]}）"
            elif text and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return [_under_the_whole(paths, column) for column in range(width)]


def _under_the_whole(paths: list[tuple[str, ...]], column: int) -> tuple[str, ...]:
    """Return a column's levels, 其中：本月 alone as a part of the amount to its left."""
    path = paths[column]
    if column == 0 or len(path) != 1 or not _MONTH_OF_WHOLE.fullmatch(_unspaced(path[0])):
        return path
    whole = paths[column - 1]
    is_amount = whole and _WHOLE.search(_unspaced(whole[-1]))
    return (*whole, *path) if is_amount else path


def _unspaced(text: str) -> str:
    return "".join(in_digits(text).split())


_MONTH_OF_WHOLE = re.compile(
    r"其中[:：]?(?:[本当]月|\d{1,2}月份?)(?:完成|新增)?(?:数|额|值)?(?:[（(].*[)）])?"
)
"""A part that says of when it is, and no more."""
_WHOLE = re.compile(r"完成|投资进度|累计")
"""What is said of an amount of which a month is a part."""
_TIME = re.compile(
    r"(?:N月(?:当月|累计|[底末])?|1-N月|[本当]月(?:合计|小计)?|[本当]期|截[至止]N月底?)(?:实际)?(?:数|值|额)?"
)
_THIS_YEAR = re.compile(r"[本今当]年(?:度|累计|实际|同期)?(?:数|值|额)?(?:[（(].*[)）])?")
_QUARTER = re.compile(r"(?:其中[:：]?)?(?:20\d{2}年)?第?[一二三四1-4]季度")
_UNIT_BEHIND = re.compile(r"[（(](?:单位:?)?(?:亿|百万|万|千)?元[)）]$")
_TELLS_MONTH = re.compile(r"\d月|[本当]月|[本当]期")
_PARENT = re.compile(r"调度(?:数|口径)|(?:实际)?(?:各月|分月|月度)?(?:投资|进度|进展)?(?:额|情况)?")
_DONE = re.compile(r"完成.{0,4}投资|投资.{0,4}完成|完成情况")
_PLANNED = re.compile(r"计划|安排")


def is_bare(path: tuple[str, ...]) -> bool:
    """True for a heading that names a month, or a part of the year up to one, and no measure."""
    words, leaf = words_of(path), path[-1:]
    if is_joined(words):  # 实际 under 本月, beside 计划
        words, leaf = (*words[:-2], "".join(words[-2:])), path[-2:]
    if (
        not words
        or not _TIME.fullmatch(words[-1])
        or not _TELLS_MONTH.search(in_digits("".join(leaf)))
    ):
        return False
    return all(_PARENT.fullmatch(level) for level in words[:-1])


def is_this_year(path: tuple[str, ...]) -> bool:
    """True for 本年 alone, which beside 上年同期 is the year so far."""
    return len(path) == 1 and bool(_THIS_YEAR.fullmatch(_unspaced(path[0])))


def is_claim(path: tuple[str, ...]) -> bool:
    """True for a heading that says who tells an amount, and not which: 上报数, 审核数."""
    return bool(path) and all(_CLAIM_ALONE.fullmatch(plain(level)) for level in path)


def is_joined(words: tuple[str, ...]) -> bool:
    """True for a heading whose lowest level says little without the one over it: 实际 under 本月,
    当月 and 累计 under 5月.
    """
    if len(words) < LEVELS_JOINED:
        return False
    return words[-1] == "实际" or (words[-2] == "N月" and words[-1] in ("当月", "累计"))


def is_bare_quarter(path: tuple[str, ...]) -> bool:
    """True for a heading that names a quarter and no measure."""
    leaf = _UNIT_BEHIND.sub("", in_digits(path[-1]).replace(" ", "")) if path else ""
    is_alone = bool(_QUARTER.fullmatch(leaf))
    return is_alone and all(_PARENT.fullmatch(level) for level in words_of(path)[:-1])


def speaks_of_completion(text: str) -> bool:
    """True if a title says that what was completed is told, and names no plan."""
    words = in_digits(text)
    return bool(_DONE.search(words)) and not _PLANNED.search(words)


def speaks_of_plans(titles: Iterable[str]) -> bool:
    """True if titles name plans, and nothing that was done."""
    texts = [in_digits(text) for text in titles]
    return any(_PLANNED.search(t) for t in texts) and not any(_DONE.search(t) for t in texts)
