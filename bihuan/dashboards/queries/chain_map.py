"""One industry chain from up to down the stream: enterprises, projects, and what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.figures.queries import chain_enterprises, chain_months, growth
from bihuan.kit.months import Month
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Chain
from bihuan.projects.rules import name_key
from bihuan.statistics.chains.kinds import CHANGES, ChainLink
from bihuan.statistics.chains.models import ChainMember, ChainProject
from bihuan.statistics.presets import above_scale_rules

from .project_row import ProjectRow

ADDING = (ProjectState.CONSTRUCTION, ProjectState.COMPLETED, ProjectState.PREPARATION)


@dataclass(frozen=True)
class ChainEnterpriseRow:
    """An enterprise in a year: what it put out, how it grew, how it stands. Nothing where no output
    is entered yet.
    """

    name: str
    member: ChainMember | None
    output_yuan: int | None
    previous_output_yuan: int | None
    growth: Decimal | None
    change: str = ""
    asks_scale: bool = False
    """Its output reaches the threshold, and nobody said that it is above scale."""

    @property
    def change_label(self) -> Any:
        return CHANGES.get(self.change, "")

    @property
    def gain_yuan(self) -> int:
        """What it adds to the chain's growth."""
        return (self.output_yuan or 0) - (self.previous_output_yuan or 0)

    @property
    def is_awaited(self) -> bool:
        """True if it stands in the chain and the year has nothing of it yet."""
        return self.output_yuan is None and self.member is not None and self.member.counts


@dataclass(frozen=True)
class ChainProjectRow:
    """A project of the chain as one sees it, and what it will add once it is in use."""

    row: ProjectRow
    place: ChainProject | None
    planned_finish_on: date | None

    @property
    def state(self) -> ProjectState:
        return ProjectState(self.row.state)

    @property
    def expected_output_yuan(self) -> int | None:
        return self.place.expected_output_yuan if self.place else None

    @property
    def will_add(self) -> bool:
        return self.state in ADDING


@dataclass(frozen=True)
class LinkColumn:
    """One link of a chain; `link` is None for what nobody has placed yet."""

    link: ChainLink | None
    enterprises: tuple[ChainEnterpriseRow, ...]
    projects: tuple[ChainProjectRow, ...]

    @property
    def output_yuan(self) -> int:
        return sum(each.output_yuan or 0 for each in self.enterprises)


@dataclass(frozen=True)
class ChainMonthRow:
    """A month of the chain, and the year up to it."""

    month: Month
    output_yuan: int
    previous_output_yuan: int
    to_date_yuan: int
    growth: Decimal | None
    growth_to_date: Decimal | None


@dataclass(frozen=True)
class ChainMap:
    """A chain in a year."""

    columns: tuple[LinkColumn, ...]
    enterprises: tuple[ChainEnterpriseRow, ...]
    projects: tuple[ChainProjectRow, ...]
    months: tuple[ChainMonthRow, ...]

    @property
    def changed(self) -> list[ChainEnterpriseRow]:
        """The enterprises that make the two growths differ, the largest gain or loss first."""
        found = [each for each in self.enterprises if each.change]
        return sorted(found, key=lambda each: -abs(each.gain_yuan))

    @property
    def awaited(self) -> list[ChainEnterpriseRow]:
        return [each for each in self.enterprises if each.is_awaited]

    @property
    def coming(self) -> list[ChainProjectRow]:
        """The projects that will add capacity, the earliest finish first."""
        adding = [each for each in self.projects if each.will_add]
        return sorted(adding, key=lambda each: (each.planned_finish_on or date.max, each.row.pk))

    @property
    def coming_yuan(self) -> int:
        return sum(each.expected_output_yuan or 0 for each in self.coming)

    def months_differ_by(self, year_yuan: int) -> int | None:
        """Return the year's table less its twelve months; None until all of them are entered."""
        if len(self.months) < 12:
            return None
        return year_yuan - self.months[-1].to_date_yuan


def chain_map(chain: Chain, year: int, rows: Sequence[ProjectRow]) -> ChainMap:
    """Return the chain in a year with those of its projects that are among `rows`."""
    enterprises = _enterprises(chain, year)
    projects = _projects(chain, rows)
    columns = []
    for link in (*ChainLink, None):
        here = tuple(each for each in enterprises if _link(each.member) == link)
        of_link = tuple(each for each in projects if _link(each.place) == link)
        if link or here or of_link:
            columns.append(LinkColumn(link, here, of_link))
    return ChainMap(tuple(columns), enterprises, projects, _months(chain, year))


def _link(place: ChainMember | ChainProject | None) -> ChainLink | None:
    return ChainLink(place.link) if place else None


def _enterprises(chain: Chain, year: int) -> tuple[ChainEnterpriseRow, ...]:
    """Return who put something out in the year or the one before, and who stands there still."""
    members = ChainMember.objects.filter(chain=chain).select_related("enterprise")
    places = {each.enterprise.name_key: each for each in members}
    rule = above_scale_rules().on(date(year, 12, 31))
    found = []
    for row in chain_enterprises(year, chain.name):
        member = places.pop(name_key(row["enterprise"]), None)
        now, before = row["output_yuan"], row["previous_output_yuan"]
        scale = member.enterprise.above_scale_on if member else None
        asks = scale is None and rule.is_near(now)
        found.append(
            ChainEnterpriseRow(
                row["enterprise"], member, now, before, growth(now, before), row["change"], asks
            )
        )
    ends = date(year, 12, 31)
    waiting = [m for m in places.values() if _stands(m, ends)]
    found += [ChainEnterpriseRow(m.enterprise.name, m, None, None, None) for m in waiting]
    return tuple(found)


def _stands(member: ChainMember, day: date) -> bool:
    has_come = member.since is None or member.since <= day
    return has_come and (member.until is None or member.until > day)


def _projects(chain: Chain, rows: Sequence[ProjectRow]) -> tuple[ChainProjectRow, ...]:
    of_chain = [row for row in rows if row.chain_id == chain.pk]
    placed = ChainProject.objects.filter(project__chain=chain)
    places = {each.project_id: each for each in placed}
    return tuple(
        ChainProjectRow(row, places.get(row.pk), row.value("planned_finish_on")) for row in of_chain
    )


def _months(chain: Chain, year: int) -> tuple[ChainMonthRow, ...]:
    found, now, before = [], 0, 0
    for row in chain_months(year, chain.name):
        output, previous = row["output_yuan"], row["previous_output_yuan"]
        now, before = now + output, before + previous
        found.append(
            ChainMonthRow(
                Month.of(row["month"]),
                output,
                previous,
                now,
                growth(output, previous),
                growth(now, before),
            )
        )
    return tuple(found)
