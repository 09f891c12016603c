"""Rows with amounts and no name: a total, a problem under a merged name, or a question. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice
from bihuan.importing.proof.rows.lines import Line, LineRole
from bihuan.kit.words import gettext

from .faults import MOST_TOLD, why_blank
from .table import ImportProblem, Table

LEFT, MEND = "left", "mend"


class NamelessRows:
    """The rows of a table that have amounts and no name, as they come."""

    def __init__(self, table: Table, grid: Grid, unit: int | None) -> None:
        self.table, self.grid, self.unit = table, grid, unit
        self.open: list[Line] = []
        self.last_sum = -1

    def take(self, line: Line) -> str:
        """Take a line that is no row; return why it is left out, or nothing while that is open."""
        name = self.table.layout.column("name")
        if name is None or not line.has_amounts:
            return gettext("a remark")
        if self._states_a_sum(line):
            self.last_sum = line.number
            return gettext("a total")
        if sentence := why_blank(self.table.sheet, (line.number, name.index)):
            self.table.problems.append(self._problem(line, name, sentence))
        elif (top := self._merged_from(line, name)) is not None:
            self.table.problems += self._parts(line, name, top)
        else:
            self.open.append(line)
            return ""
        return gettext("a row without a name")

    def settle(self) -> None:
        """Ask what the rows are that are left open."""
        name = self.table.layout.column("name")
        if not self.open or name is None:
            return
        answer = self._ask()
        for line in self.open:
            if answer == MEND:
                sentence = gettext("This row has amounts but no name of its own.")
                self.table.problems.append(self._problem(line, name, sentence))
            why = gettext("a row without a name")
            self.table.desk.leave_out(line.number + 1, line.text, why)

    def _ask(self) -> str:
        rows = "、".join(str(line.number + 1) for line in self.open[:MOST_TOLD])
        text = gettext("%(count)s rows have amounts and no name (rows %(rows)s): what are they?")
        told = {"count": len(self.open), "rows": rows + "…" * (len(self.open) > MOST_TOLD)}
        choices = [
            AnswerChoice(LEFT, gettext("No projects: leave them out"), self._sums()),
            AnswerChoice(
                MEND,
                gettext("Projects whose names are missing"),
                gettext("%s rows to be mended") % len(self.open),
            ),
        ]
        return self.table.desk.ask("nameless", text % told, choices)

    def _sums(self) -> str:
        """Return what the rows come to together, column by column."""
        told = []
        for place, column in enumerate(self.grid.columns):
            sum_ = total_of(line.amounts[place] for line in self.open).value
            if sum_:
                scale = 1 if column.unit else self.unit or 1
                told.append(f"{column.leaf} {in_wan(sum_ * scale)}")
        return gettext("left out: %s") % "、".join(told)

    def _states_a_sum(self, line: Line) -> bool:
        """True if the amounts are the sums of all projects above, of those of a group or since the
        last such sum, or of those right below.
        """
        above = [each for each in self.grid.lines if each.number < line.number]
        last = max(
            (x.number for x in above if x.role in (LineRole.GROUP, LineRole.TOTAL)), default=-1
        )
        last = max(last, self.last_sum)
        rows = [each for each in above if each.role is LineRole.DATA and each.parent is None]
        below = takewhile(lambda x: x.role is LineRole.DATA, self.grid.lines[len(above) + 1 :])
        return any(
            len(summed) > 1 and line.is_sum_of(summed)
            for summed in (rows, [each for each in rows if each.number > last], list(below))
        )

    def _merged_from(self, line: Line, name: SheetColumn) -> int | None:
        """Return the row with the name that is merged over a line, None if none is."""
        areas = self.table.sheet.merged
        return next(
            (
                top
                for top, left, bottom, right in areas
                if top < line.number <= bottom and left <= name.index <= right
            ),
            None,
        )

    def _parts(self, line: Line, name: SheetColumn, top: int) -> Iterator[ImportProblem]:
        """Blame both lines of a project that goes on in a second: neither is the whole."""
        sentence = gettext(
            "This row has amounts but no name of its own: put a project into one row."
        )
        yield self._problem(line, name, sentence)
        row = self.table.rows[-1] if self.table.rows else None
        if row is not None and row.number == top + 1 and not row.bad:
            sentence = gettext("The project goes on in row %s: put it into one row.")
            yield row.problem("name", sentence % (line.number + 1))

    def _problem(self, line: Line, name: SheetColumn, sentence: str) -> ImportProblem:
        place = (self.table.file, self.table.sheet.name, line.number + 1, name.title)
        return ImportProblem(*place, sentence, index=name.index)
