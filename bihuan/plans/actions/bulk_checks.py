"""What the rules of lists and plans say of many at once, asked of the facts as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bihuan.kit.bulk_writes import Edit, outdated
from bihuan.plans import rules
from bihuan.plans.drafts import EntryDraft, ListDraft, PlanDraft, YearDraft
from bihuan.plans.models import AnnualList, Entry, Plan, ProjectYear
from bihuan.plans.rules import ChangeApproval
from bihuan.projects.kinds import ProjectClass, ProjectState
from bihuan.projects.models import Project


def check_lists(lists: Sequence[ListDraft], *, today: date) -> None:
    """Refuse a list of a year that nobody plans, and one that there is (PLAN-1)."""
    there = set(AnnualList.objects.values_list("year", "tier"))
    for annual in lists:
        rules.check_list(annual.year, this_year=today.year)
        if (annual.year, annual.tier) in there:
            raise outdated()


def check_years(years: Sequence[YearDraft], edits: Sequence[Edit], *, reason: str) -> None:
    """Refuse a second year of a project, and a change of its class without its reason (PLAN-8)."""
    pks = {year.project.pk for year in years if year.project.pk}
    there = set(ProjectYear.objects.filter(project__in=pks).values_list("project_id", "year"))
    for year in years:
        rules.check_before_year(year.completed_before_yuan)
        if (year.project.pk, year.year) in there:
            raise outdated()
    for edit in edits:
        if "project_class" in edit.fields:
            now, to = map(ProjectClass, edit.fields["project_class"])
            rules.check_class(now, to, reason=reason)
        rules.check_before_year(edit.fields.get("completed_before_yuan", (0, 0))[1])


def check_entries(entries: Sequence[EntryDraft]) -> None:
    """Refuse what is no longer pushed, and a second place on one list (PLAN-3 and 9)."""
    states = _states(entry.project for entry in entries)
    listed = Entry.objects.filter(project__in=states)
    left = {
        (project, annual): left_on
        for project, annual, left_on in listed.values_list(
            "project_id", "annual_list_id", "left_on"
        )
    }
    for entry in entries:
        rules.check_live(ProjectState(states.get(entry.project.pk, entry.project.state)))
        place = (entry.project.pk, getattr(entry.annual_list, "pk", None))
        if place in left:
            rules.check_new_on_list(left[place])


def check_plans(plans: Sequence[PlanDraft], *, today: date) -> None:
    """Refuse a plan that cannot be, and an adjustment without approval, of what left its list, is
    given up, or has another plan since (PLAN-2, 3, 5 and 6).
    """
    adjusted = [plan for plan in plans if isinstance(plan.replaces, Plan)]
    versions = dict(
        Plan.objects.filter(entry__in={p.entry.pk for p in adjusted}, is_current=True).values_list(
            "entry_id", "version"
        )
    )
    entries = Entry.objects.in_bulk({plan.entry.pk for plan in adjusted})
    states = _states(plan.entry.project for plan in adjusted)
    for plan in plans:
        rules.check_plan(plan.planned_yuan)
        if plan.replaces is not None:
            approval = ChangeApproval(plan.reason, plan.approver, plan.approved_on)
            rules.check_approval(approval, plan.entry.annual_list.year, today=today)
    for plan in adjusted:
        rules.check_listed(entries[plan.entry.pk].left_on)
        project = plan.entry.project
        rules.check_live(ProjectState(states.get(project.pk, project.state)))
        rules.check_version(versions.get(plan.entry.pk, 0), plan.replaces.version)


def _states(projects: Iterable[Any]) -> dict[int, str]:
    """Return in which states the projects stand now; drafts of projects have none yet."""
    pks = {project.pk for project in projects if project.pk}
    return dict(Project.objects.filter(pk__in=pks).values_list("pk", "state"))
