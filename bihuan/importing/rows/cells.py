"""How each type of column is read: a cell in, a value out, Refusal with a sentence if it cannot be.

Pure. A blank cell is None: it says nothing, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from bihuan.accounts.organisation_names import organisations_in
from bihuan.importing.headings.classes import classes_named, is_turned
from bihuan.kit.choices import Choice
from bihuan.kit.dates import month_in, parse_day, parse_span
from bihuan.kit.errors import Refusal
from bihuan.kit.money import parse_yuan
from bihuan.kit.months import Month
from bihuan.kit.numbers import LONGEST, half_up, is_empty, parse_number, plain
from bihuan.kit.words import gettext
from bihuan.projects.kinds import Nature, ProjectClass, Sector, Tier
from bihuan.projects.rules import check_national_code

Reader = Callable[[object], Any]

TIERS = {
    "自治区": Tier.PROVINCIAL,
    "自治州": Tier.MUNICIPAL,
    "省": Tier.PROVINCIAL,
    "市": Tier.MUNICIPAL,
    "州": Tier.MUNICIPAL,
    "盟": Tier.MUNICIPAL,
    "区": Tier.DISTRICT,
    "县": Tier.DISTRICT,
    "旗": Tier.DISTRICT,
}
SECTORS = {
    "产业": Sector.INDUSTRY,
    "工业": Sector.INDUSTRY,
    "基础": Sector.INFRASTRUCTURE,
    "民生": Sector.LIVELIHOOD,
    "社会": Sector.LIVELIHOOD,
    "生态": Sector.ECOLOGY,
    "环保": Sector.ECOLOGY,
}
NATURES = {
    "扩建": Nature.EXPANSION,
    "改": Nature.RENOVATION,
    "技改": Nature.RENOVATION,
    "迁建": Nature.RELOCATION,
    "恢复": Nature.RESTORATION,
    "单纯购置": Nature.PURCHASE,
    "购置": Nature.PURCHASE,
    "新建": Nature.NEW,
}
NO_NATURE = frozenset(
    {"续建", "在建", "新开工", "拟开工", "收尾", "竣工", "前期"}
)  # stages, not natures
YES = frozenset({"是", "已入统", "已入库", "有", "√", "y", "yes", "1"})
NO = frozenset({"否", "未入统", "未入库", "×", "n", "no", "0"})
LARGEST_DEGREE = 1_000  # beyond it, a cell is no longitude
LARGEST_MEASURE = 10**15  # beyond it, nobody counts; what is believable says the rule
_INDUSTRY = re.compile(r"([A-T])?(\d{2,4})")
_BRACKETED = re.compile(r"[（(][^（）()]*[)）]")
_AND = re.compile(r"[、,，/;；+＋\s和及与]+")
_TIER = re.compile("|".join(TIERS))
_NO_TIER = re.compile(r"(重点|重大)?(建设|工程)?项目|重点|重大|统筹|名单|清单|[两三]?级|类|本")
_MONTH_ALONE = re.compile(r"(?:\d{1,2}月?[-~—–至到]+)?(\d{1,2})月份?")
_PERSON = re.compile(r"([^（(]+)[（(]([^）)]*)[)）]")
_TITLE = r"\S*(?:书记|常委|[区县市镇]长|主任|局长|部长|主席|会长|组长|秘书长|调研员)"
_TITLE_FIRST = re.compile(rf"({_TITLE})\s*[\s/,，:：]\s*(\S{{2,4}}|\S \S)")
_PHONE = re.compile(r"[\s:：,，/]*(?:1\d{10}|\d{3,4}-?\d{7,8})\s*$")
_TITLED = re.compile(
    r"(\S{2,4}|\S \S)\s*[\s/,，]\s*"
    r"(\S*(?:书记|常委|[区县市镇]长|主任|局长|部长|主席|会长|组长|秘书长|调研员))"
)


def reader_of(kind: str, unit: int | None, year: int | None = None) -> Reader:
    """Return the reader of a column type: money in `unit` yuan, a bare month of `year`."""
    if kind == "money":
        return lambda cell: parse_yuan(cell, unit)
    if kind == "month" and year:
        return lambda cell: month_of(cell, year)
    return READERS[kind]


def text(cell: object) -> str | None:
    if type(cell) is str:
        return None if is_empty(cell) else cell.strip()
    return None if is_empty(cell) else plain(cell)


def line(cell: object) -> str | None:
    """Read words that were broken into several lines only to fit their cell."""
    words = text(cell)
    return words if words is None or "\n" not in words else re.sub(r"\s*[\r\n]+\s*", "", words)


@lru_cache(maxsize=65_536)
def _narrow(cell: str) -> str:
    return re.sub(r"\s+", "", plain(cell))


def name(cell: object) -> str | None:
    """Read a name: outer and inner spaces dropped, brackets as offices write them."""
    return None if is_empty(cell) else _narrow(str(cell)).replace("(", "（").replace(")", "）")


def party(cell: object) -> str | None:
    """Read organisations: several on lines of their own are told apart."""
    if is_empty(cell):
        return None
    lines = [name(part) for part in re.split(r"[\r\n]+", str(cell)) if part.strip()]
    return "、".join(organisations_in("\n".join(part for part in lines if part)))


def names(cell: object) -> tuple[str, ...] | None:
    if is_empty(cell):
        return None
    return tuple(dict.fromkeys(p for p in re.split(r"[、,，;；/\s]+", plain(cell)) if p))


def code(cell: object) -> str | None:
    return None if is_empty(cell) else _checked_code(str(cell))


@lru_cache(maxsize=65_536)
def _checked_code(cell: str) -> str:
    found = re.sub(r"[‐‑–—−]", "-", _narrow(cell))
    check_national_code(found)
    return found


@lru_cache(maxsize=4096)
def _checked_uscc(found: str) -> str:
    try:
        return str(uscc.validate(found))
    except ValidationError as error:
        raise Refusal(gettext("“%s” is not a valid unified social credit code.") % found) from error


def credit_code(cell: object) -> str | None:
    return None if is_empty(cell) else _checked_uscc(_narrow(str(cell)).upper())


def percent(cell: object) -> Decimal | None:
    """Read 85 and 85%. What stands as a share of 1 in its whole column is read by `share`."""
    if is_empty(cell):
        return None
    words = plain(cell).removesuffix("%")
    number = parse_number(words)
    if number is None:
        raise Refusal(gettext("“%s” is not a percentage.") % plain(cell))
    return number.quantize(Decimal("0.01"))


def share(cell: object) -> Decimal | None:
    """Read 0.85 in a column of shares: 85 percent."""
    number = None if is_empty(cell) else parse_number(plain(cell))
    return percent(cell) if number is None else percent(f"{number * 100:f}")


def decimal(cell: object) -> Decimal | None:
    if is_empty(cell):
        return None
    number = parse_number(plain(cell))
    if number is None:
        raise Refusal(gettext("“%s” is not a number.") % plain(cell))
    if abs(number) >= LARGEST_DEGREE:
        raise Refusal(gettext("“%s” is not a longitude or latitude.") % plain(cell)[:LONGEST])
    return number.quantize(Decimal("0.000001"))


def measured(units: Mapping[str, int | Decimal], heading: str) -> Reader:
    """Return a reader of numbers with a unit: the cell's own, else the one that its heading names.
    Values are of the first of the units.
    """
    known = sorted(units, key=len, reverse=True)
    words = plain(heading)
    of_heading = next((unit for unit in known if unit in words), None)

    def read(cell: object) -> Decimal | None:
        if is_empty(cell):
            return None
        text = plain(cell)
        unit = next((unit for unit in known if text.endswith(unit)), None)
        number = parse_number(text.removesuffix(unit or ""))
        if number is None or abs(number) > LARGEST_MEASURE:
            raise Refusal(gettext("“%s” is not a number.") % text[:LONGEST])
        if (unit := unit or of_heading) is None:
            raise Refusal(
                gettext("In what unit is “%(cell)s”: %(units)s? Write it into the heading.")
                % {"cell": text, "units": "、".join(units)}
            )
        return half_up(number * units[unit], 2)

    return read


def month(cell: object) -> Month | None:
    if is_empty(cell):
        return None
    day = cell if hasattr(cell, "year") else None
    found = Month.of(parse_day(day)) if day else month_in(plain(cell))  # type: ignore[arg-type]  # a date or a datetime
    if found is None:
        raise Refusal(gettext("“%s” is not a month such as 2024-03.") % plain(cell))
    return found


def month_of(cell: object, year: int) -> Month | None:
    """Read a month whose year stands elsewhere: 3月, and 1-3月, which reaches to March."""
    found = None if is_empty(cell) else _MONTH_ALONE.fullmatch(_narrow(str(cell)))
    if found and 1 <= int(found[1]) <= 12:
        return Month(year, int(found[1]))
    return month(cell)


def industry(cell: object) -> str | None:
    """Read the GB/T 4754 code out of “C3841 锂离子电池制造”; a bare name has none."""
    found = None if is_empty(cell) else _INDUSTRY.match(_narrow(str(cell)).upper())
    return f"{found[1] or ''}{found[2]}" if found else None


def yes_no(cell: object) -> bool | None:
    if is_empty(cell):
        return None
    word = plain(cell).casefold()
    if word in YES or word in NO:
        return word in YES
    raise Refusal(gettext("“%s” is neither yes (是) nor no (否).") % plain(cell))


def person(cell: object) -> tuple[str, str] | None:
    """Read a leader and title out of “张某某（副区长）”, “张某某 副区长” and “副区长 张某某”,
    without a telephone.
    """
    if is_empty(cell):
        return None
    words = _PHONE.sub("", plain(cell))
    if first := _TITLE_FIRST.fullmatch(words):
        return _narrow(first[2]), _narrow(first[1])
    found = _PERSON.fullmatch(_narrow(words)) or _TITLED.fullmatch(words)
    return (_narrow(found[1]), _narrow(found[2])) if found else (_narrow(words), "")


def tier(cell: object) -> Tier | tuple[Tier, ...] | None:
    """Read the list that a cell names; several, as 省、市重点 does, each once."""
    if is_empty(cell):
        return None
    words = _BRACKETED.sub("", plain(cell))
    found: list[Tier] = []
    for part in _AND.split(words):
        letters = _TIER.findall(_NO_TIER.sub("", part))
        several = "".join(letters) == _NO_TIER.sub("", part)
        found += [TIERS[letter] for letter in (letters if several else letters[-1:])]
    if not found:
        known = "、".join(str(each.label) for each in Tier)
        told = {"word": plain(cell), "known": known}
        raise Refusal(gettext("“%(word)s” is none of: %(known)s.") % told)
    return found[0] if len(set(found)) == 1 else tuple(dict.fromkeys(found))


def _choice(
    table: dict[str, Choice], silent: frozenset[str] = frozenset(), *, is_one: bool = False
) -> Reader:
    """Return a reader of one choice by its words; with `is_one` a cell that names several is
    refused, else the first of the table counts: 改扩建 is an expansion.
    """

    def read(cell: object) -> Choice | None:
        if is_empty(cell) or plain(cell) in silent:
            return None
        word = plain(cell)
        named = [value for key, value in table.items() if key in word]
        if is_one and len(set(named)) > 1:
            told = {"word": word, "named": "、".join(dict.fromkeys(str(v.label) for v in named))}
            raise Refusal(gettext("“%(word)s” names several: %(named)s.") % told)
        found = next(iter(named), None)
        if found is None:
            raise Refusal(
                gettext("“%(word)s” is none of: %(known)s.")
                % {
                    "word": word,
                    "known": "、".join(dict.fromkeys(str(v.label) for v in table.values())),
                }
            )
        return found

    return read


def project_class(cell: object) -> ProjectClass | None:
    """Read a class by its words; none out of 未开工 or 前期转开工."""
    if is_empty(cell):
        return None
    words = _narrow(str(cell))
    named = () if is_turned(words) else classes_named(words)
    if len(named) == 1:
        return named[0]
    if not named:
        known = "、".join(str(each.label) for each in ProjectClass)
        raise Refusal(
            gettext("“%(word)s” is none of: %(known)s.") % {"word": words, "known": known}
        )
    told = {"word": words, "named": "、".join(str(each.label) for each in named)}
    raise Refusal(gettext("“%(word)s” names several: %(named)s.") % told)


READERS: dict[str, Reader] = {
    "text": text,
    "line": line,
    "name": name,
    "names": names,
    "party": party,
    "code": code,
    "credit_code": credit_code,
    "percent": percent,
    "decimal": decimal,
    "month": month,
    "industry": industry,
    "yes_no": yes_no,
    "person": person,
    "span": lambda cell: None if is_empty(cell) else parse_span(cell),
    "day": parse_day,
    "last_day": lambda cell: parse_day(cell, at_end=True),
    "tier": tier,
    "project_class": project_class,
    "sector": _choice(SECTORS, is_one=True),  # type: ignore[arg-type]  # as above
    "nature": _choice(NATURES, NO_NATURE),  # type: ignore[arg-type]  # as above
    "ignored": lambda cell: None,
}
