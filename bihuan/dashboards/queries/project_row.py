"""One project of the register, read with its figures, its light and all its names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from bihuan.accounts.models import Leader, Organisation
from bihuan.accounts.queries import names_on
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import Position, positions_of
from bihuan.figures.questions import Question
from bihuan.kit.memory import EqualValues
from bihuan.kit.months import Month
from bihuan.lights.facts import within
from bihuan.lights.queries import YearLights, headlines
from bihuan.lights.rules import counted_as
from bihuan.plans.models import ProjectYear
from bihuan.plans.places import tiers_of
from bihuan.progress.models import Report
from bihuan.project_months.rules import even_yuan
from bihuan.projects.kinds import GIVEN_UP, PartyRole
from bihuan.projects.models import Chain, FormerName, Project, Theme
from bihuan.projects.particulars import LISTED
from bihuan.projects.parties import Parties, parties_on
from bihuan.statistics.models import StatisticsStanding

UNSEEN = YearLights()


class ListFigures(NamedTuple):
    """What depends on the plan: of one list, its own (FIGURE-2)."""

    planned_yuan: int | None = None
    completion: Decimal | None = None
    gap_linear: Decimal | None = None
    gap_curve: Decimal | None = None
    lacking_yuan: int | None = None


SAID = {each.name: place for place, each in enumerate(LISTED)}
"""The particulars of the list, and where each stands in what is said of a project."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project at the end of a month, with who had it then. `said` are the particulars of the
    list. Figures are None for one that stands on no list, and what was completed while no report
    tells of it; `lacking_yuan` is what it lies behind the even schedule, below zero if it lies
    ahead: 0, and no gap, until the year tells facts (FIGURE-22). `light` is the headline;
    `counts_as` the colour that it is counted and found under.
    """

    pk: int
    name: str
    sought: str
    pinyin: str
    state: str
    said: tuple[Any, ...]
    project_class: str
    tiers: tuple[str, ...]
    themes: tuple[int, ...]
    owner_id: int | None
    responsible_id: int | None
    commander_id: int | None
    chain_id: int | None
    owner: str
    responsible: str
    commander: str
    chain: str
    theme_names: str
    started_on: date | None
    entered_on: date | None
    in_use_on: date | None
    planned_yuan: int | None
    to_date_yuan: int | None
    month_yuan: int | None
    completion: Decimal | None
    gap_linear: Decimal | None
    gap_curve: Decimal | None
    lacking_yuan: int | None
    physical_percent: Decimal | None
    light: str
    counts_as: str
    is_silent: bool
    is_of_year: bool
    of_lists: tuple[tuple[str, ListFigures], ...] = ()
    """What depends on the plan by tier, of a project on several lists."""

    def on_list(self, tier: str) -> ProjectRow:
        """Return this row measured by its plan on the list of that tier."""
        figures = dict(self.of_lists).get(tier)
        return replace(self, **figures._asdict()) if figures else self

    def value(self, key: str) -> Any:
        """Return what stands in a column: a particular, or what is known besides."""
        return reader(key)(self)

    def shared(self, values: EqualValues) -> ProjectRow:
        """Return this row with what it has in common with others held once."""
        held = {each.name: values.same_as(getattr(self, each.name)) for each in fields(self)}
        return ProjectRow(**held | {"said": tuple(map(values.same_as, self.said))})


@cache
def reader(key: str) -> Callable[[ProjectRow], Any]:
    """Return what reads a column of a row: of thousands, a look at the key for each would show."""
    place = SAID.get(key)
    return attrgetter(key) if place is None else lambda row: row.said[place]


@dataclass(frozen=True)
class _Names:
    organisations: dict[int | None, str]
    commanders: dict[int | None, str]
    chains: dict[int | None, str]
    themes: dict[int, str]


@dataclass(frozen=True)
class _RegisterYear:
    """What is known of all projects in the month, by project."""

    number: int
    classes: dict[int, str]
    standing: dict[int, Position]
    lights: dict[int, YearLights]
    tiers: dict[int, list[str]]
    former: dict[int, list[str]]
    themes: dict[int, list[int]]
    entered: dict[int, date | None]
    physical: dict[int, Decimal | None]
    names: _Names
    parties: dict[int, Parties]
    """Who had a project then that others have now."""


_COLUMNS = (
    "id",
    "name",
    "name_key",
    "pinyin",
    "state",
    "owner_id",
    "responsible_id",
    "commander_id",
    "chain_id",
    "started_on",
    "in_use_on",
    *(each.name for each in LISTED),
)


def _figures(found: Position | None, number: int, *, is_judged: bool) -> dict[str, Any]:
    if found is None:
        return {"to_date_yuan": None, "month_yuan": None, **ListFigures()._asdict()}
    places = (found, *found.others)
    by_list = [(each.tier, _of_list(each, number, is_judged=is_judged)) for each in places]
    return {
        "to_date_yuan": found.completed_yuan,
        "month_yuan": found.month_yuan,
        **by_list[0][1]._asdict(),
        "of_lists": tuple(by_list) if found.others else (),
    }


def _of_list(place: Position, number: int, *, is_judged: bool) -> ListFigures:
    if not (place.completed_yuan or is_judged):
        return ListFigures(place.planned_yuan, place.plan_completion, lacking_yuan=0)
    return ListFigures(
        place.planned_yuan,
        place.plan_completion,
        place.gap_linear,
        place.gap_curve,
        even_yuan(place.planned_yuan, number) - (place.completed_yuan or 0),
    )


def _names(day: date) -> _Names:
    """Return what things are called; organisations as they were called on that day."""
    then = names_on(day)
    rows = Organisation.objects.values_list("pk", "name")
    return _Names(
        organisations={pk: then.get(pk, name) for pk, name in rows},
        commanders={leader.pk: str(leader) for leader in Leader.objects.all()},
        chains=dict(Chain.objects.values_list("pk", "name")),
        themes=dict(Theme.objects.values_list("pk", "name")),
    )


def _former(of: Mapping[str, Any]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, key in FormerName.objects.filter(**of).values_list("project_id", "name_key"):
        found[pk].append(key)
    return found


def _themes(of: Mapping[str, Any]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    links = Project.themes.through.objects.filter(**of).order_by("theme__name")
    for pk, theme in links.values_list("project_id", "theme_id"):
        found[pk].append(theme)
    return found


def rows_of(
    month: Month, basis: Basis, today: date, only: Collection[int] | None
) -> Iterator[ProjectRow]:
    """Yield the projects in `only`, or all of the district. Fourteen queries."""
    year = _read(month, basis, today, only)
    projects = Project.objects.filter(**within(only, "pk")).values(*_COLUMNS)
    return (_row(project, year) for project in projects)


def _read(month: Month, basis: Basis, today: date, only: Collection[int] | None) -> _RegisterYear:
    of = within(only)
    years = ProjectYear.objects.filter(year=month.year, **of)
    reports = Report.objects.counted().filter(month=month.first_day, **of)
    entered = StatisticsStanding.objects.filter(**of)
    return _RegisterYear(
        number=month.number,
        classes=dict(years.values_list("project_id", "project_class")),
        standing=positions_of(Question(month.year, month.number, basis), only),
        lights=headlines(month.year, today),
        tiers=tiers_of(month, only),
        former=_former(of),
        themes=_themes(of),
        names=_names(month.last_day),
        parties=parties_on(month.last_day, only),
        entered=dict(entered.values_list("project_id", "entered_on")),
        physical=dict(reports.values_list("project_id", "physical_percent")),
    )


def _parties(project: dict[str, Any], then: Parties) -> Iterator[int | None]:
    """Yield owner, responsible organisation and commander as of the month's end."""
    return (then.get(role, project[f"{role.value}_id"]) for role in PartyRole)


def _row(project: dict[str, Any], year: _RegisterYear) -> ProjectRow:
    pk, names = project["id"], year.names
    lights = year.lights.get(pk, UNSEEN)
    light = lights.headline.colour(year.number)
    is_live = pk in year.tiers and project["state"] not in GIVEN_UP
    counts_as = counted_as(light, is_live=is_live)
    themes = tuple(year.themes.get(pk, ()))
    owner, responsible, commander = _parties(project, year.parties.get(pk, {}))
    return ProjectRow(
        pk=pk,
        name=project["name"],
        sought=_sought(project, year),
        pinyin=project["pinyin"] or project["name_key"],
        state=project["state"],
        said=tuple(project[name] for name in SAID),
        project_class=year.classes.get(pk, ""),
        tiers=tuple(year.tiers.get(pk, ())),
        themes=themes,
        theme_names="、".join(names.themes[each] for each in themes),
        owner_id=owner,
        owner=names.organisations.get(owner, ""),
        responsible_id=responsible,
        responsible=names.organisations.get(responsible, ""),
        commander_id=commander,
        commander=names.commanders.get(commander, ""),
        chain_id=project["chain_id"],
        chain=names.chains.get(project["chain_id"], ""),
        started_on=project["started_on"],
        entered_on=year.entered.get(pk),
        in_use_on=project["in_use_on"],
        physical_percent=year.physical.get(pk),
        light=str(light or ""),
        counts_as=str(counts_as or ""),
        is_silent=lights.machine.is_silent(year.number),
        is_of_year=pk in year.classes,
        **_figures(
            year.standing.get(pk),
            year.number,
            is_judged=lights.machine.tells_facts(year.number),
        ),
    )


def _sought(project: dict[str, Any], year: _RegisterYear) -> str:
    """Return all by which the project is found, in one line."""
    former = year.former.get(project["id"], ())
    code = project["national_code"].casefold()
    return " ".join((project["name_key"], code, *former))
