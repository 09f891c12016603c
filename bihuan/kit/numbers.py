"""Numbers as people write them in Chinese cells: ３．５亿, 三点五亿, 1亿2千万, 2,345.6."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
DIGITS |= {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
SMALL_UNITS = {"十": 10, "百": 100, "千": 1_000, "拾": 10, "佰": 100, "仟": 1_000}
LONGEST = 40  # characters: what is longer is no number, and is not worth the reading
MOST_DIGITS = 18
BIG_UNITS = {"万": 10**4, "亿": 10**8, "兆": 10**12}
CACHED_WORDS = 65_536  # cells of which a table's sheets repeat most
LONGEST_EMPTY = 8  # characters: no longer cell says nothing
EMPTY = frozenset({"", "-", "--", "/", "—", "——", "无", "\\", "暂无", "n/a", "none"})

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Marks without a width, which come along with what is pasted."""
_ARABIC = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_ABOUT = re.compile(
    r"(?:约|大约)?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([万亿]元?|元)?(?:左右|上下)?"
)
_PIECE = re.compile(r"([\d.]+)?([千百十仟佰拾]?)([万亿兆]*)")


def half_up(value: Decimal, places: int) -> Decimal:
    """Round as people do on paper: 78.45 to one place is 78.5."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(cell: object) -> str:
    """Return a cell's text with full-width characters made narrow and outer spaces removed."""
    if type(cell) is str:
        return _narrowed(cell)
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return _narrowed(str(cell))


@lru_cache(maxsize=CACHED_WORDS)
def _narrowed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_UNSEEN).strip()


def whole_number(text: str) -> int | None:
    """Return the number that a request's digits say; None for anything else, and for more digits
    than a database's integers have.
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def edition_seen(text: str) -> int | None:
    """Return the edition that a form says its page showed; None if it says none, and 0, which no
    row has, for what is no number.
    """
    return (whole_number(text) or 0) if text else None


def is_empty(cell: object) -> bool:
    """True for a cell that says nothing: blank, or a dash, slash or 无."""
    if type(cell) is str:
        words = cell.strip()
        return len(words) <= LONGEST_EMPTY and plain(words).casefold() in EMPTY
    return cell is None or (type(cell) is not float and plain(cell).casefold() in EMPTY)


def about_number(text: str) -> str | None:
    """Return the number, with its unit, of a text that says it only roughly: 约18600, 3000万元左右;
    None if it says none.
    """
    found = _ABOUT.fullmatch(plain(text))
    return f"{found[1]}{found[2] or ''}" if found else None


def parse_number(text: str) -> Decimal | None:
    """Read a number without a unit of measure; None if `text` is not one."""
    text = plain(text).replace("，", ",").replace(" ", "")
    if not text or len(text) > LONGEST:
        return None
    if _ARABIC.fullmatch(text):
        try:
            return Decimal(text.replace(",", ""))
        except InvalidOperation:
            return None
    return _mixed(text)


def _mixed(text: str) -> Decimal | None:
    """Read digits with 千 万 亿 between them, or a numeral written in characters."""
    if all(c in DIGITS or c in SMALL_UNITS or c in BIG_UNITS or c in "点" for c in text):
        return _characters(text)
    if re.fullmatch(r"[\d.,]*[千百十仟佰拾万亿兆][\d.,千百十仟佰拾万亿兆]*", text):
        return _digits_with_units(text.replace(",", ""))
    return None


def _digits_with_units(text: str) -> Decimal | None:
    """Read 1亿2千万, 2.3万亿, 3.5万: each piece a number, perhaps 千, then 万 or 亿."""
    total, position, pending = Decimal(0), 0, Decimal(0)
    for found in _PIECE.finditer(text):
        if not found[0]:
            continue
        if found.start() != position or not found[1]:
            return None
        position = found.end()
        try:
            value = Decimal(found[1]) * SMALL_UNITS.get(found[2], 1)
        except InvalidOperation:
            return None
        pending += value
        if found[3]:
            for unit in found[3]:
                pending *= BIG_UNITS[unit]
            total, pending = total + pending, Decimal(0)
    return total + pending if position == len(text) else None


def _characters(text: str) -> Decimal | None:
    """Read 三点五亿, 一百二十三, 十二, 二〇二四."""
    big = re.fullmatch(r"(.*?)([万亿兆]+)([^万亿兆]*)", text)
    if big and big[1]:
        head, tail = _characters(big[1]), _characters(big[3]) if big[3] else Decimal(0)
        if head is None or tail is None:
            return None
        for unit in big[2]:
            head *= BIG_UNITS[unit]
        return head + tail
    whole, _, fraction = text.partition("点")
    if not all(c in DIGITS for c in fraction):
        return None
    number = _below_ten_thousand(whole)
    if number is None:
        return None
    return Decimal(f"{number}.{''.join(str(DIGITS[c]) for c in fraction)}" if fraction else number)


def _below_ten_thousand(text: str) -> int | None:
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in SMALL_UNITS:
            total += (1 if digit is None else digit) * SMALL_UNITS[c]
            digit = 0
        else:
            return None
    return total + (digit or 0) if text else None
