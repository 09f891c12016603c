"""The worlds in which the adversary plays: one subject among others, at the end of a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bihuan.figures.declared import label_of
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass, Sector, Tier

from .edge_worlds import at_edges, in_crowds, kinds_of_steps, tallied, with_tallies
from .made_projects import MONTHS, MadeProject, MadeStep
from .scheme import HUNDRED, ScoreSheet

PLAN = 120_000_000
RATES = (45, 60, 80, 95, 100, 106, 115, 140)
"""Percents of the plan to date at which subjects stand, beside the edges of the scheme's own."""
PLACES = (6, 12)
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
    """Return the worlds in which a sheet is tried: its subjects at usual rates and at every
    threshold that it names, with and without troubles, with few things and behind a crowd.
    """
    found: dict[tuple[int, MadeProject, int], MadeWorld] = {}
    for month in PLACES:
        for world in _of_month(sheet, month):
            found.setdefault((month, world.subject, len(world.others)), world)
    return list(found.values())


def _of_month(sheet: ScoreSheet, month: int) -> Iterator[MadeWorld]:
    kind = sheet.classes[0] if sheet.classes else ProjectClass.CONSTRUCTION
    others = tuple(_made(str(rate), kind, Decimal(rate), month) for rate in (70, 100, 101))
    for rate in RATES:
        for title, made in _varied(_made("subject", kind, Decimal(rate), month)):
            said = gettext("month %(month)s at %(rate)s%% of the plan, %(how)s") % {
                "month": month,
                "rate": rate,
                "how": title,
            }
            yield MadeWorld(said, month, made, others)
    yield from _unplanned(kind, month, others)
    yield from _at_edges(sheet, kind, month, others)
    yield from _with_tallies(sheet, kind, month, others)
    yield from _relabelled(sheet, kind, month, others)
    for number, subject, crowd in in_crowds(sheet, _made("subject", kind, HUNDRED, month), month):
        said = gettext("month %(month)s, just behind %(number)s others") % {
            "month": month,
            "number": number,
        }
        yield MadeWorld(said, month, subject, crowd)


def _at_edges(
    sheet: ScoreSheet, kind: ProjectClass, month: int, others: tuple[MadeProject, ...]
) -> Iterator[MadeWorld]:
    usual = _made("subject", kind, HUNDRED, month)
    done = [
        (gettext("with all milestones reached"), tallied(usual, key, 1, 1, month))
        for key in kinds_of_steps(sheet)
    ]
    for title, subject in (*_varied(usual), *done):
        for read, edge, moved in at_edges(sheet, subject, others, month):
            said = gettext("month %(month)s, %(input)s at the edge of %(edge)s, %(how)s") % {
                "month": month,
                "input": read.spec.label,
                "edge": f"{edge.normalize():f}",
                "how": title,
            }
            yield MadeWorld(said, month, moved, others)


def _with_tallies(
    sheet: ScoreSheet, kind: ProjectClass, month: int, others: tuple[MadeProject, ...]
) -> Iterator[MadeWorld]:
    subject = _made("subject", kind, HUNDRED, month)
    for key, done, whole, made in with_tallies(sheet, subject, month):
        said = gettext(
            "month %(month)s, %(done)s of %(whole)s milestones (%(step)s), problems, visits and "
            "needs done"
        ) % {
            "month": month,
            "done": done,
            "whole": whole,
            "step": label_of(f"milestones.step.{key}"),
        }
        yield MadeWorld(said, month, made, others)
    for key in kinds_of_steps(sheet):
        made = replace(tallied(subject, key, 0, 1, month), funds=subject.original)
        said = gettext("month %s, all funds in place, nothing else done") % month
        yield MadeWorld(said, month, made, others)


def _relabelled(
    sheet: ScoreSheet, kind: ProjectClass, month: int, others: tuple[MadeProject, ...]
) -> Iterator[MadeWorld]:
    """Yield a subject of another list, sector and, where sheets do not ask for it, class."""
    subject = replace(
        _made("subject", kind, HUNDRED, month), tier=Tier.PROVINCIAL, sector=Sector.LIVELIHOOD
    )
    other = subject if sheet.classes else replace(subject, kind=ProjectClass.PREPARATION)
    said = gettext("month %s, of another list and sector") % month
    yield MadeWorld(said, month, other, others)


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
