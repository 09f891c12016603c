"""The smallest table that is still read wrong: rows and columns are taken out one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bihuan.kit.sheets import Sheet

from .cases import LayoutCase

Area = tuple[int, int, int, int]


def shrunk(case: LayoutCase, fails: Callable[[LayoutCase], bool]) -> LayoutCase:
    """Return a case of which nothing can be taken out without that it ceases to fail."""
    smaller: LayoutCase | None = case
    while smaller is not None:
        case = smaller
        smaller = next((each for each in _smaller(case) if fails(each)), None)
    return case


def _smaller(case: LayoutCase) -> Iterator[LayoutCase]:
    for column in reversed(range(len(case.columns))):
        yield _without_column(case, column)
    for row in reversed(range(len(case.sheet.rows))):
        yield _without_row(case, row)


def _without_column(case: LayoutCase, column: int) -> LayoutCase:
    rows = [row[:column] + row[column + 1 :] for row in case.sheet.rows]
    turned = [(left, top, right, bottom) for top, left, bottom, right in case.sheet.merged]
    merged = [(top, left, bottom, right) for left, top, right, bottom in _moved(turned, column)]
    columns = case.columns[:column] + case.columns[column + 1 :]
    return replace(case, sheet=replace(case.sheet, rows=rows, merged=merged), columns=columns)


def _without_row(case: LayoutCase, row: int) -> LayoutCase:
    """Take a row out, and with a project's row the project from the truth."""
    words = {cell for cell in case.sheet.rows[row] if isinstance(cell, str)}
    projects = tuple(p for p in case.truth.projects if p.name not in words)
    sheet = Sheet(
        case.sheet.name,
        case.sheet.rows[:row] + case.sheet.rows[row + 1 :],
        _moved(case.sheet.merged, row),
        hidden=frozenset(n - (n > row) for n in case.sheet.hidden if n != row),
        struck=frozenset((n - (n > row), at) for n, at in case.sheet.struck if n != row),
    )
    return replace(case, sheet=sheet, truth=replace(case.truth, projects=projects))


def _moved(areas: list[Area], out: int) -> list[Area]:
    """Return merged areas without one of their lines; those of one cell are none."""
    moved = [
        (top - (top > out), left, bottom - (bottom >= out), right)
        for top, left, bottom, right in areas
        if not top == bottom == out
    ]
    return [area for area in moved if area[:2] != area[2:]]
