"""Which projects' months rows of facts bear on: whether a report is due, came, and in time."""

from __future__ import annotations

from bihuan.audit.bearing import Bearing, RowsOf
from bihuan.plans.models import Absence, Entry, ProjectYear
from bihuan.projects.models import Project, StateChange

from .models import Report

ON_ROUNDS = Bearing(
    apps=frozenset({"accounts", "projects", "plans", "progress"}),
    on_some={
        "projects.project": RowsOf(Project, "pk"),
        "projects.statechange": RowsOf(StateChange, "project"),
        "plans.projectyear": RowsOf(ProjectYear, "project"),
        "plans.annuallist": RowsOf(Entry, "project", ("annual_list",)),
        "plans.entry": RowsOf(Entry, "project"),
        "plans.absence": RowsOf(Absence, "entry__project"),
        "progress.report": RowsOf(Report, "project"),
    },
    on_none=frozenset(
        {
            "accounts.leader",
            "accounts.organisation",
            "accounts.deputyship",
            "accounts.formerorganisationname",
            "accounts.platformidentity",
            "accounts.token",
            "accounts.user",
            "accounts.user_groups",
            "accounts.user_user_permissions",
            "plans.milestone",
            "plans.milestonepromise",
            "plans.plan",
            "plans.planmonth",
            "progress.fundsinplace",
            "progress.milestonereached",
            "progress.photo",
            "progress.reopening",
            "progress.round",
            "projects.chain",
            "projects.district",
            "projects.formername",
            "projects.formerparty",
            "projects.project_themes",
            "projects.theme",
        }
    ),
    on_all=frozenset({"projects.presetchoice"}),
)
