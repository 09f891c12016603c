"""What a number format says of the numbers that it shows: a unit behind them, and by how much they
are scaled. 0.00"亿元" shows 1.86 as 1.86亿元, 0.0,"千元" shows 1234567 as 1234.6千元.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST_WORD = 8  # characters of a unit
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<general>General|G/通用格式)'
    r"|(?P<digits>[0#?.,]+)|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
_DAY = frozenset("ymdhsaegb年月日时分秒@")
_TRAILING = re.compile(r"[0#?](,+)(?=[^0#?,]*$)")
_SHOWN = re.compile(r"[¥￥]?\s*([-+]?[\d,]+(?:\.\d+)?)\s*([\u4e00-\u9fff㎡]{0,8}).*", re.DOTALL)
_WORD = re.compile(r"[\u4e00-\u9fff㎡%][\u4e00-\u9fff㎡%²2]*")


@dataclass(frozen=True)
class NumberFormat:
    """The word that stands behind a number, and how many times larger the number is than what is
    shown of it.
    """

    word: str = ""
    scale: int = 1

    def __str__(self) -> str:
        return f"{self.word}|{self.scale}"

    @property
    def code(self) -> str:
        """A number format that shows numbers so."""
        if self.scale == 1:
            return f'General"{self.word}"'
        commas, digits = divmod(len(str(self.scale)) - 1, 3)
        dot = "\\." + "0" * digits if digits else ""
        return f'0{dot}{"," * commas}"{self.word}"'

    @classmethod
    def parse(cls, told: str) -> NumberFormat:
        word, _bar, scale = told.rpartition("|")
        return cls(word, int(scale))


@lru_cache(maxsize=1024)
def read_format(code: str) -> NumberFormat | None:
    """Return what a number format says by its first section; None if it says nothing of a unit."""
    shape, words = "", []
    for found in _TOKEN.finditer(code[:255]):
        if found["end"]:
            break
        if literal := found["quoted"] or found["escaped"]:
            shape += "\0" if literal == "." else ""
            words.append((bool(shape.strip("\0")), literal))
        elif found["digits"]:
            shape += found["digits"]
        elif found["general"]:
            shape += "0"
        elif (other := found["other"]) and other not in " -+()/%":
            if other.lower() in _DAY and not _WORD.match(other):
                return None
            words.append((bool(shape), other))
    return _format_of(shape, "".join(word for is_behind, word in words if is_behind))


def _format_of(shape: str, behind: str) -> NumberFormat | None:
    found = _WORD.search(behind)
    word = found[0] if found and len(found[0]) <= LONGEST_WORD else ""
    thousands = _TRAILING.search(shape.replace("\0", ""))
    scale = 1000 ** min(len(thousands[1]), 4) if thousands else 1
    _whole, dot, places = shape.partition("\0")
    if dot:  # a dot that only stands there: 0!.0 shows 123 as 12.3
        scale *= 10 ** min(sum(each in "0#?" for each in places), 8)
    return NumberFormat(word, scale) if shape and (word or scale > 1) else None


def shown_beside(number: float, words: str) -> NumberFormat | None:
    """Return what a format says of which only the number and what is shown of it are known."""
    found = _SHOWN.fullmatch(words.strip())
    if found is None:
        return None
    shown = float(found[1].replace(",", ""))
    scale = next((k for k in (1_000, 10_000, 10**6, 10**8) if _shows(number, shown, k)), 1)
    if _shows(number, shown, 1):
        scale = 1
    return NumberFormat(found[2], scale) if found[2] or scale > 1 else None


def _shows(number: float, shown: float, scale: int) -> bool:
    return shown != 0 and abs(number / scale - shown) <= max(0.5, abs(shown) * 0.005)
