"""The lines of a table below its headings: their cells, amounts, and what each is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bihuan.importing.proof.amounts import Amount, total_of
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell

COUNTED = re.compile(r"[（(]?共?\d+个(项目)?[)）]?$|类[（(:：]|类$")
_COUNT = re.compile(r"(\d+)\s*个")


class LineRole(StrEnum):
    """What a line is."""

    DATA = "data"
    BLANK = "blank"
    GROUP = "group"
    TOTAL = "total"
    PART = "part"  # 其中
    REMARK = "remark"
    LEAVING = "leaving"  # of a project that leaves the list
    NUMBERS = "numbers"  # the numbers of the columns
    COMPARED = "compared"  # what the totals are held against: 上年同期, 完成任务比例
    OTHER_TABLE = "other table"  # of one below that sums up something else than projects
    STRUCK = "struck"  # left out because it is struck out
    HIDDEN = "hidden"  # left out because nobody sees it
    DOUBTED = "doubted"  # left out because a remark speaks against its amounts


@dataclass(frozen=True)
class LineColumns:
    """Which columns of a table name and number its lines, and which hold its amounts."""

    name: int | None
    serial: int | None
    others: tuple[int, ...] = ()
    """Columns that may name a line where it has no name: an enterprise, a code."""
    code: int | None = None
    amounts: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    """The lowest headings of the columns, by which a line is known that repeats them."""
    joined: frozenset[int] = frozenset()
    """The lines over which the number of one above is merged."""
    units: tuple[int, ...] = ()
    """In how many yuan each column's whole numbers are rounded."""


@dataclass
class Line:
    """A line of a table. `level` is how high a group stands: 0 the highest. `sums` are the lines
    whose amounts it states, from 0; `wrong` the columns in which they do not add up.
    """

    number: int
    cells: list[Cell]
    role: LineRole
    serial: str = ""
    name: str = ""
    amounts: tuple[Amount | None, ...] = ()
    level: int = 0
    parent: int | None = None
    sums: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()
    doubted: bool = False
    stands_alone: bool = False
    """True for a project numbered like a group: 二 after 一 with its 1 and 2."""
    is_joined: bool = False
    """True for a line without a number over which that of one above is merged."""
    is_odd: bool = False
    """True for a line without a number among numbered ones, of which nothing tells what it is."""

    @property
    def has_amounts(self) -> bool:
        return any(each is not None and each.value for each in self.amounts)

    def adds_up_somewhere(self, lines: Sequence[Line]) -> bool:
        """True if an amount that the line states, no nought, is the sum of those of the lines."""
        return any(
            stated is not None
            and bool(stated.value)
            and stated.agrees(total_of(each.amounts[place] for each in lines))
            for place, stated in enumerate(self.amounts)
        )

    def is_sum_of(self, lines: Sequence[Line]) -> bool:
        """True if each amount that the line states is the sum of those of the lines."""
        return all(
            stated is None or stated.agrees(total_of(each.amounts[place] for each in lines))
            for place, stated in enumerate(self.amounts)
        )

    @property
    def count(self) -> int | None:
        """How many projects a heading says stand under it: 产业项目（3个）."""
        found = _COUNT.search(plain(self.name) or plain(self.serial))
        return int(found[1]) if found else None

    @property
    def is_counted(self) -> bool:
        """True if the name says how many it heads, or that it is a kind: （3个）, 产业类."""
        return bool(COUNTED.search(self.name))

    @property
    def title(self) -> str:
        """The words that name a group or a total, without its amounts."""
        if self.name and not self.name.isdigit():
            return self.name
        return next((plain(cell) for cell in self.cells if not is_empty(cell)), "")

    @property
    def text(self) -> str:
        """The line's words, for people."""
        return " ".join(plain(cell) for cell in self.cells if not is_empty(cell))
