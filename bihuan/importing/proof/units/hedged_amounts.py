"""Cells of money that do not say how much: 近1300, 1,200余, 预计900, 未开工, 同上. Pure."""

from __future__ import annotations

import re

from bihuan.kit.numbers import plain

from .noted_amounts import AMOUNT

_UNIT = r"(?:[亿万千]?元|百万元|[亿万wW])?"
_BOUND = r"将近|接近|近|超过|超|逾|突破|不足|不到|至少|最多|未达"
_FORESEEN = r"预计|预估|暂估|暂按|估计|估算|拟|力争|计划|目标"
_BEFORE = re.compile(rf"(?:{_BOUND}|{_FORESEEN})(?:完成)?({AMOUNT})({_UNIT})")
_BEHIND = re.compile(rf"({AMOUNT})([亿万千]?)(?:余|多|以上|以下|以内|不到|有余|出头)({_UNIT})")
_NOTHING_DONE = re.compile(
    r"(?:尚|暂|还)?未(?:开工|动工|启动|实施|开始|复工|投资)|(?:已|现|全部)?(?:完工|竣工|建成|投产|投用|交付|停工|停建|缓建|停滞)"
    r"|(?:见|详见|参见)(?:备注|附件|附表|说明|下文?|后)|前期(?:工作|阶段)?|筹备中?|谋划中?|本月无|无进展"
)
_AS_ABOVE = re.compile(r"同上|同前|[〃″\"]|同上行|上同")


def hedged(cell: str) -> str:
    """Return the amount of which a cell says a bound, or that it is foreseen; empty if none."""
    words = plain(cell)
    if found := _BEFORE.fullmatch(words):
        return found[1] + found[2]
    if found := _BEHIND.fullmatch(words):
        unit = found[2] + found[3]
        return found[1] + unit if unit.count("万") + unit.count("亿") < 2 else ""
    return ""


def is_nothing_done(cell: str) -> bool:
    """True for words in place of an amount that may mean nought, or that it is not known."""
    return bool(_NOTHING_DONE.fullmatch(plain(cell)))


def is_as_above(cell: str) -> bool:
    """True for words that repeat the cell above: 同上."""
    return bool(_AS_ABOVE.fullmatch(plain(cell)))
