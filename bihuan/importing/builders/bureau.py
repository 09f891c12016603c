"""What the statistics bureau and the chains' enterprises say: their own facts, in versions. A table
whose total its rows do not make changes nothing until somebody says what counts (STAT-7).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from bihuan.importing.rows.table import TOLERANCE_YUAN, SheetRow, Table
from bihuan.kit import advance
from bihuan.kit.months import Month, check_begun
from bihuan.kit.words import gettext
from bihuan.projects.rules import name_key
from bihuan.statistics.chains.counting import CountingChains
from bihuan.statistics.chains.models import ChainOutput
from bihuan.statistics.drafts import (
    BureauNameDraft,
    CountedDraft,
    FixedAssetDraft,
    OutputDraft,
    StandingDraft,
)
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth
from bihuan.statistics.rules import (
    check_correction,
    check_cumulative,
    check_month,
    check_output,
    check_output_correction,
    check_standing,
)
from bihuan.statistics.rules.chains import check_counting_chain

from .base import AnyProject, Builder, ImportContext
from .ledger import LedgerBuilder


class StatisticsBuilder(Builder):
    """Builds rows on which projects entered the statistics and what was counted of them."""

    def add(self, table: Table, year: int | None) -> None:
        for row in advance.counted(table.rows):
            project = self._project(row, table)
            if project is None or row.bad:
                continue
            if (at := year or table.year) is None:
                self.context.add_error(row, "name", gettext("The sheet does not tell the year."))
                continue
            mark = self.changes.mark()
            new = self._standing(project, row)
            if not row.bad:
                self._months(project, row, at)
            self.context.add_outcome(row, project.name, mark, new=new)

    def _project(self, row: SheetRow, table: Table) -> AnyProject | None:
        """Return the row's project: by its code, by what the ledger calls it, by what the bureau
        was said to call it, else as answered, which is remembered (STAT-6).
        """
        code, name = row.get("code"), row.get("name")
        key = name_key(name or "")
        if self.existing.find(code, name, row.get("key")) is None:
            if (known := self.existing.bureau_names.get(key)) is not None:
                return known
            project = self.context.project_of(row, table.desk, anew=True)
            if project is not None and name:
                self.changes.create(BureauNameDraft(project, name))
                self.existing.bureau_names[key] = project
            return project
        return self.context.project_of(row, table.desk)

    def _standing(self, project: AnyProject, row: SheetRow) -> bool:
        standing = self.existing.standings.get(id(project))
        new = standing is None
        if standing is None:
            standing = self.existing.standings[id(project)] = StandingDraft(project)
            self.changes.create(standing)
        days = {
            name: row.get(name) or getattr(standing, name) for name in ("entered_on", "started_on")
        }
        if self.context.refused(
            row,
            "entered_on" if row.get("entered_on") else "started_on",
            check_standing,
            days["entered_on"],
            days["started_on"],
            today=self.context.today,
        ):
            return new
        for name, day in days.items():
            self.changes.set(standing, name, day)
        return new

    def _months(self, project: AnyProject, row: SheetRow, year: int) -> None:
        counted = {
            k[1]: v for k, v in row.values.items() if isinstance(k, tuple) and k[0] == "counted"
        }
        total = row.get("counted_total")
        if total is not None and abs(total - sum(counted.values())) > TOLERANCE_YUAN:
            self.context.add_error(
                row,
                "counted_total",
                gettext("The total is stated as %(stated)s, the months sum to %(derived)s.")
                % {
                    "stated": row.money("counted_total", total),
                    "derived": row.money("counted_total", sum(counted.values())),
                },
            )
            return
        if row.get("entered") is False and any(counted.values()):
            self.context.warn(
                row, "entered", gettext("Not in the statistics, yet amounts are counted.")
            )
        for number, yuan in counted.items():
            day = date(year, number, 1)
            old = self.existing.statistics.get((id(project), day))
            if old is not None and old.completed_yuan == yuan:
                continue
            if self._refused(project, row, Month(year, number), old):
                continue
            fresh = CountedDraft(project, day, yuan, *next_version(self.context, old))
            self._say(old, fresh)
            self.changes.create(fresh)
            self.existing.statistics[(id(project), day)] = fresh

    def _refused(
        self,
        project: AnyProject,
        row: SheetRow,
        month: Month,
        old: StatisticsMonth | CountedDraft | None,
    ) -> bool:
        """Blame what the bureau's own rules refuse."""
        key = ("counted", month.number)
        entered_on = self.existing.standings[id(project)].entered_on
        if self.context.refused(
            row,
            key,
            check_month,
            row.get(key),
            month_ends_on=month.last_day,
            entered_on=entered_on,
            today=self.context.today,
        ):
            return True
        return old is not None and self.context.refused(
            row, key, check_correction, self.context.reason
        )

    def _say(self, old: StatisticsMonth | CountedDraft | None, new: CountedDraft) -> None:
        if old is not None:
            tell_money(self.context, StatisticsMonth, old, new, "completed_yuan")


class InvestmentBuilder(Builder):
    """Builds rows of the district's fixed-asset investment, cumulative in the year."""

    def add(self, table: Table, year: int | None) -> None:
        stated = {
            month.first_day: yuan
            for row in table.rows
            if (month := row.get("month")) and (yuan := row.get("cumulative")) is not None
        }
        for row in advance.counted(table.rows):
            month, yuan = row.get("month"), row.get("cumulative")
            if row.bad or month is None or yuan is None:
                continue
            mark = self.changes.mark()
            old = self.existing.investment.get(month.first_day)
            if self._refused(row, month, yuan, old, stated):
                continue
            if old is None or old.cumulative_yuan != yuan:
                fresh = FixedAssetDraft(month.first_day, yuan, *next_version(self.context, old))
                if old is not None:
                    tell_money(self.context, FixedAssetInvestment, old, fresh, "cumulative_yuan")
                self.changes.create(fresh)
                self.existing.investment[month.first_day] = fresh
            self.context.add_outcome(row, str(month), mark, new=old is None)

    def _refused(
        self,
        row: SheetRow,
        month: Month,
        yuan: int,
        old: FixedAssetInvestment | FixedAssetDraft | None,
        stated: dict[date, int],
    ) -> bool:
        """Blame what the bureau's own rules refuse, of the year as it will stand."""
        stands = {day: each.cumulative_yuan for day, each in self.existing.investment.items()}
        year = {d: y for d, y in {**stands, **stated}.items() if d.year == month.year}
        before = [y for day, y in year.items() if day < month.first_day]
        after = [y for day, y in year.items() if day > month.first_day]
        today = self.context.today
        if self.context.refused(row, "month", check_begun, month, today=today):
            return True
        if self.context.refused(
            row,
            "cumulative",
            check_cumulative,
            yuan,
            before=max(before, default=None),
            after=min(after, default=None),
        ):
            return True
        changed = old is not None and old.cumulative_yuan != yuan
        return changed and self.context.refused(
            row, "cumulative", check_correction, self.context.reason
        )


class ChainBuilder(Builder):
    """Builds rows of the chains' output, this year beside the year before."""

    def __init__(self, context: ImportContext, ledger: LedgerBuilder) -> None:
        super().__init__(context)
        self.ledger = ledger
        self._counting: dict[int, CountingChains] = {}

    def add(self, table: Table, year: int | None) -> None:
        chain: str | None = None
        at = table.year or year
        for row in advance.counted(table.rows):
            chain = row.get("chain") or chain  # merged down over a chain's enterprises
            if row.bad or chain is None:
                continue
            output = row.get(("output", at)) if at else None
            previous = row.get(("output", at - 1)) if at else None
            if at is None or output is None or previous is None:
                self.context.add_error(
                    row, "output", gettext("Output of the year and of the year before are needed.")
                )
                continue
            self._output(row, chain, at, output, previous)

    def _output(self, row: SheetRow, chain: str, year: int, output: int, previous: int) -> None:
        mark = self.changes.mark()
        enterprise = row.get("enterprise") or chain
        key = (chain, enterprise, year)
        if self.context.refused(
            row,
            ("output", year - 1 if previous < 0 else year),
            check_output,
            enterprise=enterprise,
            year=year,
            this_year=self.context.today.year,
            output_yuan=output,
            previous_output_yuan=previous,
        ):
            return
        counting = self._counting.get(year) or CountingChains(year)
        self._counting[year] = counting
        if self.context.refused(
            row,
            "enterprise",
            check_counting_chain,
            enterprise,
            year,
            counting.places(enterprise, chain),
        ):
            return
        if output > 0:
            counting.add(enterprise, chain)
        old = self.existing.outputs.get(key)
        if old is None or (old.output_yuan, old.previous_output_yuan) != (output, previous):
            if old is not None and self.context.refused(
                row, ("output", year), check_output_correction, self.context.reason
            ):
                return
            fresh = OutputDraft(
                self.ledger.parties.chain(chain),
                enterprise,
                year,
                output,
                previous,
                *next_version(self.context, old),
            )
            if old is not None:
                tell_money(self.context, ChainOutput, old, fresh, "output_yuan")
            self.changes.create(fresh)
            self.existing.outputs[key] = fresh
        self.context.add_outcome(row, enterprise, mark, new=old is None)


def next_version(context: ImportContext, old: Any) -> tuple[int, str, Any]:
    """Return version and reason of what takes the place of `old`, and `old` itself."""
    return (1, "", None) if old is None else (old.version + 1, context.reason, old)


def tell_money(context: ImportContext, model: type[Model], old: Any, new: Any, money: str) -> None:
    """Show how an amount changes from one version to the next."""
    label = str(model._meta.get_field(money).verbose_name)  # type: ignore[union-attr]  # a column
    context.changes.add_difference(label, getattr(old, money), getattr(new, money), name=money)
