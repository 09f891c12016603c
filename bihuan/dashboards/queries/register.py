"""Every project of a year with its figures and its light, as one list that is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.audit.kept import kept
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import Position, positions
from bihuan.figures.questions import Question
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import year_lights
from bihuan.plans.models import Entry, ProjectYear
from bihuan.progress.models import Report
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Chain, FormerName, Project, Theme
from bihuan.statistics.models import StatisticsStanding

SILENT = ("LIGHT-2", "LIGHT-3")
TIERS = [tier.value for tier in Tier]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project at the end of a month. Figures are None for one that stands on no list."""

    pk: int
    name: str
    code: str
    sought: str
    state: str
    sector: str
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
    total_yuan: int | None
    planned_start_on: date | None
    planned_finish_on: date | None
    started_on: date | None
    entered_on: date | None
    in_use_on: date | None
    planned_yuan: int | None
    to_date_yuan: int | None
    month_yuan: int | None
    completion: Decimal | None
    gap_linear: Decimal | None
    gap_curve: Decimal | None
    lacking_yuan: int
    physical_percent: Decimal | None
    light: str
    is_silent: bool
    is_of_year: bool


@dataclass(frozen=True)
class _Names:
    organisations: dict[int | None, str]
    commanders: dict[int | None, str]
    chains: dict[int | None, str]
    themes: dict[int, str]


@kept
def register(month: Month, basis: Basis, today: date) -> tuple[ProjectRow, ...]:
    """Return all projects of the district, by name; who may see which is asked by `seen_by`."""
    names = _names()
    classes = dict(
        ProjectYear.objects.filter(year=month.year).values_list("project_id", "project_class")
    )
    standing = {p.project_id: p for p in positions(Question(month.year, month.number, basis))}
    lights = year_lights(month.year, today)
    tiers, former, themes = _tiers(month.year), _former(), _themes()
    entered = dict(StatisticsStanding.objects.values_list("project_id", "entered_on"))
    physical = dict(
        Report.objects.counted()
        .filter(month=month.first_day)
        .values_list("project_id", "physical_percent")
    )
    rows = []
    for project in Project.objects.order_by("name", "pk").values(*_COLUMNS):
        pk: int = project["id"]
        verdict = lights.get(pk, {}).get(month.number)
        of_project = tuple(themes.get(pk, ()))
        rows.append(
            ProjectRow(
                pk=pk, name=project["name"], code=project["national_code"],
                sought=" ".join(
                    (project["name_key"], project["pinyin"], project["national_code"].casefold(),
                     *former.get(pk, ()))
                ),
                state=project["state"], sector=project["sector"],
                project_class=classes.get(pk, ""), tiers=tuple(tiers.get(pk, ())),
                themes=of_project, owner_id=project["owner_id"],
                responsible_id=project["responsible_id"], commander_id=project["commander_id"],
                chain_id=project["chain_id"],
                owner=names.organisations.get(project["owner_id"], ""),
                responsible=names.organisations.get(project["responsible_id"], ""),
                commander=names.commanders.get(project["commander_id"], ""),
                chain=names.chains.get(project["chain_id"], ""),
                theme_names="、".join(names.themes[each] for each in of_project),
                total_yuan=project["total_investment_yuan"],
                planned_start_on=project["planned_start_on"],
                planned_finish_on=project["planned_finish_on"],
                started_on=project["started_on"], entered_on=entered.get(pk),
                in_use_on=project["in_use_on"], physical_percent=physical.get(pk),
                light=str(verdict.colour) if verdict else "",
                is_silent=bool(verdict and verdict.reasons[0].clause in SILENT), is_of_year=pk in classes,
                **_figures(standing.get(pk)), lacking_yuan=_lacking(standing.get(pk), month),
            )
        )  # fmt: skip
    return tuple(rows)


def seen_by(user: User, rows: tuple[ProjectRow, ...]) -> list[ProjectRow]:
    """Return the rows of projects that `user` may see."""
    if user.role in DISTRICT_WIDE:
        return list(rows)
    visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
    return [row for row in rows if row.pk in visible]


_COLUMNS = (
    "id", "name", "name_key", "pinyin", "national_code", "state", "sector", "owner_id",
    "responsible_id", "commander_id", "chain_id", "total_investment_yuan", "planned_start_on",
    "planned_finish_on", "started_on", "in_use_on",
)  # fmt: skip


def _figures(found: Position | None) -> dict[str, int | Decimal | None]:
    if found is None:
        return dict.fromkeys(
            ("planned_yuan", "to_date_yuan", "month_yuan", "completion", "gap_linear", "gap_curve")
        )
    return {
        "planned_yuan": found.planned_yuan, "to_date_yuan": found.completed_yuan,
        "month_yuan": found.month_yuan, "completion": found.plan_completion,
        "gap_linear": found.gap_linear, "gap_curve": found.gap_curve,
    }  # fmt: skip


def _lacking(found: Position | None, month: Month) -> int:
    """Yuan by which the project lies behind the even schedule; below zero it lies ahead."""
    return found.planned_yuan * month.number // 12 - found.completed_yuan if found else 0


def _names() -> _Names:
    return _Names(
        organisations=dict(Organisation.objects.values_list("pk", "name")),
        commanders={leader.pk: str(leader) for leader in Leader.objects.all()},
        chains=dict(Chain.objects.values_list("pk", "name")),
        themes=dict(Theme.objects.values_list("pk", "name")),
    )


def _tiers(year: int) -> dict[int, list[str]]:
    rows = Entry.objects.filter(annual_list__year=year, left_on=None)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, tier in rows.values_list("project_id", "annual_list__tier"):
        found[pk].append(tier)
    return {pk: sorted(tiers, key=TIERS.index) for pk, tiers in found.items()}


def _former() -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, key in FormerName.objects.values_list("project_id", "name_key"):
        found[pk].append(key)
    return found


def _themes() -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, theme in Project.themes.through.objects.order_by("theme__name").values_list(
        "project_id", "theme_id"
    ):
        found[pk].append(theme)
    return found


def colours(rows: list[ProjectRow]) -> dict[Colour, int]:
    """Count the lights of the rows; every colour is there."""
    return {colour: sum(row.light == colour for row in rows) for colour in _ORDER}


_ORDER = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY)
