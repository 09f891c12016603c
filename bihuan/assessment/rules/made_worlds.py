"""The worlds in which the adversary plays: one subject among others, at the end of a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass

from .made_projects import MONTHS, MadeProject, MadeStep
from .scheme import ScoreSheet

PLAN = 120_000_000
A_LITTLE = Decimal("0.1")
RATES = (45, 80, 95, 100, 106, 115, 140)
"""Percents of the plan to date at which subjects stand, beside the edges of the scheme's own."""
PLACES = (6, 12)
EDGES = range(1, 201)
STEPS = (
    "approval",
    "feasibility",
    "land",
    "environment",
    "design",
    "permit",
    "structure",
    "finish",
    "list",
    "agree",
    "fund",
    "settle",
)


@dataclass(frozen=True)
class MadeWorld:
    """A subject among others at the end of a month."""

    title: str
    month: int
    subject: MadeProject
    others: tuple[MadeProject, ...]


def worlds_for(sheet: ScoreSheet) -> list[MadeWorld]:
    """Return the worlds in which a sheet is tried: its subjects at usual rates and just below every
    threshold that it names, with and without troubles.
    """
    kind = sheet.classes[0] if sheet.classes else ProjectClass.CONSTRUCTION
    edges = sorted({Decimal(rate) for rate in RATES} | set(_edges(sheet)))
    found = []
    for month in PLACES:
        others = tuple(_made(str(rate), kind, Decimal(rate), month) for rate in (70, 100, 101))
        for rate in edges:
            subject = _made("subject", kind, rate, month)
            for title, made in _varied(subject):
                said = gettext("month %(month)s at %(rate)s%% of the plan, %(how)s") % {
                    "month": month,
                    "rate": rate,
                    "how": title,
                }
                found.append(MadeWorld(said, month, made, others))
        found += _unplanned(kind, month, others)
    return found


def _unplanned(
    kind: ProjectClass, month: int, others: tuple[MadeProject, ...]
) -> Iterator[MadeWorld]:
    """Yield worlds whose subject has no plan of the year: what is measured by it is not known, and
    mostly nobody is assessed of whom so little is.
    """
    subject = replace(_made("subject", kind, Decimal(100), month), original=0)
    bare = replace(subject, steps=(), raised=0, closed=0, closed_in_time=0, overdue=0)
    for how, made in (
        (gettext("without a plan of the year"), subject),
        (gettext("without a plan, milestones and problems"), bare),
    ):
        said = gettext("month %(month)s, %(how)s") % {"month": month, "how": how}
        yield MadeWorld(said, month, made, others)


def _edges(sheet: ScoreSheet) -> Iterator[Decimal]:
    """Yield percents just below each threshold of the sheet."""
    for item in sheet.items:
        for number in _numbers(item.formula):
            if number in EDGES or (1 < number < EDGES[-1]):
                yield number - A_LITTLE


def _numbers(node: Any) -> Iterator[Decimal]:
    """Yield every bound that a formula names, and the edges of its bands."""
    if is_dataclass(node):
        full_at = getattr(node, "full_at", None)
        if full_at is not None:
            yield from _band_edges(full_at, getattr(node, "above", ()), 1)
            yield from _band_edges(full_at, getattr(node, "below", ()), -1)
        for each in fields(node):
            if each.name in ("at_least", "full_at"):
                yield from _bound(getattr(node, each.name))
            else:
                yield from _numbers(getattr(node, each.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from _numbers(part)


def _bound(value: Decimal | None) -> Iterator[Decimal]:
    if value is not None:
        yield value


def _band_edges(start: Decimal, bands: Any, way: int) -> Iterator[Decimal]:
    edge = start
    for band in bands:
        if band.width is None:
            return
        edge += way * band.width
        yield edge


def _made(name: str, kind: ProjectClass, rate: Decimal, month: int) -> MadeProject:
    """Return a project that has done so many percent of its plan to date, evenly."""
    each = int(PLAN * rate / 100 / MONTHS)
    steps = tuple(
        MadeStep(key, first_due=1 + place, due=1 + place, reached=_reached(place, rate, month))
        for place, key in enumerate(STEPS)
    )
    return MadeProject(
        name,
        kind,
        months=(each,) * MONTHS,
        planned_start=2,
        started=2 if kind is ProjectClass.CONSTRUCTION else None,
        planned_finish=month,
        entered=None,
        steps=steps,
        raised=4,
        closed=2,
        closed_in_time=1,
        overdue=1,
        sent_back=1,
        late=2,
        visits_planned=4,
        visits_made=2,
        needs_answered=2,
        needs_in_time=1,
        funds=PLAN // 20,
    )


def _reached(place: int, rate: Decimal, month: int) -> int | None:
    """Return the month in which a step was reached: later where less is done, or not yet."""
    due = 1 + place
    late = 0 if rate >= 100 else 1 if rate >= 80 else 2  # on plan, nearly, behind
    return due + late if due + late <= month and place % 4 != 3 else None  # each fourth is open


def _varied(subject: MadeProject) -> Iterator[tuple[str, MadeProject]]:
    yield gettext("with some troubles"), subject
    yield (
        gettext("with nothing open"),
        replace(
            subject,
            raised=0,
            closed=0,
            closed_in_time=0,
            overdue=0,
            late=0,
            steps=(),
            planned_finish=None,
        ),
    )
    yield gettext("not started"), replace(subject, started=None, late=6)
