"""Months in which every row of a table says nought: reported, or never reported? Pure.

What other systems put out holds 0.0 for months of which nobody told anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.proof.questions import AnswerChoice
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .table import Key, SheetRow, Table

REPORTED, SKIP, LAST = "reported", "skip", "last"
MONEY, SO_FAR = "completed", "cumulative"


@dataclass(frozen=True)
class _Told:
    """What one row tells of one month. `rise` is what it adds to the months before, if known."""

    row: SheetRow
    keys: tuple[Key, ...]
    rise: int | None


def settle_zeros(table: Table, today: date) -> None:
    """Ask once whether months with noughts alone were reported. Those that are not yet begun, which
    nobody can have reported, are left out, and so are all of them until it is answered.
    """
    if table.layout.kind != SheetKind.MONTHLY:
        return
    told = _by_month(table)
    if not any(each.rise for found in told.values() for each in found):
        return
    empty = [month for month in _empty(told) if table.year or month[0]]
    begun = [month for month in empty if _day(table, month) <= today]
    later = [month for month in empty if month not in begun]
    if later:
        why = gettext("months that have not begun, with 0 in every row")
        table.desk.leave_out(table.layout.header_row + 1, _names(later), why)
    left = _ask(table, told, begun) if begun else []
    _leave_out(table, [each for month in (*left, *later) for each in told[month]])


_When = tuple[int, int]
"""A year, 0 if only the table tells it, and a month."""


def _day(table: Table, when: _When) -> date:
    return date(when[0] or table.year or 1, when[1], 1)


def _by_month(table: Table) -> Mapping[_When, list[_Told]]:
    """Return what rows tell of each month, in order; nothing for a table of one month."""
    keys = table.rows[0].columns if table.rows else ()
    if len({key[1] for key in keys if key[0] in (MONEY, SO_FAR)}) < 2 and "month" not in keys:
        return {}
    found: dict[_When, list[_Told]] = defaultdict(list)
    for row in table.rows:
        for when, each in _months(row):
            found[when].append(each)
    return dict(sorted(found.items())) if len(found) > 1 else {}


def _months(row: SheetRow) -> Iterator[tuple[_When, _Told]]:
    stated = row.get("month")
    if isinstance(stated, Month):
        if isinstance(done := row.get(MONEY), int):
            yield (stated.year, stated.number), _Told(row, (MONEY, SO_FAR), done)
        return
    numbers = {key[1] for key in row.values if isinstance(key, tuple) and key[0] in (MONEY, SO_FAR)}
    before: int | None = 0
    for number in sorted(numbers):
        money, so_far = row.get((MONEY, number)), row.get((SO_FAR, number))
        rise = money
        if rise is None and so_far is not None:
            rise = 0 if not so_far else so_far - (before or 0)
        before = so_far if so_far is not None else (before or 0) + (money or 0)
        yield (0, number), _Told(row, ((MONEY, number), (SO_FAR, number)), rise)


def _empty(told: Mapping[_When, list[_Told]]) -> list[_When]:
    """Return the months in which nothing was completed, as every row says; of a table with one row
    only those at the end.
    """
    months = list(told)
    empty = [m for m in months if all(each.rise == 0 for each in told[m])]
    last = max((m for m in months if m not in empty), default=(0, 0))
    return [m for m in empty if len(told[m]) > 1 or m > last]


def _names(months: Iterable[_When]) -> str:
    return "、".join(f"{year}年{n}月" if year else f"{n}月" for year, n in months)


def _ask(
    table: Table, told: Mapping[_When, list[_Told]], months: Sequence[_When]
) -> Sequence[_When]:
    """Return the months that were not reported: all, until it is answered."""
    done = max(month for month in told if any(each.rise for each in told[month]))
    last = [month for month in months if month > done]
    ways = {
        SKIP: (gettext("Not reported: leave these months out"), months),
        LAST: (gettext("Nothing was completed at first; the last of them were not reported"), last),
        REPORTED: (gettext("Nothing was completed"), []),
    }
    if last in ([], list(months)):
        del ways[LAST]
    text = gettext(
        "Every row says 0 for %s: was nothing completed, or were these months not reported?"
    )
    choices = [
        AnswerChoice(way, label, _gives(told, months, left)) for way, (label, left) in ways.items()
    ]
    answer = table.desk.ask("zeros", text % _names(months), choices)
    return ways[answer or SKIP][1]


def _gives(
    told: Mapping[_When, list[_Told]], months: Sequence[_When], left: Sequence[_When]
) -> str:
    count = sum(len(told[month]) for month in months if month not in left)
    reports = gettext("%s reports of 0") % count
    if not left:
        return reports
    none = gettext("no report of %s") % _names(left)
    return f"{none}；{reports}" if count else none


def _leave_out(table: Table, left: Iterable[_Told]) -> None:
    """Take months out of the rows; a row that tells of no other goes."""
    rows = []
    for each in left:
        for key in each.keys:
            each.row.values.pop(key, None)
        if MONEY in each.keys:
            rows.append(each.row)
    gone = {id(row) for row in rows}
    table.rows = [row for row in table.rows if id(row) not in gone]
    for row in rows:
        table.desk.leave_out(row.number, str(row.get("name")), gettext("a month not reported"))
