"""Headings of amounts told in parts without their whole: 年度计划投资 over 政府投资 and 社会投资.

Pure. Only the headings are looked at; whether the parts are the whole, sums and people tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bihuan.importing.proof.months.periods import Span, is_time_alone, period_of

from .kinds import KindSpec
from .labels import is_of_year_before, words_of
from .naming import NO_FIELD, SheetColumn, field_of, unnamed
from .sources import AMONG, SOURCE, WORKS, names_source, without_among

FEWEST = 2  # without 其中, one heading under another is no part
_AMOUNT = re.compile(r"金额|投资额|资金额|数额|额度")
_SUM = re.compile(r"合计|小计|总计|总额|合计数|总数|共计")
STAGE = re.compile(r"批复|概算|估算|预算(?!内)|可研|初设|匡算|决算|合同")
"""Words of a heading of one total investment among several, of which no sum can be."""
_NO_PART = re.compile(
    r"率|占|比|时间|日期|说明|情况|内容|文号|依据|来源$|单位|备注|同期|[上去]年|累计|[本当上下]月|N月|季|半年|年度|月度"
    r"|计划|目标|任务|完成|实际|预计|调整|[前后]$|变更|币种|名称|数量|个数|规模|面积|问题|截[至止]|到位|支付|支出"
    r"|剩余|结余|差|进度|开工|竣工|统计|[入纳][统库]|核[增减定]|修正|[本今当明全]年|^年|类型|性质|合计|小计|总"
)
"""Words of a heading that tells another thing than a part of the amount above it."""
_BRACKETS = re.compile(r"[（(\[【]([^（）()\[\]【】]*)[)）\]】]")
_FLAT = re.compile(rf"{AMONG}[:：]?|{SOURCE}|{WORKS}")
_BEARER = re.compile(rf"{SOURCE}|{WORKS}")
_BORNE = re.compile(rf"{AMONG}[:：]?|(?:(?:{SOURCE})|(?:{WORKS}))(?:投资|资金|部分)?")
"""What 其中：政府投资本月完成 says besides the amount of which it is a part."""


def with_parts(
    columns: Sequence[SheetColumn],
    paths: Sequence[tuple[str, ...]],
    spec: KindSpec,
    answers: Mapping[str, str],
) -> list[SheetColumn]:
    """Return the columns with those that tell an amount in parts of which none is the amount; one
    called 合计 beside them, or 金额, is the amount itself.
    """
    found = _without_bracketed(columns, answers)
    taken = {c.index for c in found}
    told = {_time(c.field, c, c.path) for c in found}
    groups: dict[tuple[str, str], list[SheetColumn]] = defaultdict(list)
    for index, path in enumerate(paths):
        if not path or index in taken or answers.get("/".join(path)) == NO_FIELD:
            continue
        whole = whole_path(path)
        name = None if is_of_year_before(path) else _field(whole, path[-1], spec)
        if name is None or spec.fields[name].type != "money":
            continue
        part = replace(unnamed(index, path), field=name, part=True)
        is_flat = len(path) == 1 and any(name == c.field for c in found)
        if not is_flat and _time(name, part, whole) not in told:
            groups[name, "/".join(whole)].append(part)
    for parts in groups.values():
        found += _group(parts)
    return found


def _time(field: str, column: SheetColumn, path: tuple[str, ...]) -> tuple[object, ...]:
    """Return what an amount is and of when, by which its whole is known to have a column."""
    period = period_of(path, None)
    return field, column.month, column.year, period.spans if period else ()


def _field(whole: tuple[str, ...], leaf: str, spec: KindSpec) -> str | None:
    """Return the field of an amount; of 计划 over 投资额 that of 计划投资."""
    if not whole:
        return None
    is_amount = _AMOUNT.fullmatch(words_of((leaf,))[0]) or _is_borne(leaf)
    joined = field_of((*whole[:-1], f"{whole[-1]}投资"), spec) if is_amount else None
    return field_of(whole, spec) or joined


def _is_borne(leaf: str) -> bool:
    """Return whether a heading says 其中 and who bears the part, or for which works it is."""
    return leaf.startswith(AMONG) and _BEARER.search(without_among(leaf)) is not None


def whole_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heading of the amount of which a column may be a part or the 合计; empty if of
    none.
    """
    leaf = path[-1]
    above = tuple(level for level in path[:-1] if level.strip("：: ") != AMONG)
    if above and _is_part_or_whole(leaf, is_among=len(above) < len(path) - 1):
        return above
    if len(path) > 1:
        return ()
    if bracketed := next((b for b in _BRACKETS.finditer(leaf) if names_source(b[1])), None):
        return (leaf.replace(bracketed[0], ""),)
    if _is_borne(leaf) and (whole := _BORNE.sub("", leaf)):
        return (whole,)
    if _FLAT.search(leaf) and not _tells_time(without_among(leaf)):
        return (_FLAT.sub("", leaf),)
    return ()


def whole_title(part: SheetColumn) -> str:
    """Return the heading of the amount of which a column is a part."""
    return "/".join(whole_path(part.path))


def _is_part_or_whole(leaf: str, *, is_among: bool) -> bool:
    among = without_among(leaf)
    words = words_of((among,))[0]
    if is_among or leaf.startswith(AMONG):
        return bool(words) and not _tells_time(among)
    return bool(words) and (_is_whole(words) or not _NO_PART.search(words))


def _tells_time(words: str) -> bool:
    """True for what was completed in some time, 其中：6月完成, which is a column of its own."""
    if is_time_alone(words):
        return True
    period = period_of((words,), None)
    return period is not None and (period.number is not None or period.spans == (Span.MONTH,))


def _is_whole(words: str) -> bool:
    return bool(_SUM.fullmatch(words) or _AMOUNT.fullmatch(words))


def _without_bracketed(
    columns: Sequence[SheetColumn], answers: Mapping[str, str]
) -> list[SheetColumn]:
    """Return the columns without those whose brackets tell a part: 年度计划投资（政府投资）."""
    return [
        column
        for column in columns
        if column.title in answers
        or not any(names_source(words) for words in _BRACKETS.findall(column.leaf))
    ]


def _group(parts: Sequence[SheetColumn]) -> list[SheetColumn]:
    """Return the parts of one amount, or the one of them that is its sum; none if a heading without
    其中 stands alone.
    """
    sums = [c for c in parts if _is_whole(words_of(c.path)[-1])]
    rest = [c for c in parts if c not in sums]
    if len(sums) == 1 and (len(rest) >= FEWEST or _AMOUNT.fullmatch(words_of(sums[0].path)[-1])):
        (whole,) = sums
        return [replace(whole, title=whole_title(whole), part=False)]
    if len(rest) == 1 and not sums and STAGE.search(rest[0].leaf):
        return [replace(rest[0], part=False)]
    is_told = any(AMONG in c.title or _names_bracketed(c) for c in rest)
    return rest if not sums and (is_told or len(rest) >= FEWEST) else []


def _names_bracketed(column: SheetColumn) -> bool:
    return any(names_source(words) for words in _BRACKETS.findall(column.leaf))
