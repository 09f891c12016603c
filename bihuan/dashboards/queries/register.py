"""Every project of a year with its figures and its light, as one list that is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from django.db import connection

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.audit.bearing import Bearing, RowsOf, touched_by_any
from bihuan.audit.renewed import Told, renewed
from bihuan.figures.blocks import ON_SUMS
from bihuan.figures.engine import FACT_APPS
from bihuan.figures.kinds import Basis
from bihuan.kit.memory import EqualValues
from bihuan.kit.months import Month
from bihuan.lights.facts import AT_ONCE, DEPENDS_ON
from bihuan.lights.kinds import Colour
from bihuan.lights.rounds import light_rounds
from bihuan.lights.touched import ON_HEADLINES
from bihuan.plans.places import TIERS
from bihuan.projects.models import FormerName, FormerParty, Project

from .project_row import ProjectRow, rows_of

MONTHS_KEPT = 4
"""Registers kept by each process: of 10,000 projects, each takes some 12 MB."""
ON_NAMES = Bearing(
    apps=frozenset({"accounts", "projects"}),
    on_some={
        "accounts.leader": RowsOf(Project, "pk", ("commander", "former_parties__leader")),
        "accounts.organisation": RowsOf(
            Project, "pk", ("owner", "responsible", "former_parties__organisation")
        ),
        "projects.chain": RowsOf(Project, "pk", ("chain",)),
        "projects.formername": RowsOf(FormerName, "project"),
        "projects.formerparty": RowsOf(FormerParty, "project"),
        "projects.project": RowsOf(Project, "pk"),
        "projects.project_themes": RowsOf(Project.themes.through, "project"),
        "projects.theme": RowsOf(Project.themes.through, "project", ("theme",)),
    },
    on_none=frozenset(
        {
            "accounts.deputyship",
            "accounts.formerorganisationname",
            "accounts.platformidentity",
            "accounts.token",
            "accounts.user",
            "accounts.user_groups",
            "accounts.user_user_permissions",
            "projects.district",
            "projects.presetchoice",
            "projects.statechange",
        }
    ),
)
"""What is said of a project by name."""


def register(month: Month, basis: Basis, today: date) -> tuple[ProjectRow, ...]:
    """Return all projects of the district, those on the highest lists first, then as their names
    are spoken. Who may see which is asked by `seen_by`.
    """
    return by_project(month, basis, today).once(in_order)


@renewed(
    *DEPENDS_ON,
    *FACT_APPS,
    touched=touched_by_any(*ON_HEADLINES, ON_SUMS, ON_NAMES),
    beside=lambda month, _basis, today: light_rounds(month.year, today),
    slots=MONTHS_KEPT,
)
def by_project(
    month: Month, basis: Basis, today: date, only: Collection[int] | None = None
) -> dict[int, ProjectRow]:
    """Return the projects in `only`, or all of the district, by number."""
    values = EqualValues()
    rows = [
        row.shared(values) for part in _parts(only) for row in rows_of(month, basis, today, part)
    ]
    return {row.pk: row for row in sorted(rows, key=_place)}


def _parts(only: Collection[int] | None) -> Iterator[Collection[int] | None]:
    """Yield the numbers of which rows are held at the same time; None for all at once."""
    if only is not None or connection.in_atomic_block:
        yield only
        return
    numbers = list(Project.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def in_order(rows: Told[int, ProjectRow]) -> tuple[ProjectRow, ...]:
    """Return the rows in the register's order."""
    return tuple(sorted(rows.values(), key=_place))


def in_order_of_year(rows: Told[int, ProjectRow]) -> tuple[ProjectRow, ...]:
    """Return the rows of the year's projects in the register's order."""
    return tuple(row for row in rows.once(in_order) if row.is_of_year)


def _place(row: ProjectRow) -> tuple[int, str, str, int]:
    return _rank(row), row.pinyin, row.name, row.pk


def _rank(row: ProjectRow) -> int:
    return TIERS.index(row.tiers[0]) if row.tiers else len(TIERS)


def seen_by(user: User, rows: tuple[ProjectRow, ...]) -> tuple[ProjectRow, ...]:
    """Return the rows of projects that `user` may see."""
    if user.role in DISTRICT_WIDE:
        return rows
    visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
    return tuple(row for row in rows if row.pk in visible)


def colours(rows: list[ProjectRow]) -> dict[Colour, int]:
    """Count the lights that the rows show; every colour is there."""
    counted = Counter(row.counts_as for row in rows)
    return {colour: counted[colour] for colour in _ORDER}


_ORDER = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY)
