"""Workbooks out: styled tables that people edit and bring back. No text ever becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

BASE_SHEET = "_bihuan"
YEAR_KEY = "year"
"""Under this key the hidden sheet keeps the year that a sheet went out for."""
Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class OutColumn:
    """One column of a table that goes out."""

    title: str
    width: int = 12
    money: bool = False


@dataclass
class OutSheet:
    """A table that goes out. Each row has a key of ours, kept in a hidden first column."""

    name: str
    title: str
    note: str
    columns: Sequence[OutColumn]
    rows: list[tuple[str, list[Value]]] = field(default_factory=list)
    key_title: str = "系统编号"
    year: int | None = None
    """The year that it speaks of, if it is one year's: remembered with what goes out."""


def write_workbook(sheets: Iterable[OutSheet], *, returns: bool) -> bytes:
    """Return the workbook's bytes. With `returns`, it remembers the values it went out with."""
    from .workbook_writer import written  # large, and most processes never write one

    return written(sheets, returns=returns)
