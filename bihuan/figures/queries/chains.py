"""Output of the industry chains, and its growth both ways: on the whole chain, and of like with
like (FIGURE-9).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.figures.engine import Row, cached_on_facts, run
from bihuan.figures.expressions import _, ibis, tables
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.kit.words import gettext
from bihuan.project_months.districts import linked, nowhere, selected
from bihuan.projects.rates import rounding, share

from .values import Figure

if TYPE_CHECKING:
    import ibis.expr.types as ir

OUTPUT, GROWTH = "chain_output.", "chain_growth."
COMPARABLE = "chain_growth_comparable."
TARGET, REACHED = "chain_target.", "chain_target_reached."
KINDS = (OUTPUT, GROWTH, COMPARABLE, TARGET, REACHED)
PATTERNS = tuple(kind + "*" for kind in KINDS)
GROWTH_DIGITS = 1


def owns(figure_id: str) -> bool:
    """Return whether a figure is of a chain."""
    return figure_id.startswith(KINDS)


def is_divided(figure_id: str) -> bool:
    """Return whether a figure of a chain is a rate."""
    return figure_id.startswith((GROWTH, COMPARABLE, REACHED))


def chain_figures(question: Question, ids: tuple[str, ...] | None = None) -> list[Figure]:
    """Return output, both growths and the target of every chain that has output in the year; those
    of `ids` alone, if they are given.
    """
    found, mode = _reckoned(question.year)
    every = [each for row in found for each in _of_chain(row, mode)]
    return [each for each in every if ids is None or each.id in ids]


def chain_rows(question: Question, figure_id: str) -> list[Row]:
    """Return the rows under a chain's figure with `part` and `whole`: its enterprises, largest
    first (`change` says why one is not of the comparable base), and the target where it counts.
    """
    kind = next(each for each in KINDS if figure_id.startswith(each))
    name = figure_id.removeprefix(kind)
    aimed = run(_target, Question(question.year), name) if kind in (TARGET, REACHED) else []
    if kind == TARGET:
        return [row | {"part": row["target_yuan"], "whole": 0} for row in aimed]
    rows = chain_enterprises(question.year, name)
    if kind in (OUTPUT, REACHED):
        there = [row | {"part": row["output_yuan"]} for row in rows if not row["is_gone"]]
        goal = [row | {"part": 0, "whole": row["target_yuan"]} for row in aimed]
        return [*(row | {"whole": 0} for row in there), *goal]
    return [_grown(row) for row in rows if kind == GROWTH or not row["change"]]


@cached_on_facts
def chain_enterprises(year: int, name: str) -> list[Row]:
    """Return what each enterprise of the chain put out in the year and the one before, the largest
    first, and those that left since.
    """
    return run(_enterprises, *_years(year), name)


@cached_on_facts
def chain_months(year: int, name: str) -> list[Row]:
    """Return what the chain put out in each month that was entered, beside the same month of the
    year before.
    """
    return run(_months, Question(year), name)


def growth(output_yuan: int, previous_output_yuan: int) -> Decimal | None:
    """Return by how many percent output grew; None from nothing."""
    gained = output_yuan - previous_output_yuan
    return share(gained, previous_output_yuan, digits=GROWTH_DIGITS, rounding=rounding())


def _grown(row: Row) -> Row:
    before = row["previous_output_yuan"]
    return row | {"part": row["output_yuan"] - before, "whole": before}


@cached_on_facts
def _reckoned(year: int) -> tuple[list[Row], str]:
    found = run(_totals, *_years(year))
    return found, rounding() if found else ""


def _years(year: int) -> tuple[Question, Question]:
    return Question(year), Question(year - 1)


def _of_chain(row: Row, mode: str) -> list[Figure]:
    found = [_output(row), _growth(row, mode), _comparable(row, mode)]
    aimed = row["target_yuan"] is not None
    return [*found, _aimed_at(row), _reached(row, mode)] if aimed else found


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
        rows=row["members"],
        grain=Grain.OUTPUT,
        definition=gettext(
            "Output of the chain's enterprises in the year, less that of the year before, as a "
            "percentage of the latter: with those that are new, and those that closed or left."
        ),
    )


def _comparable(row: Row, mode: str) -> Figure:
    before = row["comparable_before_yuan"]
    gained = row["comparable_yuan"] - before
    return Figure(
        id=COMPARABLE + row["chain"],
        label=gettext("Growth of %s on a comparable base") % row["chain"],
        unit=Unit.PERCENT,
        value=share(gained, before, digits=GROWTH_DIGITS, rounding=mode),
        part=gained,
        whole=before,
        rows=row["comparable"],
        grain=Grain.OUTPUT,
        definition=gettext(
            "The same of those enterprises alone that stood in the chain in both years: without "
            "who is new, closed down, moved or was reclassified, by the chain's register."
        ),
    )


def _aimed_at(row: Row) -> Figure:
    return Figure(
        id=TARGET + row["chain"],
        label=gettext("Target of %s") % row["chain"],
        unit=Unit.YUAN,
        value=row["target_yuan"],
        rows=1,
        grain=Grain.TARGET,
        part=row["target_yuan"],
        definition=gettext("The output that the chain is to reach in the year."),
    )


def _reached(row: Row, mode: str) -> Figure:
    return Figure(
        id=REACHED + row["chain"],
        label=gettext("Target of %s reached") % row["chain"],
        unit=Unit.PERCENT,
        value=share(row["output_yuan"], row["target_yuan"], digits=GROWTH_DIGITS, rounding=mode),
        part=row["output_yuan"],
        whole=row["target_yuan"],
        rows=row["enterprises"] + 1,
        grain=Grain.OUTPUT,
        definition=gettext("Output of the chain as a percentage of its target of the year."),
    )


def _current(question: Question) -> ir.Table:
    """Return the output of the year with its chain, and the enterprise's place in the register."""
    chains = selected(tables.chains, number="id", chain="name")
    current = tables.outputs.filter(tables.outputs.is_current, tables.outputs.year == question.year)
    named = linked(current, chains, ("chain_id", "number"), how="inner")
    placed = linked(named, _places(), ("chain_id", "place_chain"), ("enterprise", "place_name"))
    return placed.filter(placed.counts.fill_null(True))  # noqa: FBT003  # a value, no switch


def _places() -> ir.Table:
    names = selected(tables.chain_enterprises, place_name="name", name_of="id")
    members = selected(
        tables.chain_members,
        "counts",
        "since",
        "came_as",
        "until",
        "went_as",
        place_chain="chain_id",
        place_of="enterprise_id",
    )
    return linked(members, names, ("place_of", "name_of"), how="inner")


def _rows(question: Question, before: Question) -> ir.Table:
    """Return what each enterprise put out in both years, and why it is not comparable; with those
    that left and of which the year has nothing.
    """
    now = _current(question)
    told = _columns(now, now.output_yuan, now.previous_output_yuan, question, is_gone=False)
    then = _current(before)
    left = then.filter(then.until <= question.last_day_of_year)
    key = selected(now, that_chain="chain_id", that_enterprise="enterprise")
    gone = nowhere(left, key, ("chain_id", "that_chain"), ("enterprise", "that_enterprise"))
    nothing = ibis.literal(0, "int64")
    rest = _columns(gone, nothing, gone.output_yuan, question, is_gone=True)
    return told.union(rest, distinct=False)


def _columns(
    rows: ir.Table,
    output: ir.IntegerValue,
    previous: ir.IntegerValue,
    question: Question,
    *,
    is_gone: bool,
) -> ir.Table:
    has_left = rows.until.notnull() & (rows.until <= question.last_day_of_year)
    has_come = rows.since.notnull() & (rows.since >= question.first_day)
    new = ibis.literal("new")
    came = ibis.ifelse(rows.came_as == "", new, rows.came_as)
    begun = ibis.ifelse((previous == 0) & (output > 0), new, ibis.literal(""))
    return selected(
        rows,
        "id",
        "chain",
        "chain_id",
        "enterprise",
        "version",
        output_yuan=output,
        previous_output_yuan=previous,
        change=ibis.ifelse(has_left, rows.went_as, ibis.ifelse(has_come, came, begun)),
        is_gone=ibis.literal(1 if is_gone else 0, "int64"),
    )


def _totals(question: Question, before: Question) -> ir.Table:
    rows = _rows(question, before)
    same = rows.change == ""
    summed = rows.aggregate(
        by=["chain", "chain_id"],
        output_yuan=rows.output_yuan.sum(),
        previous_output_yuan=rows.previous_output_yuan.sum(),
        members=rows.count(),
        enterprises=(1 - rows.is_gone).sum(),
        comparable=same.ifelse(1, 0).sum(),
        comparable_yuan=same.ifelse(rows.output_yuan, 0).sum(),
        comparable_before_yuan=same.ifelse(rows.previous_output_yuan, 0).sum(),
    )
    table = tables.chain_targets
    aimed = table.filter(table.is_current, table.year == question.year)
    targets = selected(aimed, "target_yuan", target_of="chain_id")
    found = linked(summed.filter(_.enterprises > 0), targets, ("chain_id", "target_of"))
    return found.order_by(found.output_yuan.desc(), "chain")


def _enterprises(question: Question, before: Question, chain: str) -> ir.Table:
    rows = _rows(question, before)
    names = ("id", "enterprise", "version", "output_yuan", "previous_output_yuan")
    return (
        rows.filter(rows.chain == chain)
        .select(*names, "change", "is_gone")
        .order_by(_.output_yuan.desc(), _.previous_output_yuan.desc(), "enterprise")
    )


def _target(question: Question, chain: str) -> ir.Table:
    table, chains = tables.chain_targets, selected(tables.chains, number="id", chain="name")
    current = table.filter(table.is_current, table.year == question.year)
    named = linked(current, chains, ("chain_id", "number"), how="inner")
    chosen = named.filter(named.chain == chain)
    return chosen.select("id", "version", "target_yuan", enterprise="chain")


def _months(question: Question, chain: str) -> ir.Table:
    chains = selected(tables.chains, number="id", chain="name")
    first, last = question.first_day, question.last_day_of_year
    table = tables.chain_months
    current = table.filter(table.is_current, table.month >= first, table.month <= last)
    named = linked(current, chains, ("chain_id", "number"), how="inner")
    placed = linked(named, _places(), ("chain_id", "place_chain"), ("enterprise", "place_name"))
    of = placed.filter(placed.counts.fill_null(True), placed.chain == chain)  # noqa: FBT003  # a value
    summed = of.aggregate(
        by="month",
        output_yuan=of.output_yuan.sum(),
        previous_output_yuan=of.previous_output_yuan.sum(),
        enterprises=of.count(),
    )
    return summed.order_by("month")
