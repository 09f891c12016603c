"""The facts beside which a table is held while it is read: a few columns, read when asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from bihuan.accounts.models import User
from bihuan.funding.queries import money_standing
from bihuan.plans.models import Entry, Plan, ProjectYear
from bihuan.progress.kinds import SENT, Origin
from bihuan.progress.models import Report
from bihuan.projects.kinds import Tier
from bihuan.projects.models import FormerName, Project
from bihuan.projects.rules import name_key


class StoredFacts:
    """What is stored of the projects that a user may see: `proof.known.KnownFacts`."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._plans: dict[int, dict[int, frozenset[int]]] = {}
        self._tiers: dict[int, dict[int, frozenset[Tier]]] = {}
        self._before: dict[int, dict[int, int]] = {}
        self._months: dict[int, dict[int, dict[int, int]]] = {}
        self._opened: dict[int, dict[int, int]] = {}

    def find(self, name: str, code: str) -> int | None:
        found = self._by_code.get(code) if code else None
        return found or self._by_name.get(name_key(name))

    def total(self, project: int) -> int | None:
        return self._totals.get(project)

    def planned(self, project: int, year: int) -> frozenset[int]:
        if year not in self._plans:
            found: dict[int, set[int]] = defaultdict(set)
            rows = Plan.objects.filter(entry__annual_list__year=year)
            for known, yuan in rows.values_list("entry__project_id", "planned_yuan"):
                found[known].add(yuan)
            self._plans[year] = {key: frozenset(plans) for key, plans in found.items()}
        return self._plans[year].get(project, frozenset())

    def tiers(self, project: int, year: int) -> frozenset[Tier]:
        if year not in self._tiers:
            found: dict[int, set[Tier]] = defaultdict(set)
            rows = Entry.objects.filter(annual_list__year=year, left_on__isnull=True)
            for known, tier in rows.values_list("project_id", "annual_list__tier"):
                found[known].add(Tier(tier))
            self._tiers[year] = {key: frozenset(tiers) for key, tiers in found.items()}
        return self._tiers[year].get(project, frozenset())

    def before(self, project: int, year: int) -> int | None:
        if year not in self._before:
            rows = ProjectYear.objects.filter(year=year)
            self._before[year] = dict(rows.values_list("project_id", "completed_before_yuan"))
        return self._before[year].get(project)

    def months(self, project: int, year: int) -> Mapping[int, int]:
        self._read_months(year)
        return self._months[year].get(project, {})

    def opened(self, project: int, year: int) -> int:
        self._read_months(year)
        return self._opened[year].get(project, 0)

    def money(self, project: int) -> Mapping[tuple[str, str], int]:
        return self._money.get(project, {})

    @cached_property
    def _money(self) -> dict[int, dict[tuple[str, str], int]]:
        found: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
        for project, programme, stage, yuan in money_standing():
            found[project][(programme, stage)] = yuan
            found[project][("", stage)] = found[project].get(("", stage), 0) + yuan
        return found

    def _read_months(self, year: int) -> None:
        """Read once what was reported of a year, and how far opening sums reach."""
        if year in self._months:
            return
        found: dict[int, dict[int, int]] = defaultdict(dict)
        opened: dict[int, int] = {}
        rows = Report.objects.current().filter(month__year=year, state__in=SENT)
        told = rows.values_list("project_id", "month", "completed_yuan", "origin")
        for known, month, yuan, origin in told:
            found[known][month.month] = yuan
            if origin == Origin.OPENING:
                opened[known] = max(month.month, opened.get(known, 0))
        self._months[year], self._opened[year] = found, opened

    @cached_property
    def _rows(self) -> list[tuple[int, str, str, int | None]]:
        rows = Project.objects.visible_to(self.user)
        return list(rows.values_list("pk", "name_key", "national_code", "total_investment_yuan"))

    @cached_property
    def _by_name(self) -> dict[str, int]:
        seen = {pk for pk, *_rest in self._rows}
        former = FormerName.objects.values_list("name_key", "project_id")
        found = {key: pk for key, pk in former if pk in seen}
        return found | {key: pk for pk, key, _code, _total in self._rows}

    @cached_property
    def _by_code(self) -> dict[str, int]:
        return {code: pk for pk, _key, code, _total in self._rows if code}

    @cached_property
    def _totals(self) -> dict[int, int]:
        return {pk: yuan for pk, _key, _code, yuan in self._rows if yuan is not None}
