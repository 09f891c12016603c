"""Why a figure changed: its difference split by cause, to the yuan (FIGURE-19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import ibis
import ibis.expr.types as ir
from ibis import _

from bihuan.figures.cuts import CUTS
from bihuan.figures.engine import run, while_facts_stand
from bihuan.figures.kinds import Basis, Cause
from bihuan.figures.measures import FIGURES
from bihuan.figures.positions import positions
from bihuan.figures.questions import Question
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import say

PLACES = tuple(
    name
    for name in CUTS
    if name
    not in (
        "started",
        "finished",
        "in_use",
        "in_statistics",
        "reported",
    )
)
"""Cuts that say on which list a place is; the others say how far its project has come."""

Given = dict[int, int]
"""What each project gives to a figure, by its number."""


@dataclass(frozen=True)
class ChangedRow:
    """What one project gives to one cause."""

    project_id: int
    name: str
    value: int

    @property
    def shown(self) -> str:
        return f"{self.value:+,}"


@dataclass(frozen=True)
class CausePart:
    """One cause with its share of the difference, and the projects that make it up."""

    cause: Cause
    value: int
    rows: tuple[ChangedRow, ...]

    @property
    def shown(self) -> str:
        """Its value to the yuan, or to the unit of what is counted."""
        return f"{self.value:+,}" if self.value else "0"


@dataclass(frozen=True)
class FigureChange:
    """A figure then and now; the parts add up to the difference."""

    figure_id: str
    then: int
    now: int
    parts: tuple[CausePart, ...]

    @property
    def difference(self) -> int:
        return self.now - self.then

    @property
    def shown(self) -> str:
        return f"{self.difference:+,}" if self.difference else "0"


def explainable(figure_id: str) -> bool:
    """Return whether a figure's change can be split: a sum over projects."""
    found = FIGURES.get(figure_id)
    return found is not None and not found.measure.is_rate


def why(figure_id: str, then: Question, now: Question) -> FigureChange:
    """Return how a figure came from `then` to `now`: another month, another day of knowledge
    (`known_on`), or another plan. Raises Refusal for what is no sum over projects.

    The question is turned from `then` into `now` one step at a time, for the projects that are in
    both; each step's difference has one cause, so that the parts add up exactly.
    """
    _check(figure_id, then, now)
    names: dict[int, str] = {}
    first, last = (_given(figure_id, each, names) for each in (then, now))
    parts = {cause: CausePart(cause, 0, ()) for cause in Cause}
    here, there = set(last) - set(first), set(first) - set(last)
    parts[Cause.NEW] = _part(Cause.NEW, {pk: last[pk] for pk in here}, names)
    parts[Cause.LEFT] = _part(Cause.LEFT, {pk: -first[pk] for pk in there}, names)
    both, before = set(first) & set(last), first
    for cause, step in _steps(then, now):
        after = last if step == now else _given(figure_id, step, names)
        changed = {pk: after.get(pk, 0) - before.get(pk, 0) for pk in both}
        parts[cause] = _part(cause, changed, names)
        before = after
    return FigureChange(figure_id, sum(first.values()), sum(last.values()), tuple(parts.values()))


def _steps(then: Question, now: Question) -> Iterator[tuple[Cause, Question]]:
    """Return the questions between, each with the cause of what changed since the one before."""
    step = replace(then, plan_view=then.plans)
    if then.known_on != now.known_on:
        step = replace(step, late_until=now.known_on or date.max)
        yield Cause.LATE, step
        step = replace(step, known_on=now.known_on, late_until=None)
        yield Cause.CORRECTION, step
    step = replace(step, year=now.year, month=now.month)
    yield Cause.PROGRESS, step
    yield Cause.PLAN, now


def _check(figure_id: str, then: Question, now: Question) -> None:
    if not explainable(figure_id):
        raise Refusal(say("Only sums over projects are explained, such as completed.all."))
    if then.year != now.year:
        raise Refusal(say("Only two months of one year are explained: each year has its lists."))


def _part(cause: Cause, changed: Given, names: dict[int, str]) -> CausePart:
    rows = [ChangedRow(pk, names[pk], value) for pk, value in changed.items() if value]
    ordered = sorted(rows, key=lambda row: (-abs(row.value), row.name, row.project_id))
    return CausePart(cause, sum(row.value for row in rows), tuple(ordered))


def _given(figure_id: str, question: Question, names: dict[int, str]) -> Given:
    found = _fetched(figure_id, question)
    names |= {pk: name for pk, name, _value in found}
    return {pk: value for pk, _name, value in found}


@while_facts_stand
def _fetched(figure_id: str, question: Question) -> tuple[tuple[int, str, int], ...]:
    rows = run(_by_project, figure_id, question)
    return tuple((row["project_id"], row["project"], row["given"] or 0) for row in rows)


def _by_project(figure_id: str, question: Question) -> ir.Table:
    found = FIGURES[figure_id]
    table = positions(question)
    listed = found.cut if found.cut.name in PLACES else CUTS["all"]
    member = table.filter(listed.where(table, question))
    part = found.measure.part(member, question)
    given = ibis.ifelse(found.where(member, question), part, 0)
    chosen = member.select("project_id", "project", given=given)
    return chosen.aggregate(by=["project_id", "project"], given=_.given.sum())


def earlier(
    question: Question, month: Month | None, basis: Basis, known_on: date | None
) -> Question:
    """Return the question of `then`: of another month, plan or day of knowledge."""
    chosen = month or question.as_of
    return replace(question, year=chosen.year, month=chosen.number, basis=basis, known_on=known_on)
