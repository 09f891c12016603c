"""Amounts in words, as the people of a sheet count: in ten thousands, and in its own unit. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal

from bihuan.kit.money import TENS, WAN
from bihuan.kit.words import gettext

from .amounts import shown

UNIT_WORDS = {unit: word for word, unit in TENS.items()}
_UNIT_OF_SHEET: ContextVar[int | None] = ContextVar("unit_of_sheet", default=None)
"""In how many yuan the table counts that is spoken of, as a language is that which is spoken."""


@contextmanager
def amounts_of_sheet_in(unit: int | None) -> Iterator[None]:
    """Show amounts in the unit of the sheet, too, whose table is spoken of."""
    token = _UNIT_OF_SHEET.set(unit)
    try:
        yield
    finally:
        _UNIT_OF_SHEET.reset(token)


def in_wan(yuan: Decimal | int) -> str:
    """Show yuan in ten thousands, with as many digits as they have, at most four; and exactly in
    the unit of the sheet that is spoken of.
    """
    return told_in(yuan, _UNIT_OF_SHEET.get())


def told_in(yuan: Decimal | int, unit: int | None) -> str:
    """Show yuan in the unit in which a table has them, if it has one, and in ten thousands."""
    digits = f"{Decimal(yuan) / WAN:,.4f}".rstrip("0").rstrip(".")
    in_words = gettext("%s ten thousand yuan") % digits
    word = UNIT_WORDS.get(unit or WAN)
    if word is None or unit in (None, WAN):
        return in_words
    return f"{in_words}（{shown(Decimal(yuan) / (unit or WAN))} {word}）"
