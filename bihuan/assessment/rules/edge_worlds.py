"""Made subjects at the edges of a sheet's own thresholds: amounts and rates a little below and a
little above each, small numbers of things of which one more counts, and places within a group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bihuan.figures.declared import unit_of
from bihuan.figures.kinds import Unit

from .edges import edges
from .formulas import Switch
from .in_group import RankPoints
from .made_projects import MadeProject, MadeStep
from .made_subjects import made_subject
from .point_rules import PointRule
from .scheme import InputSpec, SchemeItem, ScoreSheet
from .scoring import size_groups, size_of

A_LITTLE = tuple(map(Decimal, ("0.996", "0.9995", "1.0005", "1.004")))
"""Just below and just above an edge: one hundredth of all, or of one month, leads across."""
FEW = ((0, 1), (1, 2))
TALLIES = (*((done, whole) for whole in range(1, 6) for done in range(whole)), (8, 9), (18, 19))
"""So many of so many things are done."""
MOST_THINGS = 60
CROWD = 20
STEP = "milestones.step."
ANY_STEP = "permit"


@dataclass(frozen=True)
class ReadInput:
    """An input of an item: what it reads, and at which month it is told."""

    item: SchemeItem
    name: str
    spec: InputSpec
    at: int


def inputs_of(sheet: ScoreSheet, month: int) -> Iterator[ReadInput]:
    """Yield what the items of a sheet read of one month, without what awaits its figure or is
    compared.
    """
    for item in sheet.items:
        for name, spec in item.inputs.items():
            at = spec.month or month
            if spec.figure and not spec.awaits and spec.compare is None and at <= month:
                yield ReadInput(item, name, spec, at)


def at_edges(
    sheet: ScoreSheet, subject: MadeProject, others: Sequence[MadeProject], month: int
) -> Iterator[tuple[ReadInput, Decimal, MadeProject]]:
    """Yield the subject moved to just below and just above each value at which a formula of the
    sheet turns: by itself, and with all its amounts in the same proportion.
    """
    made = made_subject(sheet, subject, month, subject)
    around = [made_subject(sheet, other, month, other) for other in others]
    group = size_groups(sheet, [made, *around])[size_of(sheet, made)]
    for read in inputs_of(sheet, month):
        now, rule = made.known.get(read.spec), read.item.formula.rule
        values = {n: made.known[s] for n, s in read.item.inputs.items() if s in made.known}
        groups = {n: group[s] for n, s in read.item.inputs.items() if s in group}
        if not now or not all(n in values for n in rule.names):
            continue
        for edge in sorted(set(edges(rule, read.name, values, groups))):
            for part in A_LITTLE if edge > 0 else ():
                for moved in _moved(subject, read, part * edge / now):
                    yield read, edge, moved


def _moved(subject: MadeProject, read: ReadInput, by: Decimal) -> Iterator[MadeProject]:
    figure = read.spec.figure
    if figure.startswith("funds."):
        yield replace(subject, funds=int(subject.funds * by))
    elif figure.startswith("completed_month."):
        yield _with_month(subject, read.at, by)
    elif figure.startswith(("completed.", "plan_completion.", "schedule_completion.", "gap_")):
        yield replace(subject, months=tuple(int(yuan * by) for yuan in subject.months))
    if unit_of(figure) is Unit.YUAN:
        yield _sized(subject, by)


def _with_month(subject: MadeProject, month: int, by: Decimal) -> MadeProject:
    months = list(subject.months)
    months[month - 1] = int(months[month - 1] * by)
    return replace(subject, months=tuple(months))


def _sized(subject: MadeProject, by: Decimal) -> MadeProject:
    return replace(
        subject,
        original=int(subject.original * by),
        total=int(subject.total * by),
        funds=int(subject.funds * by),
        months=tuple(int(yuan * by) for yuan in subject.months),
    )


def kinds_of_steps(sheet: ScoreSheet) -> list[str]:
    """Return the kinds of milestones of which a sheet asks; any where it asks of none by itself."""
    kinds = {spec.figure.removeprefix(STEP) for spec in sheet.specs if STEP in spec.figure}
    return sorted(kinds) or [ANY_STEP]


def with_tallies(
    sheet: ScoreSheet, subject: MadeProject, month: int
) -> Iterator[tuple[str, int, int, MadeProject]]:
    """Yield the subject with so many of so many milestones, matters, visits and needs done: the
    milestones of each kind of which the sheet asks, and as many as it names bounds of counts.
    """
    things = sorted(set(_bounds_of_counts(sheet, month)))
    tallies = [*TALLIES, *((most - 1, most + 1) for most in things if most > 1)]
    for place, key in enumerate(kinds_of_steps(sheet)):
        for done, whole in FEW if place else tallies:
            yield key, done, whole, tallied(subject, key, done, whole, month)


def _bounds_of_counts(sheet: ScoreSheet, month: int) -> Iterator[int]:
    for read in inputs_of(sheet, month):
        if unit_of(read.spec.figure) is Unit.COUNT and not read.item.formula.rule.grouped:
            one = {name: Decimal(1) for name in read.item.inputs}
            for edge in edges(read.item.formula.rule, read.name, one, {}):
                if 1 < edge <= MOST_THINGS:
                    yield int(edge)


def tallied(subject: MadeProject, key: str, done: int, whole: int, month: int) -> MadeProject:
    """Return the subject with `done` of `whole` things done; of the others one is done late."""
    late = whole - done
    return replace(
        subject,
        steps=tuple(_step(key, place, done, whole, month) for place in range(whole)),
        raised=whole,
        closed=done,
        closed_in_time=max(done - 1, 0),
        overdue=late,
        sent_back=late,
        late=min(late, month),
        corrected=late,
        visits_planned=whole,
        visits_made=done,
        needs_answered=whole,
        needs_in_time=done,
    )


def _step(key: str, place: int, done: int, whole: int, month: int) -> MadeStep:
    due = 1 + place % (month - 1)
    is_late = done <= place < whole - 1 and place == done
    reached = due if place < done else due + 1 if is_late else None
    return MadeStep(key, first_due=due, due=due, reached=reached)


def in_crowds(
    sheet: ScoreSheet, subject: MadeProject, month: int
) -> Iterator[tuple[int, MadeProject, tuple[MadeProject, ...]]]:
    """Yield a subject just behind so many others as share the points of a place, which one more
    thing, or a hundredth more, brings beside or before them.
    """
    key = kinds_of_steps(sheet)[0]
    behind = tallied(subject, key, 2, 4, month)
    ahead = _ahead(tallied(subject, key, 3, 4, month))
    for number in sorted({up_to for item in sheet.items for up_to in _places(item.formula.rule)}):
        if number <= CROWD:
            yield number, behind, tuple(replace(ahead, name=f"{at}") for at in range(number))


def _ahead(project: MadeProject) -> MadeProject:
    by = Decimal("1.002")
    return replace(
        _sized(project, by),
        months=tuple(int(yuan * Decimal("1.005")) for yuan in project.months),
    )


def _places(rule: PointRule) -> Iterator[int]:
    if isinstance(rule, RankPoints):
        yield from (each.up_to for each in rule.places)
    if isinstance(rule, Switch):
        for step in rule.table:
            yield from _places(step.formula.rule)
