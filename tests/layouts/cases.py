"""One table with the truth behind it, and what it truly leaves open."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.kit.sheets import Sheet

from .columns import DrawnColumn
from .truth import KnowledgeDepth, TrueYear

ALWAYS_OPEN = frozenset({"foreseen", "share", "zeros"})


@dataclass(frozen=True)
class LayoutCase:
    """A sheet, the columns that it truly has, and what is known beside it.

    `columns` stand from the left; `open` are the kinds of questions that the sheet leaves open;
    `projects` are the names of those whose rows are projects; `stated_unit` is the unit that the
    sheet states for all, if it states a wrong one.
    """

    seed: int
    truth: TrueYear
    sheet: Sheet
    file_name: str
    columns: tuple[DrawnColumn, ...]
    open: frozenset[str]
    knowledge: KnowledgeDepth
    is_ledger: bool
    has_done: bool
    tells_class: bool = False
    option_year: int | None = None
    traps: tuple[str, ...] = ()
    children: str = ""
    """Which rows are projects where some are told in parts: parents or children."""
    slip: str = ""
    """By what the one amount is wrong that slipped."""
    blanks: str = "skip"
    """What a blank amount beside words means."""
    skipped: frozenset[str] = field(default_factory=frozenset)
    """Projects of which the sheet reports no amount."""
