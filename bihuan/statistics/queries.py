"""One year of the statistics bureau's own figures, and of the chains' output."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bihuan.accounts.models import User
from bihuan.kit.months import Month, months_of
from bihuan.plans.models import ProjectYear
from bihuan.projects.models import Chain, FormerName, Project
from bihuan.projects.parties import organisations_on
from bihuan.projects.rules import name_key

from .chains.models import ChainOutput
from .models import BureauName, FixedAssetInvestment, StatisticsMonth, StatisticsStanding


@dataclass(frozen=True)
class Counted:
    """What the statistics count of one project in a year."""

    project_id: int
    name: str
    organisation: str
    entered_on: date | None
    started_on: date | None
    months: dict[date, int] = field(default_factory=dict)

    @property
    def has_entered(self) -> bool:
        return self.entered_on is not None

    @property
    def completed_yuan(self) -> int:
        return sum(self.months.values())

    def before(self, month: date) -> int | None:
        """Return what was counted in the year's months before one; None if none was entered."""
        found = [yuan for day, yuan in self.months.items() if day < month]
        return sum(found) if found else None

    def lacks(self, month: Month) -> bool:
        """True if it stood in the statistics at the end of a month and has no figure of it."""
        stood = self.entered_on is not None and self.entered_on <= month.last_day
        return stood and month.first_day not in self.months

    @property
    def last_month(self) -> date | None:
        return max(self.months, default=None)


@dataclass(frozen=True)
class Investment:
    """The district's fixed-asset investment to the end of a month, if it was entered."""

    month: Month
    row: FixedAssetInvestment | None


@dataclass(frozen=True)
class EnterpriseLine:
    """A row of a chain's year: the output that stands there, or nothing yet."""

    name: str
    output_yuan: int | None = None
    previous_output_yuan: int | None = None


@dataclass(frozen=True)
class ChainYear:
    """A chain's enterprises in one year; the sums are of like with like."""

    chain: Chain
    outputs: tuple[ChainOutput, ...]

    @property
    def output_yuan(self) -> int:
        return sum(row.output_yuan for row in self.outputs)

    @property
    def previous_output_yuan(self) -> int:
        return sum(row.previous_output_yuan for row in self.outputs)


def counted_projects(user: User, year: int, *, on: date | None = None) -> list[Counted]:
    """Return the year's projects that `user` may see, those in the statistics first, with who had
    them at the end of a day, or of the year (PROJ-12).
    """
    had = organisations_on(on or date(year, 12, 31))
    visible = Project.objects.visible_to(user)
    standings = {
        standing.project_id: standing
        for standing in StatisticsStanding.objects.filter(project__in=visible)
    }
    months: defaultdict[int, dict[date, int]] = defaultdict(dict)
    rows = StatisticsMonth.objects.filter(month__year=year, is_current=True, project__in=visible)
    for project_id, month, yuan in rows.values_list("project_id", "month", "completed_yuan"):
        months[project_id][month] = yuan
    members = ProjectYear.objects.filter(year=year, project__in=visible).order_by(
        "project__pinyin", "project__name"
    )
    counted = [
        Counted(
            project_id=pk,
            name=name,
            organisation=had.get(pk, responsible or owner or ""),
            entered_on=standings[pk].entered_on if pk in standings else None,
            started_on=standings[pk].started_on if pk in standings else None,
            months=months[pk],
        )
        for pk, name, responsible, owner in members.values_list(
            "project_id", "project__name", "project__responsible__name", "project__owner__name"
        )
    ]
    return sorted(counted, key=lambda each: not each.has_entered)


def investments(year: int) -> list[Investment]:
    """Return the twelve months of the district's fixed-asset investment."""
    rows = FixedAssetInvestment.objects.filter(month__year=year, is_current=True)
    found = {row.month: row for row in rows}
    return [Investment(month, found.get(month.first_day)) for month in months_of(year)]


def history(project: Project) -> list[StatisticsMonth]:
    """Return every version of every month of one project, the newest month first."""
    return list(StatisticsMonth.objects.filter(project=project).order_by("-month", "-version"))


def project_names(ids: Iterable[int]) -> dict[str, int]:
    """Return these projects by the keys of their names, former names, what the bureau
    calls them, and codes; what names several
    is left out.
    """
    wanted = Project.objects.filter(pk__in=ids)
    named = list(wanted.values_list("name_key", "pk"))
    named += FormerName.objects.filter(project__in=wanted).values_list("name_key", "project_id")
    called = BureauName.objects.filter(project__in=wanted, is_current=True)
    named += called.values_list("name_key", "project_id")
    codes = wanted.exclude(national_code=None).values_list("national_code", "pk")
    named += [(name_key(code), pk) for code, pk in codes]
    found: dict[str, int] = {}
    several = set()
    for key, pk in named:
        if found.setdefault(key, pk) != pk:
            several.add(key)
    return {key: pk for key, pk in found.items() if key and key not in several}


def chain_enterprises(chain: Chain, year: int) -> list[EnterpriseLine]:
    """Return the enterprises of a chain's year, and those of the year before that are still to be
    entered, with that year's output as the one to compare with.
    """
    rows = ChainOutput.objects.filter(chain=chain, is_current=True)
    entered = [
        EnterpriseLine(each.enterprise, each.output_yuan, each.previous_output_yuan)
        for each in rows.filter(year=year).order_by("-output_yuan", "enterprise")
    ]
    names = {each.name for each in entered}
    before = rows.filter(year=year - 1).order_by("-output_yuan", "enterprise")
    return entered + [
        EnterpriseLine(each.enterprise, None, each.output_yuan)
        for each in before
        if each.enterprise not in names
    ]


def chain_years(year: int) -> list[ChainYear]:
    """Return every chain, with the current version of each enterprise's output."""
    outputs: defaultdict[int, list[ChainOutput]] = defaultdict(list)
    rows = ChainOutput.objects.filter(year=year, is_current=True)
    for row in rows.order_by("-output_yuan", "enterprise"):
        outputs[row.chain_id].append(row)
    return [ChainYear(chain, tuple(outputs[chain.pk])) for chain in Chain.objects.all()]
