"""What is there already, loaded once: every look-up of an import is a dictionary's."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cached_property

from rapidfuzz import fuzz, process

from bihuan.accounts.drafts import LeaderDraft, OrganisationDraft
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.queries import names_of_before
from bihuan.kit.months import Month
from bihuan.kit.numbers import parse_number, whole_number
from bihuan.plans.drafts import EntryDraft, ListDraft, PlanDraft, YearDraft
from bihuan.plans.models import AnnualList, Entry, Plan, PlanMonth, ProjectYear
from bihuan.plans.presets import district_curve
from bihuan.progress.drafts import RoundDraft
from bihuan.progress.kinds import HISTORY
from bihuan.progress.models import FundsInPlace, Reopening, Report, Round
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.rules import RoundRules, Window, window
from bihuan.project_months.reading import completed_before
from bihuan.projects.drafts import ChainDraft, ProjectDraft, ThemeDraft
from bihuan.projects.models import Chain, FormerName, Project, Theme
from bihuan.projects.rules import name_key
from bihuan.projects.rules_in_force import InForce
from bihuan.statistics.chains.models import ChainMonth, ChainOutput
from bihuan.statistics.drafts import (
    CountedDraft,
    FixedAssetDraft,
    MonthOutputDraft,
    OutputDraft,
    StandingDraft,
)
from bihuan.statistics.models import (
    BureauName,
    FixedAssetInvestment,
    StatisticsMonth,
    StatisticsStanding,
)

AnyProject = Project | ProjectDraft
NUMBERS = re.compile(
    r"\d+(?:\.\d+)*|(?:[一二三四五六七八九十]+|(?<![a-z])(?:i{1,3}|iv|vi{0,3}))(?=期|号|标段|批)"
)
_LETTERS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
ROMAN = {letters: str(n) for n, letters in enumerate(_LETTERS, 1)}
"""Numbers as they stand in a name's key: Ⅱ is ii there."""
NEAR_NAME = 70  # RapidFuzz: below it two names are not thought to be one project's
VERY_NEAR = 90  # from it on a new name of a ledger may be a known project's
MOST_NEAR = 3  # names offered
SHORTEST = 3  # characters of a short name that may be a project's
SHORTEST_WITHIN = 6  # characters of a name that may stand within a longer one


def numbers_in(name: str) -> tuple[str, ...]:
    """Return the numbers in a name's key, in whichever way they are written: 2期, 二期 and Ⅱ期."""
    return tuple(
        ROMAN.get(found) or str(parse_number(found) or found) for found in NUMBERS.findall(name)
    )


class ExistingRecords:
    """The facts that an import may meet, one instance a row. Projects are those `user` may see."""

    def __init__(self, user: User, year: int | None, today: date) -> None:
        self.user, self.year = user, year
        self.projects: dict[int, Project] = {p.pk: p for p in Project.objects.visible_to(user)}
        self.by_code: dict[str, AnyProject] = {
            p.national_code: p for p in self.projects.values() if p.national_code
        }
        self.by_key: dict[str, AnyProject] = {p.name_key: p for p in self.projects.values()}
        self.former: dict[str, AnyProject] = {}
        for former in FormerName.objects.filter(project__in=self.projects.keys()):
            self.former[former.name_key] = self.projects[former.project_id]
        self.organisations: dict[str, Organisation | OrganisationDraft] = {
            o.name: o for o in Organisation.objects.standing()
        }
        self.organisations_before = names_of_before()
        self.leaders: dict[tuple[str, str], Leader | LeaderDraft] = {
            (x.name, x.title): x for x in Leader.objects.all()
        }
        self.themes: dict[str, Theme | ThemeDraft] = {t.name: t for t in Theme.objects.all()}
        self.chains: dict[str, Chain | ChainDraft] = {c.name: c for c in Chain.objects.all()}
        self.curve = district_curve(today)
        self._windows: dict[Month, Window] = {}
        self._before: dict[int, dict[int, int]] = {}
        self.begun: set[date] = set()  # months whose round begins with this import

    def completed_before(self, year: int) -> dict[int, int]:
        """Return what each project completed before a year by its reports, read once."""
        if year not in self._before:
            self._before[year] = completed_before(year, self.projects.keys())
        return self._before[year]

    def add_project(self, project: AnyProject) -> None:
        self.by_key[project.name_key] = project
        if project.national_code:
            self.by_code[project.national_code] = project

    def find(self, code: str | None, name: str | None, key: str | None = None) -> AnyProject | None:
        """Return the project by our own key, else by code, by name, by a former name."""
        if key and (known := self.projects.get(whole_number(key) or 0)):
            return known
        if code and (found := self.by_code.get(code)):
            return found
        key = name_key(name) if name else ""
        found = self.by_key.get(key) or self.former.get(key)
        if found and code and found.national_code and found.national_code != code:
            return None
        return found

    def nearest(self, name: str) -> list[AnyProject]:
        """Return the projects whose names are near enough to ask about, the nearest first; one with
        other numbers never is: phase 1.1 is not phase 11.
        """
        numbers = numbers_in(name_key(name))
        near = [other for other in self.by_key if numbers_in(other) == numbers]
        return self._near(name, near, NEAR_NAME) or self._shortened(name_key(name))

    def _shortened(self, key: str) -> list[AnyProject]:
        """Return the few projects whose names hold all that a short name says, in its order, with
        the same numbers: 三小扩建 of 第三小学扩建项目.
        """
        if len(key) < SHORTEST:
            return []
        pattern, numbers = re.compile(".*?".join(map(re.escape, key))), set(numbers_in(key))
        found = [other for other in self.by_key if pattern.search(other)]
        found = [other for other in found if numbers <= set(numbers_in(other))]
        return [self.by_key[other] for other in found] if len(found) <= MOST_NEAR else []

    def within(self, name: str) -> list[AnyProject]:
        """Return the few projects whose names stand within a longer one, with no other numbers than
        it has: 智能装备制造基地项目 of 智能装备制造基地项目（一期）.
        """
        key = name_key(name)
        numbers = set(numbers_in(key))
        found = [x for x in self.by_key if len(x) >= SHORTEST_WITHIN and x in key]
        found = [other for other in found if numbers >= set(numbers_in(other))]
        return [self.by_key[other] for other in found] if len(found) <= MOST_NEAR else []

    def nearly_called(self, name: str) -> list[AnyProject]:
        """Return the stored projects whose names hardly differ from one, the nearest first."""
        numbers = numbers_in(name_key(name))
        return self._near(name, self._stored_keys.get(numbers, []), VERY_NEAR)

    def _near(self, name: str, keys: list[str], least: int) -> list[AnyProject]:
        found = process.extract(
            name_key(name), keys, scorer=fuzz.ratio, score_cutoff=least, limit=MOST_NEAR
        )
        return [self.by_key[key] for key, _score, _place in found]

    @cached_property
    def _stored_keys(self) -> dict[tuple[str, ...], list[str]]:
        """The stored projects' names by the numbers in them."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for project in self.projects.values():
            found[numbers_in(project.name_key)].append(project.name_key)
        return found

    def of(self, project_id: int) -> Project:
        return self.projects[project_id]

    @cached_property
    def coded(self) -> dict[str, str]:
        """Which organisation bears each credit code."""
        rows = (o for o in self.organisations.values() if o.credit_code)
        return {o.credit_code: o.name for o in rows}

    @cached_property
    def themes_of(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        names = {t.pk: t.name for t in self.themes.values() if isinstance(t, Theme)}
        for link in Project.themes.through.objects.filter(project__in=self.projects.keys()):
            found[id(self.projects[link.project_id])].add(names[link.theme_id])
        return found

    @cached_property
    def years(self) -> dict[tuple[int, int], ProjectYear | YearDraft]:
        rows = ProjectYear.objects.filter(project__in=self.projects.keys())
        return {(id(self.projects[y.project_id]), y.year): y for y in rows}

    @cached_property
    def lists(self) -> dict[tuple[int, str], AnnualList | ListDraft]:
        return {(x.year, x.tier): x for x in AnnualList.objects.all()}

    @cached_property
    def entries(self) -> dict[tuple[int, int, str], Entry | EntryDraft]:
        rows = Entry.objects.filter(project__in=self.projects.keys()).select_related("annual_list")
        return {
            (id(self.projects[e.project_id]), e.annual_list.year, e.annual_list.tier): e
            for e in rows
        }

    @cached_property
    def _entry_by_pk(self) -> dict[int, Entry]:
        return {e.pk: e for e in self.entries.values() if isinstance(e, Entry)}

    @cached_property
    def plans(self) -> dict[int, list[Plan | PlanDraft]]:
        """All versions of each entry's plan, oldest first, by the entry's identity."""
        found: dict[int, list[Plan | PlanDraft]] = defaultdict(list)
        for plan in Plan.objects.filter(entry__in=self._entry_by_pk).order_by("version"):
            found[id(self._entry_by_pk[plan.entry_id])].append(plan)
        return found

    @cached_property
    def curves(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        rows = PlanMonth.objects.filter(plan__is_current=True).order_by("plan", "month")
        for plan_id, yuan in rows.values_list("plan_id", "cumulative_yuan"):
            found[plan_id].append(yuan)
        return found

    @cached_property
    def rounds(self) -> dict[date, Round | RoundDraft]:
        return {r.month: r for r in Round.objects.all()}

    @cached_property
    def reports(self) -> dict[int, dict[date, Report]]:
        """The current report of each month of the year and of the one before, by the project's
        identity.
        """
        found: dict[int, dict[date, Report]] = defaultdict(dict)
        rows = Report.objects.current().filter(project__in=self.projects.keys())
        years = (self.year - 1, self.year) if self.year else ()
        for report in rows.filter(month__year__in=years) if self.year else rows:
            found[id(self.projects[report.project_id])][report.month] = report
        return found

    @cached_property
    def funds(self) -> dict[int, dict[str, int]]:
        found: dict[int, dict[str, int]] = defaultdict(dict)
        rows = FundsInPlace.objects.filter(report__is_current=True)
        for report_id, source, yuan in rows.values_list("report_id", "source", "amount_yuan"):
            found[report_id][source] = yuan
        return found

    @cached_property
    def reopened(self) -> set[tuple[date, int]]:
        """The locked months, and the projects for which each was reopened."""
        return set(Reopening.objects.values_list("round__month", "project_id"))

    def window(self, month: Month) -> Window:
        """Return the days of a month's round by the district's rules."""
        if month not in self._windows:
            self._windows[month] = window(month, self._round_rules.on(month.first_day))
        return self._windows[month]

    @cached_property
    def _round_rules(self) -> InForce[RoundRules]:
        return rounds_in_force()

    def was_run(self, month: date) -> bool:
        """Return whether a month that stands was run here, and not only brought in as history."""
        if month in self.begun:
            return False
        return month in self._told_otherwise or month not in self._told_as_history

    @cached_property
    def _told_as_history(self) -> set[date]:
        rows = Report.objects.filter(origin__in=HISTORY)
        return set(rows.values_list("month", flat=True).distinct())

    @cached_property
    def _told_otherwise(self) -> set[date]:
        rows = Report.objects.filter(version=1).exclude(origin__in=HISTORY)
        return set(rows.values_list("month", flat=True).distinct())

    @cached_property
    def standings(self) -> dict[int, StatisticsStanding | StandingDraft]:
        rows = StatisticsStanding.objects.filter(project__in=self.projects.keys())
        return {id(self.projects[s.project_id]): s for s in rows}

    @cached_property
    def statistics(self) -> dict[tuple[int, date], StatisticsMonth | CountedDraft]:
        rows = StatisticsMonth.objects.filter(is_current=True, project__in=self.projects.keys())
        return {(id(self.projects[m.project_id]), m.month): m for m in rows}

    @cached_property
    def bureau_names(self) -> dict[str, AnyProject]:
        """What the bureau calls projects, by the keys of the names."""
        rows = BureauName.objects.filter(is_current=True, project__in=self.projects.keys())
        return {row.name_key: self.projects[row.project_id] for row in rows}

    @cached_property
    def investment(self) -> dict[date, FixedAssetInvestment | FixedAssetDraft]:
        return {m.month: m for m in FixedAssetInvestment.objects.filter(is_current=True)}

    @cached_property
    def outputs(self) -> dict[tuple[str, str, int], ChainOutput | OutputDraft]:
        rows = ChainOutput.objects.filter(is_current=True).select_related("chain")
        return {(o.chain.name, o.enterprise, o.year): o for o in rows}

    @cached_property
    def chain_months(self) -> dict[tuple[str, str, date], ChainMonth | MonthOutputDraft]:
        rows = ChainMonth.objects.filter(is_current=True).select_related("chain")
        return {(o.chain.name, o.enterprise, o.month): o for o in rows}
