"""Builds the rows of tables of money: what is new of each line, never a second time the same."""

from __future__ import annotations

from bihuan.importing.builders.base import Builder, ImportContext
from bihuan.importing.proof.amount_words import amounts_of_sheet_in
from bihuan.importing.rows.table import Table
from bihuan.kit import advance

from .differences import LineDifference
from .lines import KnownLine, KnownLines
from .quotas import Quotas
from .statements import Statement, StatementReader


class FundingBuilder(Builder):
    """Collects what tables state, line by line; documents are compared when all are read."""

    def __init__(self, context: ImportContext) -> None:
        super().__init__(context)
        self.lines = KnownLines(context.existing)
        self.found: list[LineDifference] = []

    def add(self, table: Table, year: int | None) -> None:
        reader = StatementReader(self.context, self.lines, table, year)
        by_line: dict[KnownLine, list[Statement]] = {}
        for row in advance.counted(table.rows):
            found = reader.statements(row)
            if not found and not row.bad and not table.desk.is_open:
                name = str(row.get("name") or "")
                self.context.add_outcome(row, name, self.changes.mark(), new=False)
            for told in found:
                if (known := reader.line_of(told)) is not None:
                    by_line.setdefault(known, []).append(told)
        self.found += [LineDifference(self.context, reader, *each) for each in by_line.items()]

    def finish(self) -> None:
        """Compare the documents of all tables, then put down what is new."""
        quotas = Quotas(self.context, self.lines)
        for each in self.found:
            each.quotas(quotas)
        quotas.settle()
        for each in self.found:
            with amounts_of_sheet_in(each.told[0].row.unit):
                if not any(told.row.bad for told in each.told):
                    each.build()
