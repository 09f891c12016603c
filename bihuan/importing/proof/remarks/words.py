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

from .times import ENDS, months_said


class Objection(StrEnum):
    """What speaks against an amount that is read as it stands."""

    OTHER_MONTH = "month"
    FORESEEN = "foreseen"
    OTHER_MEASURE = "measure"
    SO_FAR = "so_far"
    STOPPED = "stopped"  # says that the project is given up, or stands still
    FINISHED = "finished"  # says in which month it was finished
    WRONG = "wrong"  # says that another amount is right
    SCOPE = "scope"  # says what is in it, and contradicts nothing


@dataclass(frozen=True)
class Remark:
    """What a text says of amounts. `number` and `year` are the month of which it says they are,
    where it says one; a month of 0 is the one before the table's.
    """

    objection: Objection
    number: int | None = None
    year: int | None = None
    is_part: bool = False
    """True for amounts that reach to a day within the month."""
    instead: str = ""
    """What is right instead, where a text says it."""


_SAYS = r"(?:均?为|系|是|按|属|报的?|填的?|:)"
_IS = rf"(?:{_SAYS}|^)"
_CHECKED = r"(?:审[定核]|核[定实准]|确认|认定|签认|认可|签证)"
_CHECKERS = r"(?:监理|业主|甲方|统计|审计|财政|发改|主管)(?:局|单位|部门)?"
_FORESEEN = re.compile(
    rf"预[计测估期]的?(?:完成)?(?:数|值|数据|额){ENDS}|{_SAYS}预[计测估](?:完成)?(?:数|值|额|投资|{ENDS})"
    rf"|^(?:预[计测估期]|计划|目标)(?:完成)?{ENDS}|仅?供参考|(?:表中|本表|以上|上述).{{0,8}}(?:未|待){_CHECKED}|含预[计测估]|暂估|估[算计](?:数|值|填报|上报)|{_IS}估[算计]{ENDS}"
    rf"|初步(?:统计|核算|汇总|数)|快报(?:数|口径)"
    rf"|(?:数据?|数字|投资额?|金额|完成额)(?:暂|尚|还)?(?:未|待)(?:经)?(?:最终)?{_CHECKED}"
    rf"|^(?:暂|尚|还)?(?:未|待)(?:经)?(?:最终)?{_CHECKED}(?:数|数据)?{ENDS}"
    rf"|{_CHECKERS}(?:暂|尚|还)?(?:未|待|不)(?:予|经)?{_CHECKED}(?:数|数据)?{ENDS}"
    rf"|(?:未|待){_CHECKED}的?(?:数|值|数据)|暂(?:定|填|报|列)(?:数|值|{ENDS})|测算(?:数|值)"
    rf"|以.{{0,6}}(?:上报|{_CHECKED}|决算|统计)(?:数据?|结果)?为准"
)
_MEASURES = (
    r"(?:合同(?:额|价|总价|金额)?|产值|支付|拨付|付款|资金到位|到位资金|开票|入库税收|应完成)"
)
_PLANS = r"(?:计划|任务|目标|概算|预算|预期|分解)"
_WAYS = r"(?:数|额|值|口径|数据|金额)"
_OTHER_MEASURE = re.compile(
    rf"{_SAYS}按?(?:工程|进度款?|已|实际|累计){{0,2}}{_MEASURES}{_WAYS}*来?(?:计[算列]?|算|统计|填[报列]?|上报|折算)?{ENDS}"
    rf"|^{_MEASURES}{_WAYS}+{ENDS}|{_IS}{_PLANS}(?:完成)?{_WAYS}{ENDS}"
    rf"|折算(?:数|值|计|{ENDS})|[按经].{{1,8}}折算|重复(?:统计|计算|填报|计列|计入)|已(?:计入|含在|并入|纳入).{{1,12}}(?:项目|统计|中|内)"
)
_SO_FAR = re.compile(
    r"(?:均?为|系|是)(?:(?:1月?|年初)[-~—–至到]+\d{1,2}月份?|[本今当]年(?:以来)?|年初(?:以来|至今)"
    rf"|自?开工以来|全年|年度)?的?累计(?:数|额|值|完成|投资|数据|口径|{ENDS})"
    rf"|^(?:[本今当]年|年初至今|自?开工以来|全年|上半年|1月?[-~—–至到]+\d{{1,2}}月份?)?累计(?:数|额|值|数据|口径){ENDS}"
    rf"|^(?:上半年|前[一二三]季度|第?[一二三四1-4]季度|1月?[-~—–至到]+\d{{1,2}}月份?)的?(?:累计|合计)?(?:数|数据|投资)?{ENDS}"
)
_SCOPE = re.compile(
    r"(?:[不未]含|[不未]包[括含]|未计入?|包[括含]|[已另]?含|剔除|扣[除减])[^，。；]{0,12}?"
    r"(?:费|款|投资|利息|[补多漏少]报|资金|土地|设备|数|\d月|[一二三四]期)"
    r"|(?:已|拟|申请)?(?:调出|移出|退出|退库|出库)"
)
_OF_BEFORE = re.compile(
    r"其中[^，。；]{0,4}\d[\d.]*(?:亿|万)?元?[^，。；]{0,4}[为是系]?[^，。；]{0,6}(?:以前|之前|前)(?:完成|发生|形成)"
    r"|[含有](?:\d{1,2}月份?|上月|上季度?|[一二三四]季度)的?[补漏]报(?=[^，。；]*\d)"
    r"|[含有](?:上年|去年|上月|往年|以前年度|历年)(?:度)?结转(?!资金|计划)"
)
"""Part of an amount is of another time."""
_RIGHT = re.compile(
    r"(?:应该?[为是]|(?:更正|修正|订正|纠正|改|改正)[为成]|正确的?(?:数|值|数据)?(?:应)?[为是:]|实(?:际)?应[为是]"
    r"|按(?=\d+(?:\.\d+)?[亿万]?元?[计填报统]))"
    rf"(?P<amount>\d+(?:\.\d+)?(?:亿元|万元|元|亿|万)?)(?:计[算列]?|填[报列]?|上?报|统计)?{ENDS}"
)
_DONE = re.compile(
    rf"完成(?:投资额?|额)?(?:[为是:])?(?P<amount>\d+(?:\.\d+)?(?:亿元|万元|元|亿|万)?){ENDS}"
)
"""Beside words of a slip: the amount that should stand there."""
_WRONG = re.compile(
    rf"误[填写报录输]|[填写报录输]错|错[填写报录输]|[填写报录输入]时?(?:遗漏|漏[填写报录输])|漏[填写报录输](?!\d)|(?:数据?|数字|金额|投资额?)(?:填报)?(?:有误|错误){ENDS}"
)
_STOPPED = re.compile(
    rf"(?:项目|本项目|该项目)?(?:已|现已|拟)?(?:取消|终止|中止|撤销|作废)(?:建设|实施|立项|投资)?{ENDS}"
    rf"|(?:已|现)(?:全面)?(?:停[工建]|停止建设){ENDS}"
)
_FINISHED = re.compile(
    r"(?:已|现已)?[于在]?(?:(?P<year>20\d{2})年)?(?P<month>\d{1,2})月(?:份|底|末|\d{1,2}日)?(?:已)?(?:全部|全面|整体)?(?:竣工|完工|建成|投产|投用)"
)
"""Says that nothing more was done: not this month, or not since a month before it."""
_OF_OTHERS = re.compile(
    r"总投资|计划|概算|预算|到位|拨付|支付|合同|工期|日期|时间|面积|规模|名称|单位名|联系|电话|已更正|已修改"
)
"""Of what else a text may say that it was wrong, or that it is so no more."""
_COMMA = re.compile(r",(?!\d{3}(?!\d))")


@lru_cache(maxsize=4_096)
def remarks_in(text: str) -> tuple[Remark, ...]:
    """Return what a text says of the amounts that it stands beside, or under."""
    words = _COMMA.sub("，", re.sub(r"\s", "", in_digits(plain(text)))).replace(";", "；")
    found = [
        Remark(Objection.OTHER_MONTH, each.number, each.year, is_part=each.is_part)
        for each in months_said(words)
    ]
    for pattern, objection in (
        (_FORESEEN, Objection.FORESEEN),
        (_OTHER_MEASURE, Objection.OTHER_MEASURE),
        (_SO_FAR, Objection.SO_FAR),
    ):
        if pattern.search(words):
            found.append(Remark(objection))
    if not found and _OF_BEFORE.search(words):
        found.append(Remark(Objection.OTHER_MONTH, 0))
    if not found and not _OF_OTHERS.search(words):
        found += _wrong(words) or _over(words)
    if not found and _SCOPE.search(words):
        found.append(Remark(Objection.SCOPE))
    return tuple(found)


def _over(words: str) -> list[Remark]:
    """Return that nothing more is done, or that nothing was after a month."""
    finished = _FINISHED.search(words) if "已" in words else None
    if finished:
        year = int(finished["year"]) if finished["year"] else None
        return [Remark(Objection.FINISHED, int(finished["month"]), year)]
    return [Remark(Objection.STOPPED)] if _STOPPED.search(words) else []


def _wrong(words: str) -> list[Remark]:
    """Return that an amount is said to be wrong, with the one that is right."""
    right, is_wrong = _RIGHT.search(words), _WRONG.search(words)
    if right is None and is_wrong is None:
        return []
    if is_wrong:
        right = right or _DONE.search(words)
    return [Remark(Objection.WRONG, instead=right["amount"] if right else "")]
