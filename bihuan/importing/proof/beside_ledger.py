"""What a month's report repeats of the ledger, held against it: told in the proof.

Pure. Where most lines contradict it, it is asked whether the amounts stand in the right ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.kit.words import gettext

from .amount_words import in_wan
from .amounts import Amount
from .grid import Grid, is_total
from .questions import AnswerChoice, Desk, as_it_stands, no_row_read
from .rows.lines import Line
from .rows.settling import SKIP

MOST_NAMED = 3
Compared = tuple[Line, Amount, frozenset[int]]
"""A line, what it states and what the ledger has, in yuan."""
NEAR = 100  # of a known amount a difference of one in so many is one of rounding
FEWEST = 3  # lines beside the ledger, of which most contradict it


def tell_ledger(desk: Desk, layout: Layout, grid: Grid, unit: int, year: int | None) -> None:
    """Say of each column of plans or total investments in how many lines it is as in the ledger,
    and where it is not: the ledger stays as it is. Where no column bears it out, it is asked.
    """
    of_each_month = {"planned", "planned_in"} if layout.column("month") else set()
    columns = [column for column in layout.columns if column.field not in of_each_month]
    found = {column: list(_compared(grid, column, unit, year)) for column in columns}
    found = _without_former_plans(found)
    told = {column: _proved(desk, column, lines) for column, lines in found.items() if lines}
    far = {column for column in told if _is_mostly_far(found[column])}
    if len(far) == len(told):
        for column in sorted(far, key=lambda each: each.index):
            _ask(desk, column, found[column], told[column])


def _without_former_plans(
    found: Mapping[SheetColumn, list[Compared]],
) -> dict[SheetColumn, list[Compared]]:
    """Return the columns without plans before an adjustment: another is the ledger's."""
    plans = {column for column in found if column.field == "planned" and found[column]}
    former = {column for column in plans if _differing(found[column])}
    return {c: lines for c, lines in found.items() if c not in former or former == plans}


def _proved(desk: Desk, column: SheetColumn, compared: Sequence[Compared]) -> str:
    """Put into the proof how a column compares with the ledger, and return what it says."""
    differing = _differing(compared)
    told = {
        "title": column.title,
        "held": len(compared) - len(differing),
        "tried": len(compared),
        "names": "、".join(_named(*each) for each in differing[:MOST_NAMED]),
    }
    text = gettext("“%(title)s” is as in the ledger in %(held)s of %(tried)s lines.")
    if differing:
        text = gettext(
            "“%(title)s” is as in the ledger in %(held)s of %(tried)s lines, and differs for"
            " %(names)s. A month's report changes no ledger: it stays as it is."
        )
    desk.prove(text % told, holds=not differing)
    return text % told


def _is_mostly_far(compared: Sequence[Compared]) -> bool:
    """True if most of the lines contradict the ledger, beyond what is rounded; where the ledger has
    the same of all of them, it tells no line from another.
    """
    if len({known for _line, _stated, known in compared}) == 1:
        return False
    far = sum(1 for _line, stated, known in compared if not _is_near(stated, known))
    return len(compared) >= FEWEST and 2 * far > len(compared)


def _differing(compared: Sequence[Compared]) -> list[Compared]:
    return [each for each in compared if not _agrees(each[1], each[2])]


def _ask(desk: Desk, column: SheetColumn, compared: Sequence[Compared], text: str) -> None:
    """Ask whether amounts that are not the ledger's stand in the right lines."""
    known = [each[2] for each in compared]
    moved = sum(
        1
        for n, (_line, stated, own) in enumerate(compared)
        if not _agrees(stated, own) and any(_agrees(stated, k) for k in known[:n] + known[n + 1 :])
    )
    if 2 * moved > len(compared):
        text += gettext(
            " %s of them are other projects' of this table: names and amounts may have been sorted"
            " apart."
        ) % (moved)
    text += gettext(" Do the amounts belong to the projects in their lines?")
    choices = [
        as_it_stands(gettext("%s projects") % len(compared)),
        AnswerChoice(SKIP, gettext("Do not read this table"), no_row_read(len(compared))),
    ]
    desk.ask("ledger", text, choices, column=column.title, lasting=2 * moved <= len(compared))


def _compared(grid: Grid, column: SheetColumn, unit: int, year: int | None) -> Iterator[Compared]:
    """Yield the lines of known projects with their amount and those of the ledger, in yuan."""
    of_total = is_total(column)
    if not of_total and (column.field != "planned" or year is None):
        return
    if not of_total and column.year not in (None, year):
        return
    for line, stated in zip(grid.data, grid.amounts(column, unit), strict=True):
        project = grid.project(line)
        if project is None or stated is None:
            continue
        total = grid.known.total(project) if of_total else None
        known = frozenset({total} if total else ())
        if not of_total and year is not None:
            known = grid.known.planned(project, year)
        if known:
            yield line, stated, known


def _agrees(stated: Amount, known: frozenset[int]) -> bool:
    return any(stated.agrees(Amount(Decimal(yuan))) for yuan in known)


def _is_near(stated: Amount, known: frozenset[int]) -> bool:
    """True for an amount that is the ledger's, rounded."""
    return any(abs(stated.value - yuan) * NEAR <= abs(yuan) for yuan in known)


def _named(line: Line, stated: Amount, known: frozenset[int]) -> str:
    told = {
        "name": line.name,
        "said": in_wan(stated.value),
        "known": "、".join(in_wan(yuan) for yuan in sorted(known)),
    }
    return gettext("%(name)s (here %(said)s, in the ledger %(known)s)") % told
