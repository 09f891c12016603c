"""The values of figures of projects: one statement adds up all that are asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.figures.blocks import summed
from bihuan.figures.engine import Row, cached_on_facts, run
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.measures import FIGURES, Defined, read_beside
from bihuan.figures.project_months import asked_places, fixed_assets
from bihuan.figures.questions import Question
from bihuan.kit.words import gettext
from bihuan.projects.rates import rounding, share

from .values import Figure, in_order

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIXED_ASSETS = "fixed_assets"
ALL = (*FIGURES, FIXED_ASSETS)


def totals(table: ir.Table, question: Question, ids: tuple[str, ...]) -> dict[str, ir.Value]:
    """Return the sums that the figures `ids` need: part, whole and number of rows of each, and how
    many records tell of it where it needs any (FIGURE-22).
    """
    sums: dict[str, ir.Value] = {}
    for figure_id in ids:
        found = FIGURES[figure_id]
        where = found.where(table, question)
        sums[f"part {figure_id}"] = found.measure.part(table, question).sum(where=where)
        sums[f"rows {figure_id}"] = _row_count(table, found.measure.grain).sum(where=where)
        if found.told_by:
            sums[f"told {figure_id}"] = table[found.told_by].sum(where=where)
        if found.measure.whole:
            sums[f"whole {figure_id}"] = found.measure.whole(table, question).sum(where=where)
    return sums


def answer(found: Defined, sums: Row, *, investment: int | None = None, rounding: str) -> Figure:
    """Return the figure that a row of `totals` says."""
    measure, part = found.measure, sums[f"part {found.id}"] or 0
    whole = investment if measure.over_investment else sums.get(f"whole {found.id}")
    is_known = not found.told_by or bool(sums[f"told {found.id}"])
    value: int | Decimal | None = part
    if measure.from_first_report and not is_known:
        value = None
    elif measure.is_rate:
        value = share(part, whole, digits=measure.digits, rounding=rounding)
    return Figure(
        id=found.id,
        label=found.label,
        unit=measure.unit,
        value=value,
        part=part,
        whole=whole,
        rows=(sums[f"rows {found.id}"] or 0) + (measure.over_investment and whole is not None),
        definition=found.definition,
        grain=measure.grain,
        scope=str(found.segment.means),
        is_counted=measure.counted is not None,
        is_known=is_known,
    )


@cached_on_facts
def investment_yuan(question: Question) -> int | None:
    """Return the district's fixed-asset investment to date, if the bureau entered it."""
    found = run(fixed_assets, Question(question.year, question.month))
    return found[0]["cumulative_yuan"] if found else None


def owns(figure_id: str) -> bool:
    """Return whether a figure is of projects, or what all of them are set against."""
    return figure_id in FIGURES or figure_id == FIXED_ASSETS


def project_figures(question: Question, ids: tuple[str, ...] = ALL) -> list[Figure]:
    """Return the figures `ids` of projects, and fixed-asset investment if it is among them."""
    asked = tuple(each for each in ids if each in FIGURES)
    invested = FIXED_ASSETS in ids or any(FIGURES[each].measure.over_investment for each in asked)
    sums = summed(_totals, question, in_order(FIGURES, asked))[0] if asked else {}
    investment, mode = investment_yuan(question) if invested else None, rounding()
    found = [answer(FIGURES[each], sums, investment=investment, rounding=mode) for each in asked]
    return [*found, _fixed_assets(investment)] if FIXED_ASSETS in ids else found


def _totals(question: Question, ids: tuple[str, ...]) -> ir.Table:
    table = asked_places(question, read_beside(ids))
    return table.aggregate(**totals(table, question, ids))


def _fixed_assets(yuan: int | None) -> Figure:
    return Figure(
        id=FIXED_ASSETS,
        label=gettext("Fixed-asset investment"),
        unit=Unit.YUAN,
        value=yuan,
        rows=int(yuan is not None),
        grain=Grain.INVESTMENT,
        part=yuan or 0,
        definition=gettext(
            "The district's fixed-asset investment from January to the month, by the statistics."
        ),
    )


def _row_count(table: ir.Table, grain: Grain) -> ir.IntegerValue:
    if grain is Grain.REPORT:
        return table.report_count
    if grain is Grain.STATISTICS:
        return table.statistics_count
    return table.one
