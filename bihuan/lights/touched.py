"""Which projects' lights a change may have touched."""

from __future__ import annotations

from bihuan.audit.bearing import Bearing, RowsOf, touched_by_any
from bihuan.project_months.bearing import OF_A_PROJECT

from .models import CommanderLight, InspectorLight, Lift, MachineLight, Waiver

APPS = frozenset({"projects", "plans", "progress", "statistics", "lights"})
"""The apps whose facts the lights are made of."""

ON_ALL = frozenset(
    {
        "projects.district",
        "projects.presetchoice",
    }
)
"""Facts of the whole district: its rules."""
ON_NONE = frozenset(
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
        "progress.round",
        "statistics.bureauname",
        "statistics.fixedassetinvestment",
    }
)
"""Facts that no light looks at; what rounds decide is asked beside (`light_rounds`)."""
SAID_BY_PEOPLE = {
    "lights.commanderlight": RowsOf(CommanderLight, "project"),
    "lights.inspectorlight": RowsOf(InspectorLight, "project"),
    "lights.lift": RowsOf(Lift, "project"),
}

ON_MACHINES_LIGHTS = Bearing(
    apps=APPS,
    on_some={
        **{
            kind: rows
            for kind, rows in OF_A_PROJECT.items()
            if kind != "statistics.statisticsmonth"
        },
        "lights.waiver": RowsOf(Waiver, "project"),
        "lights.machinelight": RowsOf(MachineLight, "project"),
    },
    on_none=ON_NONE | SAID_BY_PEOPLE.keys() | {"statistics.statisticsmonth"},
    on_all=ON_ALL,
)
"""What the machine judges by."""

ON_WHAT_PEOPLE_SAID = Bearing(
    apps=frozenset({"lights"}),
    on_some=SAID_BY_PEOPLE,
    on_none=frozenset({"lights.waiver", "lights.machinelight"}),
)

ON_HEADLINES = (ON_MACHINES_LIGHTS, ON_WHAT_PEOPLE_SAID)
touched_projects = ON_MACHINES_LIGHTS.touched
touched_headlines = touched_by_any(*ON_HEADLINES)
