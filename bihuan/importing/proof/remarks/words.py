"""What a remark says against the amounts beside it: that they are of another month, a forecast,
counted by contracts, the year so far; or what they include. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bihuan.kit.dates import in_digits
from bihuan.kit.numbers import plain


class Objection(StrEnum):
    """What speaks against an amount that is read as it stands."""

    OTHER_MONTH = "month"
    FORESEEN = "foreseen"
    OTHER_MEASURE = "measure"
    SO_FAR = "so_far"
    SCOPE = "scope"  # says what is in it, and contradicts nothing


@dataclass(frozen=True)
class Remark:
    """What a text says of amounts. `number` and `year` are the month of which it says they are,
    where it says one; a month of 0 is the one before the table's.
    """

    objection: Objection
    number: int | None = None
    year: int | None = None


_SAYS = r"(?:均?为|系|是|按|属|报的?|填的?|:)"
_IS = rf"(?:{_SAYS}|^)"
_ENDS = r"(?=$|[，。；、)!！])"
_CHECKED = r"(?:审[定核]|核[定实准]|确认)"
_FORESEEN = re.compile(
    rf"预[计测估期]的?(?:完成)?(?:数|值|数据|额){_ENDS}|{_SAYS}预[计测估](?:完成)?(?:数|值|额|投资|{_ENDS})"
    rf"|^预[计测估](?:完成)?{_ENDS}|含预[计测估]|暂估|估[算计](?:数|值|填报|上报)|{_IS}估[算计]{_ENDS}"
    rf"|初步(?:统计|核算|汇总|数)|快报(?:数|口径)"
    rf"|(?:数据?|数字|投资额?|金额|完成额)(?:暂|尚|还)?(?:未|待)(?:经)?(?:最终)?{_CHECKED}"
    rf"|^(?:暂|尚|还)?(?:未|待)(?:经)?(?:最终)?{_CHECKED}(?:数|数据)?{_ENDS}"
    rf"|(?:未|待){_CHECKED}的?(?:数|值|数据)|暂(?:定|填|报|列)(?:数|值|{_ENDS})|测算(?:数|值)"
    rf"|以.{{0,6}}(?:上报|{_CHECKED}|决算|统计)(?:数据?|结果)?为准"
)
_MEASURES = (
    r"(?:合同(?:额|价|总价|金额)?|产值|支付|拨付|付款|资金到位|到位资金|开票|入库税收|应完成)"
)
_PLANS = r"(?:计划|任务|目标|概算|预算|预期|分解)"
_WAYS = r"(?:数|额|值|口径|数据|金额)"
_OTHER_MEASURE = re.compile(
    rf"{_SAYS}按?{_MEASURES}{_WAYS}*来?(?:计[算列]?|算|统计|填[报列]?|上报|折算)?{_ENDS}"
    rf"|^{_MEASURES}{_WAYS}+{_ENDS}|{_IS}{_PLANS}(?:完成)?{_WAYS}{_ENDS}"
    rf"|折算(?:数|值|计|{_ENDS})|[按经].{{1,8}}折算"
)
_SO_FAR = re.compile(
    r"(?:均?为|系|是)(?:(?:1月?|年初)[-~—–至到]+\d{1,2}月份?|[本今当]年(?:以来)?|年初(?:以来|至今)"
    rf"|自?开工以来|全年|年度)?的?累计(?:数|额|值|完成|投资|数据|口径|{_ENDS})"
    rf"|^(?:[本今当]年|年初至今|自?开工以来|全年)?累计(?:数|额|值|数据|口径){_ENDS}"
)
_YEAR = r"(?:(20\d{2})年|[本今]年)?"
_UNTIL = re.compile(
    rf"截[至止到]{_YEAR}(\d{{1,2}})月(?:\d{{1,2}}日|份|底|末)?"
    r"|截[至止到](20\d{2})[.-](\d{1,2})(?:[.-]\d{1,2})?"
)
_OF_DATA = re.compile(r"数据|数字|数$|数[，。；]|统计|填报|口径")
_OF_MONTH = re.compile(
    rf"(?:{_IS}|[含用]|沿用|同){_YEAR}(?:1月?[-~—–至到]+)?(\d{{1,2}})月(?:份|底|末)?的?(?:数|值|累计|口径)"
)
_MONTH_BEFORE = re.compile(
    rf"上个?月(?:份)?的?(?:数|累计数|报数)|沿用上个?月|[同与]上个?月(?:数|一致|相同)?{_ENDS}"
)
_MONEY = re.compile(r"\d[\d,.]*[万亿]?元|\d[\d,.]*[万亿]")
_SCOPE = re.compile(
    r"(?:[不未]含|[不未]包[括含]|未计入?|包[括含]|[已另]?含|剔除|扣[除减])[^，。；]{0,12}?"
    r"(?:费|款|投资|利息|补报|资金|土地|设备|数)"
)
_COMMA = re.compile(r",(?!\d{3}(?!\d))")


@lru_cache(maxsize=4_096)
def remarks_in(text: str) -> tuple[Remark, ...]:
    """Return what a text says of the amounts that it stands beside, or under."""
    words = _COMMA.sub("，", re.sub(r"\s", "", in_digits(plain(text)))).replace(";", "；")
    found = [*_months(words)]
    for pattern, objection in (
        (_FORESEEN, Objection.FORESEEN),
        (_OTHER_MEASURE, Objection.OTHER_MEASURE),
        (_SO_FAR, Objection.SO_FAR),
    ):
        if pattern.search(words):
            found.append(Remark(objection))
    if not found and _SCOPE.search(words):
        found.append(Remark(Objection.SCOPE))
    return tuple(found)


def _months(words: str) -> list[Remark]:
    """Return the months of which a text says that amounts are; an amount that it tells of another
    month itself (截至5月底完成3,800万元) is not the one beside it.
    """
    found = []
    is_alone = _UNTIL.fullmatch(words.strip("()。，"))
    if is_alone or (_OF_DATA.search(words) and not _MONEY.search(words)):
        found += [(m[1] or m[3], m[2] or m[4]) for m in _UNTIL.finditer(words)]
    found += [(m[1], m[2]) for m in _OF_MONTH.finditer(words)]
    told = [
        Remark(Objection.OTHER_MONTH, int(number), int(year) if year else None)
        for year, number in found
        if 1 <= int(number) <= 12
    ]
    if _MONTH_BEFORE.search(words):
        told.append(Remark(Objection.OTHER_MONTH, 0))
    return told
