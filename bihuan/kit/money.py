"""Money at the edges: integers of yuan inside, 万元 and 亿元 on paper; where English is spoken,
amounts are told in millions and billions: CNY 602.45 m, CNY 11.73 bn.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from .errors import Refusal
from .numbers import LONGEST, half_up, is_empty, parse_number, plain
from .words import _, gettext

YUAN, WAN, YI = 1, 10_000, 100_000_000
MILLION, BILLION = 10**6, 10**9
CURRENCY = "CNY"
UNITS = {"元": YUAN, "千元": 1_000, "万元": WAN, "百万元": 1_000_000, "亿元": YI}
_WORDS_OF_TENS = "元 十元 百元 千元 万元 十万元 百万元 千万元 亿元 十亿元 百亿元"
TENS: dict[str, int] = {word: 10**n for n, word in enumerate(_WORDS_OF_TENS.split())}
"""The units, and those between them in which nobody counts: a decimal point that slipped."""
LARGEST_YUAN = 10**16  # a hundred million 亿: beyond it, a cell is not money

_NAMED = {
    YUAN: _("%s yuan"),
    1_000: _("%s thousand yuan"),
    WAN: _("%s ten thousand yuan"),
    MILLION: _("CNY %s m"),
    YI: _("%s hundred million yuan"),
    BILLION: _("CNY %s bn"),
}
_CALLED = {
    WAN: _("ten thousand yuan"),
    MILLION: _("CNY m"),
    YI: _("hundred million yuan"),
    BILLION: _("CNY bn"),
}
_STEPS = {"zh": (WAN, YI), "en": (MILLION, BILLION)}
"""The units of small and of large amounts, by language."""
_UNIT = re.compile(r"(亿元|百万元|万元|千元|元)$")
_SAID = re.compile(
    r"(?<![报任设主业制定施责建理管导头属送行位])单位[^\d。；;]{0,8}?(亿元|[千百十]万元|万元|千元|元|[亿万](?=$|[)\]】\s]))"
)
_ALONE = re.compile(r"(?:^(?:金额)?:?|[(\[【,;、]\s*)(亿元|[千百十]万元|万元|千元|元)(?:$|[)\]】])")
_MORE = re.compile(r"(?<![\d.超过上数亿百万千])(亿元|百万元|万元|千元|元)(?![/旦月级以项企产工])")
"""A unit that is said beside another: 单位：亿元、万元."""
_NAMED_UNIT = re.compile(
    r"亿元|(?:百|(?<=[:(])[千十])?万元|千元|(?<=[:(])元|(?<=[:(])[亿万](?=[)]|$)"
)
_FOREIGN = re.compile(r"[美港欧日澳加]元|美金|港币|英镑|日圆|卢布|台币|外币")
_OURS = re.compile(r"^(?:[¥￥]|RMB|CNY|人民币)+\s*", re.IGNORECASE)
_LETTER = re.compile(r"(?<=[\d.])\s*[wW](?=元?$)")
"""How many write 万 in a chat: 1200w."""
_BIG = re.compile(r"[万亿]")
_TAIL = re.compile(r"[万亿][^万亿元]+$")


def unit_in(text: str) -> int | None:
    """Return the unit that `text` names (单位：万元, 总投资（亿元）), or None."""
    found = _NAMED_UNIT.search(plain(text))
    return TENS[found[0].removesuffix("元") + "元"] if found else None


def is_foreign(text: str) -> bool:
    """True for words that name another currency: 万美元, 亿港元."""
    return bool(_FOREIGN.search(text))


def stated_unit(text: str) -> int | None:
    """Return the one unit in which a title or a line above a table says that it counts, or None.

    An amount within a title (总投资18.65亿元) says none, nor does who filled it in (填报单位).
    """
    units = stated_units(text)
    return units[0] if len(units) == 1 else None


def stated_units(text: str) -> tuple[int, ...]:
    """Return the units that such a line names, each once: several where columns differ."""
    words = _FOREIGN.sub("¤", plain(text))
    found = _SAID.search(words) or _ALONE.search(words)
    if found is None:
        return ()
    start = max(words.rfind("(", 0, found.start(1)), 0)
    named = [*_MORE.findall(words, start, found.start(1)), found[1]]
    named += _MORE.findall(words, found.end(1))
    return tuple(dict.fromkeys(TENS[word.removesuffix("元") + "元"] for word in named))


def parse_yuan(cell: object, unit: int | None) -> int | None:
    """Read a cell of money in `unit` yuan; a unit within the cell goes first. None if empty.

    Fractions of a yuan are rounded half up. Raises Refusal for text that is no amount, for an
    amount beyond LARGEST_YUAN, and where no unit is known.
    """
    if is_empty(cell):
        return None
    number, unit = number_and_unit(cell, unit)
    if number is None:
        raise Refusal(gettext("“%s” is not an amount.") % plain(cell)[:LONGEST])
    if unit is None:
        raise Refusal(
            gettext("Is “%s” in yuan, ten thousand or a hundred million yuan?") % plain(cell)
        )
    yuan = number * unit
    if abs(yuan) > LARGEST_YUAN:
        raise Refusal(gettext("“%s” is too large to be money.") % plain(cell)[:LONGEST])
    return int(yuan.quantize(Decimal(1), ROUND_HALF_UP))


def number_and_unit(cell: object, unit: int | None) -> tuple[Decimal | None, int | None]:
    """Return the number in a cell of money and its unit: the cell's own, else the one given."""
    if isinstance(cell, float):
        return Decimal(repr(cell)), unit
    text = _LETTER.sub("万", _OURS.sub("", plain(cell)))
    if (own := _UNIT.search(text)) and not _BIG.search(text[: own.start()]):
        return parse_number(text[: own.start()]), UNITS[own[0]]
    if not _BIG.search(text):
        return parse_number(text), unit
    if _TAIL.search(text):  # 1亿2千: said aloud it is 1.2亿, on paper it might be anything
        return None, None
    return parse_number(text.removesuffix("元")), YUAN  # 1亿2千万元, 1亿2千万


def is_rounded(stated: int, known: int, *, beside: int = 0) -> bool:
    """True if `stated` yuan may be `known` ones rounded to the digits that 亿元 are printed with:
    1.9亿 is 18,600万元. One differing by more than a twentieth is another amount. `beside` are
    yuan in the known sum that were rounded so too.
    """
    off = abs(stated - known)
    return (
        off * 2 <= _last_digit(stated) + (_last_digit(beside) if beside else 0)
        and off * 20 <= known
    )


def _last_digit(yuan: int) -> int:
    """Return what the last digit of an amount is worth that 亿元 are printed with."""
    step = 1
    while step < YI and yuan % (step * 10) == 0:
        step *= 10
    return step


def in_unit(yuan: int | Decimal, unit: int | None = None) -> str:
    """Show yuan exactly, with the name of their unit: 12,345,600 → "1,234.56 万元", where English
    is spoken "CNY 12.3456 m"; or in the unit in which a table tells them.
    """
    unit = unit or steps()[0]
    digits = f"{Decimal(yuan) / unit:,f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return str(_NAMED[unit]) % digits


def scale_of(*amounts: int | None) -> int:
    """Return the unit in which amounts that stand together are shown: 亿元 if the largest is one at
    least and the smallest a tenth of one, else 万元; in English a billion or a million yuan.
    Noughts and blanks stand in any.
    """
    small, large = steps()
    sizes = [abs(each) for each in amounts if each]
    return large if sizes and max(sizes) >= large and min(sizes) * 10 >= large else small


def scale_with(*amounts: int) -> int:
    """Return the one unit of figures of which the large ones matter: that of the largest, unless
    another would be shown in it as 0.00.
    """
    small, _large = steps()
    unit = scale_of(max(amounts, key=abs, default=0))
    vanishes = any(each and not half_up(Decimal(each) / unit, 2) for each in amounts)
    return small if vanishes else unit


def steps() -> tuple[int, int]:
    """Return the units of small and of large amounts in the language spoken."""
    return _STEPS["en" if (get_language() or "").startswith("en") else "zh"]


def unit_name(scale: int) -> str:
    """Return what a unit is called in the language spoken: 万元, 亿元."""
    return str(_CALLED[scale])


def split_unit(unit: str) -> tuple[str, str]:
    """Return what of a unit stands before an amount and what behind it: CNY 11.73 bn."""
    currency, apart, size = unit.partition(" ")
    return (currency, size) if apart and currency == CURRENCY else ("", unit)


def shown(yuan: int, scale: int, places: int = 2) -> str:
    """Show yuan in a unit, rounded half up once; the unit is named by `unit_name`."""
    return _shown(yuan, scale, places)


def shown_difference(now: int, then: int, scale: int, places: int = 2) -> Decimal:
    """Return by how much `now` exceeds `then` as both are shown: who subtracts what stands on the
    page gets what stands on the page.
    """
    return half_up(Decimal(now) / scale, places) - half_up(Decimal(then) / scale, places)


def yi(yuan: int, places: int = 2) -> str:
    """Show yuan in 亿元, rounded half up once: 11730000000 → "117.30"."""
    return _shown(yuan, YI, places)


def wan(yuan: int, places: int = 2) -> str:
    """Show yuan in 万元 with thousands separators, rounded half up once."""
    return _shown(yuan, WAN, places)


def _shown(yuan: int, unit: int, places: int) -> str:
    return f"{half_up(Decimal(yuan) / unit, places):,}"
