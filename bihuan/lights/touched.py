"""Which projects' lights a change may have touched."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from bihuan.audit.changes import WrittenRows
from bihuan.plans.models import Absence, Entry, Plan, PlanMonth, ProjectYear
from bihuan.progress.models import Report
from bihuan.projects.models import Project, StateChange
from bihuan.statistics.models import StatisticsStanding

from .models import MachineLight, Waiver

APPS = ("projects", "plans", "progress", "statistics", "lights")
"""The apps whose facts the machine judges by."""

OF_A_PROJECT: dict[str, tuple[type[Model], str]] = {
    "projects.project": (Project, "pk"),
    "projects.statechange": (StateChange, "project"),
    "plans.projectyear": (ProjectYear, "project"),
    "plans.entry": (Entry, "project"),
    "plans.absence": (Absence, "entry__project"),
    "plans.plan": (Plan, "entry__project"),
    "plans.planmonth": (PlanMonth, "plan__entry__project"),
    "progress.report": (Report, "project"),
    "statistics.statisticsstanding": (StatisticsStanding, "project"),
    "lights.waiver": (Waiver, "project"),
    "lights.machinelight": (MachineLight, "project"),
}
"""Facts that say something of one project alone, and where its row number stands."""

OF_NO_LIGHT = frozenset(
    {
        "projects.chain",
        "projects.formername",
        "projects.project_themes",
        "projects.theme",
        "plans.milestone",
        "plans.milestonepromise",
        "progress.fundsinplace",
        "progress.milestonereached",
        "progress.photo",
        "progress.reopening",
        "statistics.fixedassetinvestment",
        "statistics.statisticsmonth",
        "lights.commanderlight",
        "lights.inspectorlight",
        "lights.lift",
    }
)
"""Facts that the machine does not look at. All others may touch every project."""

MOST = 400
"""Projects beyond which judging all of them is no slower."""


def touched_projects(changes: WrittenRows) -> Collection[int] | None:
    """Return the projects whose machine's lights may have changed; None if any may have."""
    if changes.is_whole:
        return None
    found: set[int] = set()
    for kind, keys in changes.keys.items():
        if kind in OF_NO_LIGHT:
            continue
        if kind not in OF_A_PROJECT or len(keys) > MOST:
            return None
        model, column = OF_A_PROJECT[kind]
        rows: Any = model._default_manager.filter(pk__in=keys)
        found |= set(rows.values_list(column, flat=True))
    return found if len(found) <= MOST else None
