"""The words of headings that say where money comes from: 自筹, 银行贷款, 政府投资. Pure."""

from __future__ import annotations

import re

from bihuan.kit.dates import in_digits

AMONG = "其中"
SOURCE = (
    r"中央|国家|省级?|市级?|州级?|区级?|县级?|上级|本级|地方|财政|政府(?:性)?|社会|国有|国企|央企|民间|民营|企业|业主|自筹|自有|银行|贷款"
    r"|(?:地方|政府)?专项债券?|国债|债券|外资|外商|内资|港澳台|集体|私营|乡镇"
)
WORKS = (
    r"建安(?:工程)?|建筑(?:安装)?(?:工程)?|安装(?:工程)?|土建(?:工程)?|设备(?:购置)?"
    r"|工器具|其他(?:费用)?|征地拆迁|前期|待摊"
)
_AMONG = re.compile(rf"^{AMONG}[:：]?")
_BY_SOURCE = re.compile(rf"(?:{SOURCE})(?:投资|资金|部分|出资)?")
_LOANS = re.compile(
    rf"(?:(?:{SOURCE})[、和及与]?)+(?:预算内)?(?:投资|资金|部分|出资)?|其他(?:资金|投资)?"
)
"""Sources of two words, too: 银行贷款, 企业自筹, 市县财政."""


def without_among(heading: str) -> str:
    return _AMONG.sub("", heading)


def names_source(words: str) -> bool:
    """True for one source of money, or what it bears."""
    return bool(_BY_SOURCE.fullmatch(_bare(words)))


def is_of_source(path: tuple[str, ...]) -> bool:
    """True for a heading, under another, of what one source bears of the amount above it."""
    return len(path) > 1 and bool(_LOANS.fullmatch(_bare(path[-1])))


def _bare(words: str) -> str:
    return without_among(in_digits(words).strip())
