"""What happened to one project, newest first: states, lists, plans, names of reasons and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.accounts.queries import people_named
from bihuan.kit.days import local_day
from bihuan.kit.money import wan
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.plans.models import Entry, Plan
from bihuan.progress.models import MilestoneReached, Report
from bihuan.projects.kinds import ProjectState, Tier
from bihuan.projects.models import Project, StateChange


@dataclass(frozen=True)
class Happening:
    """One thing that happened, in words."""

    on: date
    text: str
    reason: str = ""
    by: str = ""


def story(project: Project) -> list[Happening]:
    """Return what happened to the project in all its years, newest first."""
    found = [*_states(project), *_entries(project), *_plans(project), *_steps(project)]
    found += _corrections(project)
    return sorted(found, key=lambda happening: happening.on, reverse=True)


def _states(project: Project) -> list[Happening]:
    changes = list(StateChange.objects.filter(project=project))
    people = people_named({change.by for change in changes})
    return [
        Happening(
            change.on,
            gettext("From “%(was)s” to “%(became)s”")
            % {"was": ProjectState(change.was).label, "became": ProjectState(change.became).label},
            change.reason,
            people[change.by],
        )
        for change in changes
    ]


def _entries(project: Project) -> list[Happening]:
    happenings = []
    entries = Entry.objects.filter(project=project).select_related("annual_list")
    for entry in entries.prefetch_related("absences"):
        name = {"year": entry.annual_list.year, "tier": Tier(entry.annual_list.tier).label}
        happenings.append(Happening(entry.added_on, gettext("Listed: %(year)s %(tier)s") % name))
        left = gettext("Left the list: %(year)s %(tier)s") % name
        back = gettext("Back on the list: %(year)s %(tier)s") % name
        for away in entry.absences.all():
            happenings.append(Happening(away.left_on, left, away.left_reason))
            happenings.append(Happening(away.returned_on, back, away.reason))
        if entry.left_on:
            happenings.append(Happening(entry.left_on, left, entry.left_reason))
    return happenings


def _plans(project: Project) -> list[Happening]:
    """Adjustments only: the original plan comes with its entry."""
    rows = Plan.objects.filter(entry__project=project, version__gt=1)
    return [
        Happening(
            plan.approved_on or local_day(plan.recorded_at),
            gettext("Annual plan adjusted to %s (ten thousand yuan)") % wan(plan.planned_yuan),
            plan.reason,
            plan.approver,
        )
        for plan in rows
    ]


def _steps(project: Project) -> list[Happening]:
    rows = MilestoneReached.objects.filter(milestone__project_year__project=project)
    return [
        Happening(each.reached_on, gettext("Reached: %s") % each.milestone.name, each.evidence)
        for each in rows.select_related("milestone")
    ]


def _corrections(project: Project) -> list[Happening]:
    rows = Report.objects.filter(project=project, version__gt=1, saved_at__isnull=False)
    return [
        Happening(
            local_day(report.saved_at),
            gettext("Report of %(month)s corrected, version %(version)s")
            % {"month": Month.of(report.month).in_words, "version": report.version},
            report.reason,
            str(report.saved_by or ""),
        )
        for report in rows.select_related("saved_by")
        if report.saved_at
    ]
