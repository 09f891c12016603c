"""The projects of a year as the pages of lights name them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from bihuan.audit.bearing import Bearing, RowsOf
from bihuan.audit.renewed import Told, renewed
from bihuan.lights.facts import within
from bihuan.plans.models import ProjectYear
from bihuan.projects.models import Project


class LightMember(NamedTuple):
    """One project of a year: what it is called, and what decides how its light counts."""

    name: str
    project_class: str
    state: str
    organisation: str
    commander_id: int | None
    pinyin: str


ON_MEMBERS = Bearing(
    apps=frozenset({"accounts", "projects", "plans"}),
    on_some={
        "projects.project": RowsOf(Project, "pk"),
        "plans.projectyear": RowsOf(ProjectYear, "project"),
        "accounts.organisation": RowsOf(Project, "pk", ("owner", "responsible")),
    },
    on_none=frozenset(
        {
            "accounts.leader",
            "accounts.deputyship",
            "accounts.formerorganisationname",
            "accounts.platformidentity",
            "accounts.token",
            "accounts.user",
            "accounts.user_groups",
            "accounts.user_user_permissions",
            "plans.absence",
            "plans.annuallist",
            "plans.entry",
            "plans.milestone",
            "plans.milestonepromise",
            "plans.plan",
            "plans.planmonth",
            "projects.chain",
            "projects.district",
            "projects.formername",
            "projects.formerparty",
            "projects.presetchoice",
            "projects.project_themes",
            "projects.statechange",
            "projects.theme",
        }
    ),
)


def by_name(year: int) -> list[tuple[int, LightMember]]:
    """Return the projects of the year by number, in the order of their names."""
    return _members(year).once(_named)


def _named(members: Told[int, LightMember]) -> list[tuple[int, LightMember]]:
    return sorted(members.items(), key=lambda item: (item[1].pinyin, item[1].name, item[0]))


@renewed("accounts", "projects", "plans", touched=ON_MEMBERS.touched)
def _members(year: int, only: Collection[int] | None = None) -> dict[int, LightMember]:
    rows = ProjectYear.objects.filter(year=year, **within(only)).order_by()
    return {
        pk: LightMember(name, kind, state, responsible or owner or "", commander, spoken)
        for pk, name, kind, state, responsible, owner, commander, spoken in rows.values_list(
            "project_id",
            "project__name",
            "project_class",
            "project__state",
            "project__responsible__name",
            "project__owner__name",
            "project__commander",
            "project__pinyin",
        )
    }
