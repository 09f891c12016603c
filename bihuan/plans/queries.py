"""What stands on the lists, what was promised first and what is promised now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from bihuan.accounts.models import User
from bihuan.audit.models import Event
from bihuan.kit.words import _
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.models import Project
from bihuan.projects.queries import FieldChange, lines

from .models import AnnualList, Entry, Milestone, MilestonePromise, Plan, ProjectYear

DEEDS: Mapping[str, Any] = {
    "added": _("Put on a list"),
    "promoted": _("Promoted to an upper list"),
    "left": _("Left the list"),
    "returned": _("Came back to the list"),
    "adjusted": _("Plan adjusted"),
    "class_changed": _("Class changed"),
    "begun": _("Year begun"),
    "set": _("Milestones promised"),
    "milestone.added": _("Milestone added"),
    "moved": _("Milestone moved"),
    "imported": _("Added by import"),
    "made": _("List made"),
    "edited": _("Edited"),
    "edited_by_import": _("Edited by import"),
}


@dataclass(frozen=True)
class ClassLine:
    """The projects of one class that stand on a list, with their sums."""

    project_class: ProjectClass | None
    """None for those whose class is not known."""
    count: int
    original_yuan: int
    planned_yuan: int

    @property
    def label(self) -> str:
        return str(self.project_class.label if self.project_class else _("no class"))


@dataclass(frozen=True)
class ListLine:
    """One list with its sums over the projects that stand on it and are visible, and by class."""

    annual_list: AnnualList
    left: int
    classes: list[ClassLine]

    @property
    def count(self) -> int:
        return sum(each.count for each in self.classes)

    @property
    def original_yuan(self) -> int:
        return sum(each.original_yuan for each in self.classes)

    @property
    def planned_yuan(self) -> int:
        return sum(each.planned_yuan for each in self.classes)


CLASS_OF_YEAR = Subquery(
    ProjectYear.objects.filter(
        project=OuterRef("project"), year=OuterRef("annual_list__year")
    ).values("project_class")[:1]
)
"""An entry's class in the year of its list."""


def running_year(today: date) -> int:
    """Return the newest year up to today's that has a list, so that January goes on with the old
    year until the new lists are made; today's where there is none.
    """
    years = AnnualList.objects.filter(year__lte=today.year).order_by("-year")
    return years.values_list("year", flat=True).first() or today.year


def lists_of(user: User, year: int) -> list[ListLine]:
    """Return the lists of `year`, highest tier first. Two queries."""
    visible = Entry.objects.filter(
        annual_list__year=year, project__in=Project.objects.visible_to(user)
    )
    stands = Q(left_on__isnull=True)
    sums: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in (
        visible.annotate(class_of_year=CLASS_OF_YEAR)
        .values("annual_list", "class_of_year")
        .order_by()
        .annotate(
            count=Count("pk", distinct=True, filter=stands),
            left=Count("pk", distinct=True, filter=~stands),
            original=Sum("plans__planned_yuan", filter=stands & Q(plans__version=1)),
            planned=Sum("plans__planned_yuan", filter=stands & Q(plans__is_current=True)),
        )
    ):
        sums[row["annual_list"]].append(row)
    order = [tier.value for tier in Tier]
    lists = sorted(AnnualList.objects.filter(year=year), key=lambda each: order.index(each.tier))
    return [_line(each, sums[each.pk]) for each in lists]


def line_of(user: User, annual_list: AnnualList) -> ListLine:
    """Return one list with its sums. Two queries."""
    lines = lists_of(user, annual_list.year)
    return next(line for line in lines if line.annual_list == annual_list)


def entries_of(user: User) -> QuerySet[Entry]:
    """Return the entries that `user` may see, with both plans and the class of the year."""

    def plan(column: str, **which: Any) -> Subquery:
        return Subquery(Plan.objects.filter(entry=OuterRef("pk"), **which).values(column)[:1])

    return (
        Entry.objects.filter(project__in=Project.objects.visible_to(user))
        .select_related("project__responsible", "annual_list", "promoted_from__annual_list")
        .annotate(
            original_yuan=plan("planned_yuan", version=1),
            planned_yuan=plan("planned_yuan", is_current=True),
            version=plan("version", is_current=True),
            project_class=CLASS_OF_YEAR,
        )
    )


@dataclass(frozen=True)
class PlanVersion:
    """One version of an entry's plan with its twelve cumulatives."""

    plan: Plan
    months: list[int]


def versions_of(entry: Entry) -> list[PlanVersion]:
    """Return every version of an entry's plan, newest first. Two queries."""
    plans = entry.plans.order_by("-version").prefetch_related("months")
    return [
        PlanVersion(plan, [month.cumulative_yuan for month in plan.months.all()]) for plan in plans
    ]


@dataclass(frozen=True)
class Promised:
    """A milestone with the day first promised and the day that holds."""

    milestone: Milestone
    first: MilestonePromise
    now: MilestonePromise


def milestones_of(year: ProjectYear) -> list[Promised]:
    """Return the year's milestones in their order. Two queries."""
    found = []
    for milestone in year.milestones.prefetch_related("promises"):
        promises = sorted(milestone.promises.all(), key=lambda each: each.version)
        found.append(Promised(milestone, promises[0], promises[-1]))
    return found


@dataclass(frozen=True)
class Adjustment:
    """A plan that replaced another in the year."""

    entry: Entry
    was_yuan: int
    plan: Plan


def adjustments_of(user: User, year: int) -> list[Adjustment]:
    """Return every adjustment of the year's plans, newest first."""
    before = Plan.objects.filter(entry=OuterRef("entry"), version=OuterRef("version") - 1)
    plans = (
        Plan.objects.filter(
            entry__annual_list__year=year,
            version__gt=1,
            entry__project__in=Project.objects.visible_to(user),
        )
        .select_related("entry__project", "entry__annual_list")
        .annotate(was_yuan=Subquery(before.values("planned_yuan")[:1]))
        .order_by(F("recorded_at").desc(), "-pk")
    )
    return [Adjustment(plan.entry, plan.was_yuan, plan) for plan in plans]


def history(project: Project) -> list[FieldChange]:
    """Return what happened to a project's lists, plans, classes and milestones, newest first."""
    found: list[FieldChange] = []
    things: list[tuple[Any, Any]] = [
        (Plan, [("plans.entry", project.entries.values_list("pk", flat=True))]),
        (ProjectYear, [("plans.projectyear", project.years.values_list("pk", flat=True))]),
        (
            MilestonePromise,
            [
                (
                    "plans.milestone",
                    Milestone.objects.filter(project_year__project=project).values_list(
                        "pk", flat=True
                    ),
                )
            ],
        ),
    ]
    for model, kinds in things:
        for thing, numbers in kinds:
            events = Event.objects.filter(
                thing=thing, thing_id__in=[str(number) for number in numbers]
            )
            found += lines(events.order_by("-pk"), model, DEEDS)
    return sorted(found, key=_moment, reverse=True)


def history_of_list(annual_list: AnnualList) -> list[FieldChange]:
    """Return who made and changed a list, newest first."""
    events = Event.objects.filter(thing="plans.annuallist", thing_id=str(annual_list.pk))
    return list(lines(events.order_by("-pk"), AnnualList, DEEDS))


def _moment(line: FieldChange) -> datetime:
    return line.at


def _line(each: AnnualList, rows: Sequence[Mapping[str, Any]]) -> ListLine:
    order = [*ProjectClass.values, None]
    classes = [
        ClassLine(
            ProjectClass(row["class_of_year"]) if row["class_of_year"] else None,
            row["count"],
            row["original"] or 0,
            row["planned"] or 0,
        )
        for row in sorted(rows, key=lambda row: order.index(row["class_of_year"]))
        if row["count"]
    ]
    return ListLine(each, sum(row["left"] for row in rows), classes)
