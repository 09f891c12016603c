"""Radicals that stand for characters: a PDF often tells ⼚ or ⻋, which look like 厂 and 车 and are
other characters, so that a name kept with them is not the one on paper.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from .values import Sheet

_RADICAL = re.compile("[\u2e80-\u2fd5]")
_ALONE = dict(
    zip(
        "⺠⻁⻄⻅⻆⻈⻉⻋⻐⻓⻔⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⺫⺟",
        "民虎西见角讠贝车钅长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟目母",
        strict=True,
    )
)
"""Those which Unicode's own table leaves as they are."""


def without_radicals(sheet: Sheet) -> Sheet:
    """Return the sheet with radicals in its words as the characters that they look like."""
    for row in sheet.rows:
        for index, cell in enumerate(row):
            if type(cell) is str and _RADICAL.search(cell):
                row[index] = _RADICAL.sub(_character, cell)
    return sheet


def _character(radical: re.Match[str]) -> str:
    return _ALONE.get(radical[0]) or normalize("NFKC", radical[0])
