"""What the chains' enterprises put out in one month."""

from __future__ import annotations

from bihuan.importing.rows.table import SheetRow, Table
from bihuan.kit import advance
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.statistics.chains.counting import CountingChains
from bihuan.statistics.chains.models import ChainMonth
from bihuan.statistics.drafts import MonthOutputDraft
from bihuan.statistics.rules import check_month_output, check_output_correction
from bihuan.statistics.rules.chains import check_counting_chain

from .base import Builder, ImportContext
from .bureau import next_version, tell_money
from .ledger import LedgerBuilder


class ChainMonthBuilder(Builder):
    """Builds rows of the chains' output in a month, beside the same month of the year before."""

    def __init__(self, context: ImportContext, ledger: LedgerBuilder) -> None:
        super().__init__(context)
        self.ledger = ledger
        self._counting: dict[int, CountingChains] = {}

    def add(self, table: Table, year: int | None) -> None:
        chain: str | None = None
        month = table.layout.month
        for row in advance.counted(table.rows):
            chain = row.get("chain") or chain  # merged down over a chain's enterprises
            if row.bad or chain is None or month is None:
                continue
            output, previous = row.get("month_output"), row.get("month_output_before")
            if output is None or previous is None:
                self.context.add_error(
                    row,
                    "month_output",
                    gettext(
                        "Output of the month and of the same month the year before are needed."
                    ),
                )
                continue
            self._month(row, chain, month, output, previous)

    def _month(self, row: SheetRow, chain: str, month: Month, output: int, previous: int) -> None:
        mark, enterprise = self.changes.mark(), row.get("enterprise") or chain
        key = (chain, enterprise, month.first_day)
        if self._refused(row, chain, enterprise, month, output, previous):
            return
        old = self.existing.chain_months.get(key)
        if old is None or (old.output_yuan, old.previous_output_yuan) != (output, previous):
            if old is not None and self.context.refused(
                row, "month_output", check_output_correction, self.context.reason
            ):
                return
            version = next_version(self.context, old)
            of_chain = self.ledger.parties.chain(chain)
            fresh = MonthOutputDraft(
                of_chain, enterprise, month.first_day, output, previous, *version
            )
            if old is not None:
                tell_money(self.context, ChainMonth, old, fresh, "output_yuan")
            self.changes.create(fresh)
            self.existing.chain_months[key] = fresh
        self.context.add_outcome(row, enterprise, mark, new=old is None)

    def _refused(
        self,
        row: SheetRow,
        chain: str,
        enterprise: str,
        month: Month,
        output: int,
        previous: int,
    ) -> bool:
        """Blame what the rules of output refuse, and an enterprise that another chain counts."""
        if self.context.refused(
            row,
            "month_output_before" if previous < 0 else "month_output",
            check_month_output,
            enterprise=enterprise,
            month=month.first_day,
            today=self.context.today,
            output_yuan=output,
            previous_output_yuan=previous,
        ):
            return True
        counting = self._counting.get(month.year) or CountingChains(month.year)
        self._counting[month.year] = counting
        places = counting.places(enterprise, chain)
        if self.context.refused(
            row, "enterprise", check_counting_chain, enterprise, month.year, places
        ):
            return True
        if output > 0:
            counting.add(enterprise, chain)
        return False
