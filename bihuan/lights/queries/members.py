"""The projects of a year as the pages of lights name them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from bihuan.audit.bearing import Bearing, RowsOf
from bihuan.audit.renewed import Told, renewed
from bihuan.kit.months import Month
from bihuan.lights.facts import within
from bihuan.plans.models import Entry, ProjectYear
from bihuan.projects.kinds import GIVEN_UP
from bihuan.projects.models import Project


class LightMember(NamedTuple):
    """One project of a year: what it is called, and what decides how its light counts."""

    name: str
    project_class: str
    state: str
    organisation: str
    commander_id: int | None
    pinyin: str
    listed_from: date | None
    """When it first came onto a list of the year."""

    def is_live_in(self, month: Month) -> bool:
        """Return whether it counts in a month also without a light: it was on a list by then, and
        is not given up.
        """
        is_listed = self.listed_from is not None and self.listed_from <= month.last_day
        return is_listed and self.state not in GIVEN_UP


ON_MEMBERS = Bearing(
    apps=frozenset({"accounts", "projects", "plans"}),
    on_some={
        "projects.project": RowsOf(Project, "pk"),
        "plans.projectyear": RowsOf(ProjectYear, "project"),
        "plans.entry": RowsOf(Entry, "project"),
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
    entries = Entry.objects.filter(annual_list__year=year, project=OuterRef("project"))
    first = Subquery(entries.order_by("added_on").values("added_on")[:1])
    return {
        pk: LightMember(name, kind, state, responsible or owner or "", commander, spoken, since)
        for pk, name, kind, state, responsible, owner, commander, spoken, since in rows.annotate(
            listed_from=first
        ).values_list(
            "project_id",
            "project__name",
            "project_class",
            "project__state",
            "project__responsible__name",
            "project__owner__name",
            "project__commander",
            "project__pinyin",
            "listed_from",
        )
    }
