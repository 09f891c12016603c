"""The words of tables of money: programmes, batches, days. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from bihuan.funding.kinds import Programme
from bihuan.importing.proof.heads import is_date_line
from bihuan.kit.dates import in_digits
from bihuan.kit.numbers import parse_number, plain

WORDS: dict[Programme, str] = {
    Programme.CENTRAL_BUDGET: r"(?:中央|国家)预算内",
    Programme.SPECIAL_BOND: r"(?:地方政府|新增|政府)*专项债券?|专债",
    Programme.TREASURY_BOND: r"超长期(?:特别)?国债|特别国债",
    Programme.ADDITIONAL_BOND: r"增发国债|增发(?:的)?(?:万亿|一万亿元?)国债|万亿国债",
    Programme.PROVINCIAL: r"省级?(?:财政|预算内|专项)|省级",
    Programme.MUNICIPAL: r"市级?(?:财政|预算内|专项)|市级",
    Programme.POLICY_LOAN: r"政策性(?:银行)?贷款",
    Programme.OWN: r"(?:业主|企业|单位|项目单位|项目业主)?(?:自筹|自有)",
    Programme.PRIVATE: r"社会资本|民间资本|民间投资",
}
"""By what words offices call each programme."""
_TAIL = r"(?:投资|资金|补助|项目|贷款|支持|债券|基金|收益)*(?:类|情况)?"
_WHOLE = {each: re.compile(rf"(?:其中[:：]?)?(?:{words}){_TAIL}") for each, words in WORDS.items()}
_WITHIN = {each: re.compile(words) for each, words in WORDS.items()}
_LOOSE = frozenset({Programme.PROVINCIAL, Programme.MUNICIPAL})
"""Programmes whose words stand in titles for other things: 市级 is a list of projects."""
_NUMBERED = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?)(?=\D)")
_BRACKETED = re.compile(r"[（(\[【][^（）()\[\]【】]*[)）\]】]")
_BATCH = re.compile(r"第?([一二三四五六七八九十]+|\d+)批次?")
_UNTIL = re.compile(
    r"(?:截[至止]到?|数据时间|统计时点)[:：]?(20\d{2})年(\d{1,2})月(?:(\d{1,2})日?)?"
)
_DAY = re.compile(r"(20\d{2})[年./-](\d{1,2})[月./-](\d{1,2})")
_MONTH = re.compile(r"(20\d{2})年(?:\d{1,2}月?[-~—–至到])?(\d{1,2})月")
PARTS = {"一季度": 3, "上半年": 6, "二季度": 6, "前三季度": 9, "三季度": 9, "四季度": 12}
_PART = re.compile(rf"(20\d{{2}})年度?第?({'|'.join(PARTS)})")
_MONEY_TITLE = re.compile(r"争资|资金|专项债|国债|预算内|债券")
_COUNTED = re.compile(r"[（(]?共?\d+[个项].*$")


def bare(words: str) -> str:
    """Return words without spaces, brackets and the number before them."""
    return _NUMBERED.sub("", _BRACKETED.sub("", "".join(plain(words).split())))


def unnumbered(words: str) -> str:
    """Return words without spaces and the number before them."""
    return _NUMBERED.sub("", "".join(plain(words).split()))


def programme_of(words: str) -> Programme | None:
    """Return the programme that a cell or a heading names, and nothing else; else None."""
    told = _COUNTED.sub("", bare(words)).rstrip(":：小合计")
    found = [each for each, pattern in _WHOLE.items() if pattern.fullmatch(told)]
    return found[0] if len(found) == 1 else None


def programmes_in(words: str) -> list[Programme]:
    """Return the programmes that a title speaks of, in the order of the list."""
    told = "".join(plain(words).split())
    return [each for each, found in _WITHIN.items() if each not in _LOOSE and found.search(told)]


def without_programme(words: str) -> tuple[Programme | None, str]:
    """Return the programme that a heading names beside other words, and what is left of these."""
    for each, pattern in _WITHIN.items():
        found = pattern.match(words) if each in _LOOSE else pattern.search(words)
        if found:
            rest = words[found.end() :]
            rest = re.sub(rf"^{_TAIL}", "", rest) if found.start() == 0 else rest
            return each, words[: found.start()] + rest
    return None, words


def batch_in(words: str) -> str:
    """Return the batch that words name, 第1批 as 第一批; empty if none."""
    found = _BATCH.search(plain(words))
    return f"第{_numeral(found[1])}批" if found else ""


def batch_of(words: str) -> str:
    """Return a batch as a cell names it: 1 and 一批 are 第一批."""
    told = "".join(plain(words).split())
    return batch_in(told) or (f"第{_numeral(told)}批" if told.isdecimal() else told)


def _numeral(number: str) -> str:
    found = parse_number(number)
    if found is None or not 1 <= found <= 99:
        return number
    tens, ones = divmod(int(found), 10)
    digits = "零一二三四五六七八九"
    front = ("" if tens < 2 else digits[tens]) + ("十" if tens else "")
    return front + (digits[ones] if ones or not tens else "")


def speaks_of_money(words: str) -> bool:
    """True for a title of a table of money."""
    return bool(_MONEY_TITLE.search("".join(plain(words).split())))


def stated_day(titles: Iterable[str], above: Iterable[str]) -> date | None:
    """Return the day to which a table says that it tells: 截至 first, else the end of the month
    that its titles name, else the day on which it was made; None if it names none.
    """
    texts = ["".join(in_digits(text).split()) for text in (*above, *titles)]
    for text in texts:
        if found := _UNTIL.search(text):
            return _day(int(found[1]), int(found[2]), int(found[3] or 0))
    return _end_of_period(texts) or _made_on(texts)


def _end_of_period(texts: Iterable[str]) -> date | None:
    """Return the end of the month, or of the part of a year, that titles name."""
    for text in texts:
        if is_date_line(text):
            continue
        if found := _MONTH.search(text):
            return _day(int(found[1]), int(found[2]), 0)
        if found := _PART.search(text):
            return _day(int(found[1]), PARTS[found[2]], 0)
    return None


def _made_on(texts: Iterable[str]) -> date | None:
    """Return the day on which a table says that it was made."""
    found = next((told for text in texts if (told := _DAY.search(text))), None)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    """Return a day, the last of the month for 0; None if there is no such."""
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
