"""Amounts with a note in their cell: 1280（含设备100）, 1280*, 1280①. Pure."""

from __future__ import annotations

import re

from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell

AMOUNT = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"(?:[亿万千]?元|百万元|[亿万])?"
_ABOUT = r"[约近≈~]?"
_NOTED = re.compile(
    rf"({_ABOUT}{AMOUNT}{_UNIT})\s*(?:[(\[【]([^()\[\]【】]*)[)\]】]|[,;:。]\s*([^\d,.].*))"
)
_MARKED = re.compile(rf"({_ABOUT}{AMOUNT}{_UNIT})\s*[*※#▲△★☆†‡^]+")
_MARK_BEFORE = re.compile(rf"[*※#★☆≈]+\s*({AMOUNT}{_UNIT})")
_FOOTNOTE = re.compile(r"(?<=\d)[\s]*[①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴¹²³⁴-⁹]+\s*$")
"""The number of a footnote, of which plain text makes a digit of the amount."""
_ONLY_NOTED = re.compile(
    r"(?!.*(?:[以之月年]前|\d月|上[年月]|去年|往年|结转|补报))(?:其?中?[已未不]?(?:包?含|包括)|其中)|约数?$|已审"
)
"""Notes that say what an amount holds, and make no other of it, nor one of another time."""


def noted(cell: str) -> str:
    """Return the amount of a cell that says more besides; empty if there is none, or no more."""
    words = _FOOTNOTE.sub("", cell)
    text = "".join(plain(words).split("\n"))
    if words != cell and re.fullmatch(rf"{_ABOUT}{AMOUNT}{_UNIT}", text):
        return text
    found = _NOTED.fullmatch(text) or _MARKED.fullmatch(text) or _MARK_BEFORE.fullmatch(text)
    return found[1] if found else ""


def is_only_noted(cell: Cell) -> bool:
    """True if what a cell says besides its amount makes no other of it: what it holds, a mark."""
    if not isinstance(cell, str) or not noted(cell):
        return False
    found = _NOTED.fullmatch("".join(plain(_FOOTNOTE.sub("", cell)).split("\n")))
    return found is None or bool(_ONLY_NOTED.match((found[2] or found[3] or "").strip()))
