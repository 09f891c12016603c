"""The values of figures: one statement adds up all of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import ibis.expr.types as ir

from bihuan.figures import rules
from bihuan.figures.engine import Row, run, while_facts_stand
from bihuan.figures.kinds import RATES, Grain, Unit
from bihuan.figures.measures import FIGURES, Defined
from bihuan.figures.positions import fixed_assets, positions
from bihuan.figures.questions import Question
from bihuan.kit import money
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say
from bihuan.progress.models import Report
from bihuan.projects.models import District

FIXED_ASSETS = "fixed_assets"
SIGNED = ("gap_", "acceleration")


@dataclass(frozen=True)
class Figure:
    """One figure's answer. A rate is `part` as a percentage of `whole`; None if there is none.
    `scope` is what its definition says of the rows that count, where that needs words.
    """

    id: str
    label: str
    unit: Unit
    value: int | Decimal | None
    rows: int
    definition: str
    grain: Grain
    part: int
    whole: int | None = None
    scope: str = ""

    @property
    def is_money(self) -> bool:
        return self.unit is Unit.YUAN

    @property
    def is_rate(self) -> bool:
        return self.unit in RATES

    @property
    def is_monthly(self) -> bool:
        """Whether its rows are of one month each."""
        return self.grain not in (Grain.PROJECT, Grain.OUTPUT)

    @property
    def is_accepted(self) -> bool:
        """Whether its rows were accepted by somebody."""
        return self.grain is Grain.REPORT

    @property
    def shown(self) -> str:
        """Its value for a page, in the unit that `shown_unit` names."""
        if self.value is None:
            return "—"
        if self.is_money:
            return money.yi(int(self.value))
        return f"{self.value:+,}" if self.is_signed else f"{self.value:,}"

    @property
    def is_signed(self) -> bool:
        """True for a difference, of which zero is the middle."""
        return self.id.startswith(SIGNED)

    @property
    def shown_unit(self) -> str:
        return say("hundred million yuan") if self.is_money else str(self.unit.label)


def figures(question: Question) -> list[Figure]:
    """Return every figure of the question, those of chains last."""
    from .chains import chain_figures

    return [*_of_projects(question), _investment(question), *chain_figures(question)]


def figure(figure_id: str, question: Question) -> Figure:
    """Return one figure. Raises Refusal if there is none of that id."""
    for found in figures(question):
        if found.id == figure_id:
            return found
    raise Refusal(say("There is no figure “%s”.") % figure_id)


def latest_month(year: int) -> int:
    """Return the last month of `year` with an accepted report; December if there is none."""
    newest = Report.objects.counted().filter(month__year=year).order_by("-month").first()
    return newest.month.month if newest else 12


def totals(table: ir.Table, question: Question, ids: tuple[str, ...]) -> dict[str, ir.Value]:
    """Return the sums that the figures `ids` need: part, whole and number of rows of each."""
    sums: dict[str, ir.Value] = {}
    for figure_id in ids:
        found = FIGURES[figure_id]
        where = found.cut.where(table, question)
        sums[f"part {figure_id}"] = found.measure.part(table, question).sum(where=where)
        sums[f"rows {figure_id}"] = _row_count(table, found.measure.grain).sum(where=where)
        if found.measure.whole:
            sums[f"whole {figure_id}"] = found.measure.whole(table, question).sum(where=where)
    return sums


def answer(
    found: Defined, sums: Row, *, investment: int | None = None, rounding: str
) -> Figure:  # fmt: skip
    """Return the figure that a row of `totals` says."""
    measure, part = found.measure, sums[f"part {found.id}"] or 0
    whole = investment if measure.over_investment else sums.get(f"whole {found.id}")
    value: int | Decimal | None = part
    if measure.is_rate:
        value = rules.share(part, whole, digits=measure.digits, rounding=rounding)
    return Figure(
        id=found.id, label=found.label, unit=measure.unit, value=value, part=part, whole=whole,
        rows=(sums[f"rows {found.id}"] or 0) + (measure.over_investment and whole is not None),
        definition=found.definition, grain=measure.grain, scope=str(found.cut.means),
    )  # fmt: skip


@while_facts_stand
def investment_yuan(question: Question) -> int | None:
    """Return the district's fixed-asset investment to date, if the bureau entered it."""
    found = run(fixed_assets, Question(question.year, question.month))
    return found[0]["cumulative_yuan"] if found else None


def rounding() -> str:
    """Return how the district's office rounds rates."""
    return District.objects.served().rounding


def _of_projects(question: Question) -> list[Figure]:
    sums, investment, mode = _reckoned(question)
    return [answer(found, sums, investment=investment, rounding=mode) for found in FIGURES.values()]


@while_facts_stand
def _reckoned(question: Question) -> tuple[Row, int | None, str]:
    return run(_totals, question)[0], investment_yuan(question), rounding()


def _investment(question: Question) -> Figure:
    yuan = investment_yuan(question)
    return Figure(
        id=FIXED_ASSETS, label=say("Fixed-asset investment"), unit=Unit.YUAN, value=yuan,
        rows=int(yuan is not None), grain=Grain.INVESTMENT, part=yuan or 0,
        definition=say(
            "The district's fixed-asset investment from January to the month, by the statistics."
        ),
    )  # fmt: skip


def _totals(question: Question) -> ir.Table:
    table = positions(question)
    return table.aggregate(**totals(table, question, tuple(FIGURES)))


def _row_count(table: ir.Table, grain: Grain) -> ir.IntegerValue:
    if grain is Grain.REPORT:
        return table.report_count
    if grain is Grain.STATISTICS:
        return table.statistics_count
    return table.one
