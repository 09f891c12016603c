"""Comparison of any figure with the same figure of another time, or with its plan (FIGURE-11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bihuan.figures.declared import RECORD_FIGURES
from bihuan.figures.kinds import RATES, Comparison, Dimension, Unit
from bihuan.figures.measures import FIGURES
from bihuan.figures.questions import Question
from bihuan.kit import money
from bihuan.kit.months import Month
from bihuan.kit.words import _, gettext
from bihuan.projects.rates import rounding, share

from .chains import OUTPUT, TARGET
from .chains import owns as of_a_chain
from .projects import FIXED_ASSETS
from .ranks import owns as of_a_rank
from .registry import some_figures
from .values import Figure, presented, unit_shown

LISTED = "count.all"
THEN = {
    Comparison.LAST_MONTH: _("last month"),
    Comparison.LAST_YEAR: _("last year"),
    Comparison.YEAR_START: _("start of the year"),
    Comparison.PLAN: _("planned"),
}
DIGITS = 2
There = Callable[[Question, set[str]], dict[str, Figure]]
"""Returns the figures of these ids that another question has."""
DATED_BY_YEAR = (Comparison.LAST_MONTH, Comparison.YEAR_START)


@dataclass(frozen=True)
class Compared:
    """A figure beside its base. `difference` is in the figure's unit, of rates in points; `growth`
    in percent, of sums alone. Without a base, or a value of its own, both are None
    and `missing` says why.
    """

    figure: Figure
    base: Figure | None = None
    difference: int | Decimal | None = None
    growth: Decimal | None = None
    missing: str = ""
    then: Any = ""
    """What the base is called: last year."""

    @property
    def unit(self) -> Unit:
        """The unit of the difference."""
        return Unit.POINTS if self.figure.unit is Unit.PERCENT else self.figure.unit

    @property
    def shown(self) -> str:
        """The difference for people, with its sign: of what is shown of the two."""
        if self.base is None or self.difference is None or not self.figure.is_money:
            return presented(self.difference, self.unit, self.figure.scale, signed=True)
        now, then = int(self.figure.value or 0), int(self.base.value or 0)
        return f"{money.shown_difference(now, then, self.figure.scale):+,}"

    @property
    def shown_base(self) -> str:
        """What it is compared with, in the figure's own unit."""
        if self.base is None:
            return "—"
        signed = self.base.is_signed
        return presented(self.base.value, self.base.unit, self.figure.scale, signed=signed)

    @property
    def shown_unit(self) -> str:
        return unit_shown(self.unit, self.figure.scale)

    @property
    def shown_growth(self) -> str:
        return presented(self.growth, Unit.PERCENT, 1, signed=True)

    @property
    def note(self) -> str:
        """Base and difference in a few words, or why there is none."""
        if self.difference is None:
            return self.missing
        told = {
            "then": self.then,
            "base": self.shown_base,
            "difference": self.shown,
            "unit": money.split_unit(self.shown_unit)[1],
            "growth": self.shown_growth,
        }
        if not self.difference:
            return gettext("%(then)s %(base)s, unchanged") % told
        if self.growth is None:
            return gettext("%(then)s %(base)s, %(difference)s %(unit)s") % told
        return gettext("%(then)s %(base)s, %(difference)s %(unit)s (%(growth)s%%)") % told


def compared(
    found: Sequence[Figure],
    question: Question,
    comparison: Comparison,
    there: There | None = None,
) -> list[Compared]:
    """Return each of the figures beside its base. Bases are computed from their own rows; `there`
    finds them where the figures are of one part of a breakdown.
    """
    bases = {each.id: _base_id(each, comparison) for each in found}
    asked = {each.id: base_question(question, comparison, each.id) for each in found}
    mode, known = rounding(), {}
    for then in set(asked.values()):
        wanted = {bases[each.id] for each in found if asked[each.id] == then} - {""}
        known[then] = (there or _there)(then, wanted | {LISTED})
    return [
        _beside(each, bases[each.id], known[asked[each.id]], comparison, mode) for each in found
    ]


def base_question(question: Question, comparison: Comparison, figure_id: str) -> Question:
    """Return the question whose answer is the base of a figure: the end of another month, or the
    same. A year begins, for what stands from year to year, on the last day of the year before; for
    figures of the year's own lists, with January (FIGURE-20).
    """
    month = question.as_of
    if comparison is Comparison.LAST_MONTH:
        month = month.previous()
    elif comparison is Comparison.LAST_YEAR:
        month = Month(month.year - 1, month.number)
    elif comparison is Comparison.YEAR_START:
        month = Month(month.year - 1, 12) if _outlasts(figure_id) else Month(month.year, 1)
    return replace(question, year=month.year, month=month.number)


def _outlasts(figure_id: str) -> bool:
    """Return whether a figure counts what stands from one year to the next, on whatever list."""
    return figure_id in RECORD_FIGURES and RECORD_FIGURES[figure_id].measure.outlasts


def _base_id(found: Figure, comparison: Comparison) -> str:
    """Return the figure to compare with: itself at another time, or what was planned of it."""
    if comparison is not Comparison.PLAN:
        return found.id
    if found.id.startswith(OUTPUT):
        return TARGET + found.id.removeprefix(OUTPUT)
    if found.id in RECORD_FIGURES:
        return RECORD_FIGURES[found.id].measure.plan
    return FIGURES[found.id].plan_id if found.id in FIGURES else ""


def _there(then: Question, ids: set[str]) -> dict[str, Figure]:
    """Return the figures that there are at that time; of chains there may be none."""
    steady = sorted(each for each in ids - {LISTED} if not of_a_chain(each))
    listed = then.widened(Dimension.HANDLER)
    found = some_figures(then, *steady)
    if LISTED in ids:
        found |= some_figures(listed, LISTED)
    chains = {each for each in ids if of_a_chain(each)}
    if chains:
        from .chains import chain_figures

        found |= {each.id: each for each in chain_figures(then, tuple(chains))}
    return found


def _beside(
    found: Figure, base_id: str, known: dict[str, Figure], comparison: Comparison, mode: str
) -> Compared:
    if not base_id:
        return Compared(found, missing=gettext("There is no plan for this figure."))
    if of_a_chain(found.id) and comparison in DATED_BY_YEAR:
        return Compared(found, missing=gettext("Chains report by the year."))
    base = known.get(base_id)
    if base is None or base.value is None or not _was_known(base, known):
        return Compared(found, missing=gettext("There is nothing to compare with."))
    if found.value is None or not found.is_known:
        return Compared(found, base, missing=gettext("There is no value to compare."))
    difference = found.value - base.value
    return Compared(found, base, difference, _growth(found, base, mode), then=THEN[comparison])


def _was_known(base: Figure, known: dict[str, Figure]) -> bool:
    """Return whether anybody knew the base then: it was reported, and projects stood on the lists.
    What stands from year to year is known where any stood.
    """
    if (
        base.id == FIXED_ASSETS
        or of_a_chain(base.id)
        or of_a_rank(base.id)
        or (_outlasts(base.id) and base.rows)
    ):
        return True
    return base.is_known and LISTED in known and bool(known[LISTED].rows)


def _growth(found: Figure, base: Figure, mode: str) -> Decimal | None:
    if found.unit in (*RATES, Unit.WORKDAYS, Unit.PLACE) or not base.value:
        return None
    gained = int(found.value or 0) - int(base.value)
    return share(gained, int(base.value), digits=DIGITS, rounding=mode)
