"""Which projects' years rows of facts bear on."""

from __future__ import annotations

from bihuan.audit.bearing import RowsOf
from bihuan.plans.models import Absence, Entry, Plan, PlanMonth, ProjectYear
from bihuan.progress.models import Report
from bihuan.projects.models import FormerParty, Project, StateChange
from bihuan.statistics.models import StatisticsMonth, StatisticsStanding

OF_A_PROJECT = {
    "projects.project": RowsOf(Project, "pk"),
    "projects.formerparty": RowsOf(FormerParty, "project"),
    "projects.statechange": RowsOf(StateChange, "project"),
    "plans.projectyear": RowsOf(ProjectYear, "project"),
    "plans.annuallist": RowsOf(Entry, "project", ("annual_list",)),
    "plans.entry": RowsOf(Entry, "project"),
    "plans.absence": RowsOf(Absence, "entry__project"),
    "plans.plan": RowsOf(Plan, "entry__project"),
    "plans.planmonth": RowsOf(PlanMonth, "plan__entry__project"),
    "progress.report": RowsOf(Report, "project"),
    "statistics.statisticsmonth": RowsOf(StatisticsMonth, "project"),
    "statistics.statisticsstanding": RowsOf(StatisticsStanding, "project"),
}
"""Facts that say something of one project alone."""
