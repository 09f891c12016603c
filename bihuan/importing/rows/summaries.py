"""Months of projects that several tables of one import tell: 汇总 beside a sheet for each month.

What says the same is read once; where tables differ it is asked which counts. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.proof.questions import AnswerChoice
from bihuan.kit.money import WAN, in_unit
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.rules import name_key

from .table import SheetRow, Table

_SUMS_UP = re.compile(r"汇总|总表|合计|累计|一览")
AMOUNTS = ("completed", "cumulative")
FIRST, SECOND = "first", "second"
Told = Mapping[tuple[Month, str], int]
"""What a row says of a project: yuan by month and field."""


@dataclass
class _Difference:
    """Rows of two tables that tell other amounts of the same months of a project."""

    first: Table
    second: Table
    rows: list[tuple[SheetRow, SheetRow]] = field(default_factory=list)


@dataclass
class _Months:
    """What the tables read so far tell, and where each project's month stands."""

    places: dict[tuple[str, Month], tuple[Table, SheetRow]] = field(default_factory=dict)
    amounts: dict[str, dict[tuple[Month, str], int]] = field(default_factory=dict)

    def settle(self, table: Table) -> None:
        """Leave out the rows of a table that repeat another's; ask about those that differ."""
        differing: dict[int, _Difference] = {}
        repeated: list[tuple[SheetRow, str]] = []
        for row in table.rows:
            name, says = name_key(str(row.get("name") or "")), dict(_amounts_of(table, row))
            months = {month for month, _field in says}
            known = [self.places[name, m] for m in months if (name, m) in self.places]
            if not known or known[0][0] is table:
                self._note(name, table, row, says)
            elif len(known) == len(months) and _agrees(says, self.amounts[name]):
                repeated.append((row, _why_repeated(*known[0])))
            elif len(known) == len(months) and _compares(says, self.amounts[name]):
                other, first = known[0]
                found = differing.setdefault(id(other), _Difference(other, table))
                found.rows.append((first, row))
        _leave(table, repeated)
        for difference in differing.values():
            _settle(difference)

    def _note(self, name: str, table: Table, row: SheetRow, says: Told) -> None:
        for month, _field in says:
            self.places.setdefault((name, month), (table, row))
        self.amounts.setdefault(name, {}).update(says)


def drop_repeated_months(tables: Sequence[Table]) -> None:
    """Leave out rows that repeat what another table tells of a project's month."""
    monthly = [t for t in tables if t.layout.kind is SheetKind.MONTHLY and not t.is_beside]
    if len(monthly) < 2:
        return
    months = _Months()
    for table in sorted(monthly, key=_sums_up):
        months.settle(table)


def _sums_up(table: Table) -> bool:
    return bool(_SUMS_UP.search("".join([table.sheet.name, *table.above])))


def _amounts_of(table: Table, row: SheetRow) -> Iterator[tuple[tuple[Month, str], int]]:
    year = table.layout.month.year if table.layout.month else table.year
    for key, yuan in row.values.items():
        name, number = key if isinstance(key, tuple) else (key, None)
        if name not in AMOUNTS or yuan is None:
            continue
        month = row.get("month") or table.layout.month
        if number is not None and year is not None:
            month = Month(year, number)
        if month is not None:
            yield (month, name), yuan


def _compares(says: Told, told: Told) -> bool:
    """True if something of what a row says is told already, or follows from what is."""
    return any(_known(told, *key) is not None for key in says)


def _agrees(says: Told, told: Told) -> bool:
    """True if all that a row says is told already, or the sum of what is."""
    return all(yuan == _known(told, *key) for key, yuan in says.items())


def _known(told: Told, month: Month, name: str) -> int | None:
    """Return what is told of a month, or what follows from the months told."""
    if (month, name) in told:
        return told[month, name]
    if name == "completed":
        before = told.get((month.previous(), "cumulative"), 0 if month.number == 1 else None)
        now = told.get((month, "cumulative"))
        return None if before is None or now is None else now - before
    alone = [told.get((Month(month.year, n), "completed")) for n in range(1, month.number + 1)]
    found = [yuan for yuan in alone if yuan is not None]
    return sum(found) if len(found) == len(alone) else None


def _why_repeated(table: Table, row: SheetRow) -> str:
    told = {"sheet": table.sheet.name, "row": row.number}
    return gettext("told in sheet “%(sheet)s”, row %(row)s, with the same amounts") % told


def _leave(table: Table, rows: Sequence[tuple[SheetRow, str]]) -> None:
    """Leave rows out of a table, and say why."""
    out = {id(row) for row, _why in rows}
    table.rows = [row for row in table.rows if id(row) not in out]
    for row, why in rows:
        if why:
            table.desk.leave_out(row.number, str(row.get("name")), why)


def _settle(difference: _Difference) -> None:
    """Ask which of two tables counts where they differ; leave the other's rows out."""
    first, second = difference.first, difference.second
    told = {
        "second": second.sheet.name,
        "first": first.sheet.name,
        "count": len(difference.rows),
        "name": difference.rows[0][0].get("name"),
    }
    text = gettext(
        "“%(second)s” tells %(count)s projects with other amounts than “%(first)s” (the first:"
        " %(name)s): which sheet counts?"
    )
    choices = [
        AnswerChoice(
            way, f"“{table.sheet.name}”", _sum(table, [pair[n] for pair in difference.rows])
        )
        for n, (way, table) in enumerate(((FIRST, first), (SECOND, second)))
    ]
    answer = second.desk.ask("repeated", text % told, choices, column=first.sheet.name)
    loser = 0 if answer == SECOND else 1  # while it is asked, too: no row is blamed for it
    why = gettext("another sheet counts, as answered") if answer else ""
    _leave((first, second)[loser], [(pair[loser], why) for pair in difference.rows])


def _sum(table: Table, rows: Sequence[SheetRow]) -> str:
    """Show what rows say that was completed."""
    found = [dict(_amounts_of(table, row)) for row in rows]
    names = [name for name in AMOUNTS if any(key[1] == name for each in found for key in each)]
    sums = {
        name: sum(y for each in found for key, y in each.items() if key[1] == name)
        for name in names
    }
    columns = {name: next(c for c in table.layout.columns if c.field == name) for name in names}
    return "；".join(f"{columns[n].title}：{in_unit(yuan, WAN)}" for n, yuan in sums.items())
