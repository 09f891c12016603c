"""Output of the industry chains, and its growth: of like with like (FIGURE-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.figures.engine import Row, cached_on_facts, run
from bihuan.figures.expressions import _, tables
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.kit.words import gettext
from bihuan.project_months.districts import linked, selected
from bihuan.projects.rates import rounding, share

from .values import Figure

if TYPE_CHECKING:
    import ibis.expr.types as ir

OUTPUT, GROWTH = "chain_output.", "chain_growth."
PATTERNS = (OUTPUT + "*", GROWTH + "*")
GROWTH_DIGITS = 1


def owns(figure_id: str) -> bool:
    """Return whether a figure is of a chain."""
    return figure_id.startswith((OUTPUT, GROWTH))


def chain_figures(question: Question, ids: tuple[str, ...] | None = None) -> list[Figure]:
    """Return output and growth of every chain that has output in the year; those of `ids` alone,
    if they are given.
    """
    found, mode = _reckoned(question.year)
    every = [each for row in found for each in (_output(row), _growth(row, mode))]
    return [each for each in every if ids is None or each.id in ids]


def chain_rows(question: Question, name: str) -> list[Row]:
    """Return the enterprises of the chain of that name, largest first."""
    return run(_enterprises, Question(question.year), name)


@cached_on_facts
def _reckoned(year: int) -> tuple[list[Row], str]:
    found = run(_totals, Question(year))
    return found, rounding() if found else ""


def _output(row: Row) -> Figure:
    return Figure(
        id=OUTPUT + row["chain"],
        label=gettext("Output of %s") % row["chain"],
        unit=Unit.YUAN,
        value=row["output_yuan"],
        rows=row["enterprises"],
        grain=Grain.OUTPUT,
        part=row["output_yuan"],
        definition=gettext("Output of the chain's enterprises in the year."),
    )


def _growth(row: Row, mode: str) -> Figure:
    gained, before = row["output_yuan"] - row["previous_output_yuan"], row["previous_output_yuan"]
    return Figure(
        id=GROWTH + row["chain"],
        label=gettext("Growth of %s") % row["chain"],
        unit=Unit.PERCENT,
        value=share(gained, before, digits=GROWTH_DIGITS, rounding=mode),
        part=gained,
        whole=before,
        rows=row["enterprises"],
        grain=Grain.OUTPUT,
        definition=gettext(
            "Output of the chain's enterprises in the year, less that of the same "
            "enterprises in the year before, as a percentage of the latter."
        ),
    )


def _current(question: Question) -> ir.Table:
    chains = selected(tables.chains, number="id", chain="name")
    current = tables.outputs.filter(tables.outputs.is_current, tables.outputs.year == question.year)
    return linked(current, chains, ("chain_id", "number"), how="inner")


def _totals(question: Question) -> ir.Table:
    summed = _current(question).aggregate(
        by="chain",
        output_yuan=_.output_yuan.sum(),
        previous_output_yuan=_.previous_output_yuan.sum(),
        enterprises=_.count(),
    )
    return summed.order_by(_.output_yuan.desc(), "chain")


def _enterprises(question: Question, chain: str) -> ir.Table:
    rows = _current(question)
    return (
        rows.filter(rows.chain == chain)
        .select("id", "enterprise", "version", "output_yuan", "previous_output_yuan")
        .order_by(_.output_yuan.desc(), "enterprise")
    )
