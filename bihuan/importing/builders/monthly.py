"""Monthly reports: which months of which projects the sheets of a batch state."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bihuan.importing.proof.questions import Desk
from bihuan.importing.rows.table import SheetRow, Table
from bihuan.kit import advance
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .base import AnyProject, Builder, ImportContext
from .openings import settle_openings, tell_openings, tell_rests
from .project_months import ProjectMonths
from .stated_month import StatedMonth

AMOUNTS = ("completed", "cumulative")


def _says_the_same(first: SheetRow, other: SheetRow) -> bool:
    """True if two rows of one table say the same but for their numbers: a project in two groups."""
    told = [{k: v for k, v in row.values.items() if k != "number"} for row in (first, other)]
    return first.columns is other.columns and told[0] == told[1]


class MonthlyBuilder(Builder):
    """Builds rows of monthly reports. All sheets of a batch are read before any month is judged, so
    that the order of files does not matter.
    """

    def __init__(self, context: ImportContext) -> None:
        super().__init__(context)
        self.said: dict[int, list[StatedMonth]] = defaultdict(list)
        self.projects: dict[int, AnyProject] = {}
        self.seen: dict[tuple[int, Month], SheetRow] = {}
        self._last_numbered: tuple[object, tuple[set[int], list[Any]]] = (None, (set(), []))

    def add(self, table: Table, year: int | None) -> None:
        for row in advance.counted(table.rows):
            if table.is_ledger_too and not self._tells_amounts(row):
                continue
            project = self.context.project_of(row, table.desk)
            if project is None or row.bad:
                continue
            for said in self._months(row, table, year):
                self._hear(project, said)

    def _tells_amounts(self, row: SheetRow) -> bool:
        names = (key if isinstance(key, str) else key[0] for key in row.values)
        return any(name in AMOUNTS for name in names)

    def _months(self, row: SheetRow, table: Table, year: int | None) -> list[StatedMonth]:
        every, numbered = self._numbered(row)
        if len(every) > 1:
            told = {k[1] for k in row.values if isinstance(k, tuple) and k[0] in AMOUNTS}
            return self._many(row, sorted(told), table.year or year, table.desk)
        month = row.get("month") or self._month(table, numbered, table.year or year)
        money = numbered[0] if numbered else "completed"
        stated = next(
            (k for k in row.columns if k == "cumulative" or k[0] == "cumulative"), "cumulative"
        )
        if month is None:
            self.context.add_error(
                row, money, gettext("Neither sheet nor row tells which month it is.")
            )
            return []
        amounts = (row.get(money), row.get(stated))
        return [StatedMonth(month, row, *amounts, (money, stated), table.desk)]

    def _numbered(self, row: SheetRow) -> tuple[set[int], list[Any]]:
        """Return the months of which a row's table has a column, and the keys of those for what
        was completed; told once a table.
        """
        columns, found = self._last_numbered
        if columns is not row.columns:
            keys = [k for k in row.columns if isinstance(k, tuple) and k[0] in AMOUNTS]
            found = {k[1] for k in keys}, [k for k in keys if k[0] == "completed"]
            self._last_numbered = row.columns, found
        return found

    def _many(
        self, row: SheetRow, told: list[int], year: int | None, desk: Desk
    ) -> list[StatedMonth]:
        """Return the months of a sheet with a column a month; its words are of the last of them."""
        if not told:
            return []
        if year is None:
            key = next(key for key in row.columns if isinstance(key, tuple))
            self.context.add_error(row, key, gettext("The sheet does not tell the year."))
            return []
        found = []
        for number in told:
            money, so_far = ("completed", number), ("cumulative", number)
            keys = (money if money in row.columns else so_far, so_far)
            amounts = (row.get(money), row.get(so_far))
            month = Month(year, number)
            found.append(StatedMonth(month, row, *amounts, keys, desk, is_last=number == told[-1]))
        return found

    def _month(self, table: Table, numbered: list[Any], year: int | None) -> Month | None:
        if table.layout.month:
            return table.layout.month
        number = numbered[0][1] if numbered else table.layout.number
        return Month(year, number) if number and year else None

    def _hear(self, project: AnyProject, said: StatedMonth) -> None:
        if (first := self.seen.get((id(project), said.month))) is not None:
            if _says_the_same(first, said.row):
                why = gettext("says the same as row %s: read once") % first.number
                said.desk.leave_out(said.row.number, project.name, why)
                return
            sentence = gettext(
                "%(month)s of this project stands in sheet “%(sheet)s”, row %(row)s already."
            )
            sentence = sentence.replace("%(month)s", said.month.in_words)
            self.context.add_repeated(said.row, first, sentence)
            return
        self.seen[(id(project), said.month)] = said.row
        self.projects[id(project)] = project
        self.said[id(project)].append(said)

    def finish(self) -> None:
        """Judge and build every project's months in order."""
        built = []
        for key, months in self.said.items():
            months.sort(key=lambda said: said.month)
            built.append(ProjectMonths(self.context, self.projects[key], months))
        settle_openings(built)
        for project in built:
            project.build_all()
            advance.add(len(project.months))
        tell_openings(built)
        tell_rests(built)
