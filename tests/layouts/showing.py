"""A case as text, for people who look for why it is read as it is."""

from __future__ import annotations

from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Sheet

from .cases import LayoutCase


def shown(case: LayoutCase) -> str:
    """Return the seed, what is true, and the table, one line a row."""
    truth = case.truth
    facts = [
        f"seed {case.seed}",
        f"{truth.year}-{truth.number:02d}",
        str(truth.tier),
        f"known {case.knowledge.name}",
        f"year given {case.option_year}",
        f"open {' '.join(sorted(case.open))}",
        f"traps {' '.join(case.traps)}",
        f"file {case.file_name}, sheet {case.sheet.name}",
        f"merged {case.sheet.merged}" if case.sheet.merged else "no merges",
    ]
    return "\n".join(
        [", ".join(facts), " ".join(c.meaning for c in case.columns), *_lines(case.sheet)]
    )


def _lines(sheet: Sheet) -> list[str]:
    return [
        f"{number:3} " + " | ".join(plain(cell) for cell in row)
        for number, row in enumerate(sheet.rows, 1)
    ]
