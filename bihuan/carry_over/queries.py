"""What of one year's lists goes on into a later year: a row for each project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.plans.in_force import Place, PlanMeaning, in_force
from bihuan.plans.models import AnnualList, Entry, ProjectYear
from bihuan.plans.places import places_of
from bihuan.progress.queries import months_not_accepted
from bihuan.project_months.reading import completed_before
from bihuan.projects.kinds import GIVEN_UP, ProjectClass, ProjectState, Tier
from bihuan.projects.models import Project, StateChange

from . import rules
from .rules import Unfinished


@dataclass(frozen=True, slots=True)
class Carried:
    """One project of the old year's lists: onto which lists of the new year it goes, as what, with
    which plan; on none if it stays behind. `reason` says why, or how the plan came about.
    """

    project: Project
    lists: tuple[Tier, ...]
    """The lists of the old year that it stood on."""
    goes_on: tuple[Tier, ...]
    """Those of them in the new year that it is newly put on."""
    project_class: ProjectClass
    completed_before_yuan: int
    months: tuple[int, ...]
    """The twelve cumulatives of its plan; of what is not carried, the plan that stands, or 0."""
    reason: str
    stays_behind: bool = False
    """True if it does not go on at all; one that stands on the new lists already does."""
    months_missing: int = 0
    """In how many months of the old year its report should count and does not (CARRY-7)."""
    is_begun: bool = False
    """True if its new year stands: its class and what was completed before are not touched."""

    @property
    def planned_yuan(self) -> int:
        return self.months[-1]

    @property
    def is_carried(self) -> bool:
        return bool(self.goes_on)


@dataclass
class _YearEnd:
    """All that decides it, by project."""

    years: dict[int, ProjectYear]
    begun: dict[int, ProjectYear]
    completed: dict[int, int]
    gone: dict[int, date]
    there: dict[int, dict[Tier, date | None]]
    missing: dict[int, int]
    """In how many months of the old year a report should count and does not."""
    planned: dict[int, int]
    """The plans that stand in the new year, on the highest list that has one."""


def carried_over(
    from_year: int, to_year: int, tiers: Collection[Tier] | None = None
) -> list[Carried]:
    """Return what goes on into the next year from the lists of those tiers, or of all, by the
    projects' names.

    Raises Refusal for any other year, or a year or tier without a list.
    """
    rules.check_years(from_year, to_year)
    return into_later_year(from_year, to_year, tiers)


def into_later_year(
    from_year: int, to_year: int, tiers: Collection[Tier] | None = None
) -> list[Carried]:
    """Return the same for any later year: what lists and reports of the years between say counts.

    Raises Refusal for a year or tier without a list.
    """
    entries: defaultdict[Project, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(annual_list__in=_lists(from_year, tiers))
    for entry in rows.select_related("annual_list", "project__merged_into").order_by(
        "project__pinyin", "project__name_key", "project", "pk"
    ):
        entries[entry.project].append(entry)
    known = _read(from_year, to_year, [project.pk for project in entries])
    years = from_year, to_year
    return [_carried(project, each, known, years) for project, each in entries.items()]


def lists_by_tier(year: int) -> dict[Tier, AnnualList]:
    """Return the lists that there are of a year."""
    return {Tier(each.tier): each for each in AnnualList.objects.filter(year=year)}


def _lists(year: int, tiers: Collection[Tier] | None) -> list[AnnualList]:
    """Return the year's lists, highest tier first."""
    found = lists_by_tier(year)
    if not found:
        raise Refusal(gettext("There are no lists of %s to carry over from.") % year)
    for tier in tiers or ():
        if tier not in found:
            raise Refusal(
                gettext("There is no list “%(tier)s” of %(year)s.")
                % {"tier": tier.label, "year": year}
            )
    return [found[tier] for tier in Tier if tier in (tiers or found)]


def _read(from_year: int, to_year: int, projects: Sequence[int]) -> _YearEnd:
    years = ProjectYear.objects.filter(project__in=projects)
    given_up = StateChange.objects.filter(project__in=projects, became__in=GIVEN_UP)
    there: defaultdict[int, dict[Tier, date | None]] = defaultdict(dict)
    for pk, tier, left_on in Entry.objects.filter(
        annual_list__year=to_year, project__in=projects
    ).values_list("project_id", "annual_list__tier", "left_on"):
        there[pk][Tier(tier)] = left_on
    return _YearEnd(
        years={year.project_id: year for year in years.filter(year=from_year)},
        begun={year.project_id: year for year in years.filter(year=to_year)},
        completed=completed_before(to_year, projects),
        gone=dict(given_up.order_by("on").values_list("project_id", "on")),
        there=there,
        missing=months_not_accepted(from_year, projects),
        planned={pk: place.planned_yuan for pk, place in _standing(to_year, projects).items()},
    )


def _standing(year: int, projects: Sequence[int]) -> dict[int, Place]:
    on = date(year, 12, 31)
    places = places_of(year, projects)
    found = {pk: in_force(each, on, PlanMeaning.LATEST) for pk, each in places.items()}
    return {pk: place for pk, place in found.items() if place is not None}


def _carried(
    project: Project, entries: list[Entry], known: _YearEnd, years: tuple[int, int]
) -> Carried:
    from_year, to_year = years
    old, begun = known.years.get(project.pk), known.begun.get(project.pk)
    facts = Unfinished(
        project_class=ProjectClass(old.project_class if old else ProjectClass.PREPARATION),
        state=ProjectState(project.state),
        completed_yuan=begun.completed_before_yuan if begun else known.completed.get(project.pk, 0),
        total_yuan=project.total_investment_yuan,
        started_on=project.started_on,
        planned_finish_on=project.planned_finish_on,
        finished_on=project.finished_on,
        given_up_on=known.gone.get(project.pk),
        merged_into=str(project.merged_into or ""),
    )
    there = known.there.get(project.pk, {})
    stood = [Tier(each.annual_list.tier) for each in entries if each.left_on is None]
    goes_on = tuple(tier for tier in Tier if tier in stood and tier not in there)
    ended = rules.stays_behind(facts, to_year) or _left(entries)
    behind = ended or _there(stood, there, to_year)
    plan = rules.plan_for(facts, to_year)
    missing = 0 if ended else known.missing.get(project.pk, 0)
    return Carried(
        project=project,
        lists=tuple(tier for tier in Tier if tier in {each.annual_list.tier for each in entries}),
        goes_on=() if behind else goes_on,
        project_class=ProjectClass(begun.project_class)
        if begun
        else rules.class_in(facts, to_year),
        completed_before_yuan=facts.completed_yuan,
        months=(known.planned.get(project.pk, 0),) if behind else plan.months,
        reason=behind or rules.with_missing(plan.reason, from_year, missing),
        months_missing=missing,
        stays_behind=bool(ended),
        is_begun=begun is not None,
    )


def _left(entries: list[Entry]) -> str:
    """Return when and why a project left the old lists, if it stands on none of them."""
    last = entries[-1]
    if any(each.left_on is None for each in entries):
        return ""
    return gettext("left the list on %(on)s: %(reason)s") % {
        "on": long_day(last.left_on),
        "reason": last.left_reason,
    }


def _there(stood: list[Tier], there: dict[Tier, date | None], to_year: int) -> str:
    """Return since when a project has its place on each of the new lists, if it has."""
    if not all(tier in there for tier in stood):
        return ""
    left = max((there[tier] or date.min for tier in stood), default=date.min)
    if left == date.min:
        return gettext("stands on the list of %s already") % to_year
    return gettext("left the list of %(year)s on %(on)s") % {"year": to_year, "on": long_day(left)}
