"""Each change of a year's list, plans, milestones and classes: when, by whom, why (RESULT-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bihuan.accounts.queries import people_named
from bihuan.assessment.kinds import CommitmentKind
from bihuan.assessment.rules.commitments import ListPlace, day_change, plan_change
from bihuan.audit.models import Event
from bihuan.kit.days import local_day, short_day
from bihuan.kit.money import wan
from bihuan.kit.months import Month
from bihuan.plans.models import Absence, Entry, MilestonePromise, Plan
from bihuan.plans.places import curves_of
from bihuan.projects.kinds import ProjectClass, ProjectState
from bihuan.projects.models import StateChange

GIVEN_UP = {
    ProjectState.CANCELLED: CommitmentKind.CANCELLED,
    ProjectState.MERGED: CommitmentKind.MERGED,
}
OF_ENTRIES, OF_MILESTONES, OF_YEARS = "plans.entry", "plans.milestone", "plans.projectyear"


@dataclass(frozen=True)
class CommitmentChange:
    """One change: what it was and became in words, and what it does to the year's plan in yuan."""

    kind: CommitmentKind
    project_id: int
    day: date
    was: str = ""
    now: str = ""
    yuan: int = 0
    reason: str = ""
    approver: str = ""
    by: str = ""
    project: str = ""
    recorded_on: date | None = None
    """When it was entered, where its day was given by who entered it."""

    @property
    def is_entered_later(self) -> bool:
        """True if it was entered in a later month than that of its day."""
        on = self.recorded_on
        return on is not None and Month.of(on).first_day > Month.of(self.day).first_day

    def named(self, project: str) -> CommitmentChange:
        return replace(self, project=project)


def changes_of(
    month: Month, since: Month, places: Mapping[int, list[ListPlace]]
) -> list[CommitmentChange]:
    """Return what was changed from the first day of `since` to the last of `month`, by day. What
    was changed of a year before it began, or when it was over, counts to its first or last month.
    """
    who = _Deeds(month.year)
    found = [
        *_entries(month.year, places, who),
        *_returns(month.year, who),
        *_plans(month, who),
        *_promises(month.year, who),
        *_states(month.year, places),
        *who.relabelled(),
    ]
    first = date.min if since == Month(month.year, 1) else since.first_day
    last = date.max if month.number == 12 else month.last_day
    within = [each for each in found if first <= each.day <= last]
    people = people_named({each.by for each in within})
    named = (replace(each, by=people[each.by]) for each in within)
    return sorted(named, key=lambda each: (each.day, each.project_id, each.kind))


class _Deeds:
    """Who did what is recorded of a year's entries, milestones and classes."""

    def __init__(self, year: int) -> None:
        self._year = year
        rows = Event.objects.filter(thing__in=[OF_ENTRIES, OF_MILESTONES, OF_YEARS]).order_by("pk")
        self._by_moment: dict[tuple[str, str, datetime], str] = {}
        self._by_verb: dict[tuple[str, str], str] = {}
        self._day_of_verb: dict[tuple[str, str], date] = {}
        self._classes: list[tuple[datetime, str, dict[str, Any]]] = []
        for thing, key, verb, at, by in rows.values_list("thing", "thing_id", "verb", "at", "by"):
            self._by_moment.setdefault((thing, key, at), by)
            self._by_verb[verb, key] = by
            self._day_of_verb[verb, key] = local_day(at)
        said = Event.objects.filter(verb="project_year.class_changed").order_by("pk")
        for at, by, note in said.values_list("at", "by", "note"):
            self._classes.append((at, by, note))

    def at(self, thing: str, pk: int, at: datetime) -> str:
        """Return who acted on a thing at a moment; "" if nobody is recorded, as of an import."""
        return self._by_moment.get((thing, str(pk), at), "")

    def last(self, verb: str, pk: int) -> str:
        return self._by_verb.get((verb, str(pk)), "")

    def last_day(self, verb: str, pk: int) -> date | None:
        return self._day_of_verb.get((verb, str(pk)))

    def relabelled(self) -> Iterator[CommitmentChange]:
        for at, by, note in self._classes:
            if note.get("year") != self._year:
                continue
            was, now = (str(ProjectClass(each).label) for each in note["changes"]["project_class"])
            yield CommitmentChange(
                CommitmentKind.RELABELLED,
                int(note["project_id"]),
                local_day(at),
                was,
                now,
                reason=str(note.get("reason", "")),
                by=by,
            )


def _entries(
    year: int, places: Mapping[int, list[ListPlace]], who: _Deeds
) -> Iterator[CommitmentChange]:
    """Yield those put on a list after it was published who stood on none, and those taken off."""
    rows = Entry.objects.filter(annual_list__year=year).select_related("annual_list")
    seen: set[int] = set()
    for entry in rows.prefetch_related("plans").order_by("added_on", "pk"):
        listed, title = str(entry.annual_list), entry.project_id
        plans = sorted(entry.plans.all(), key=lambda plan: plan.version)
        first = not any(place.is_original for place in places.get(title, ()))
        if first and title not in seen and plans:
            seen.add(title)
            yield CommitmentChange(
                CommitmentKind.ADDED,
                entry.project_id,
                entry.added_on,
                now=listed,
                yuan=plans[0].planned_yuan,
                by=who.last("entry.added", entry.pk) or who.last("entry.promoted", entry.pk),
            )
        if entry.left_on is not None:
            yield CommitmentChange(
                CommitmentKind.REMOVED,
                entry.project_id,
                entry.left_on,
                was=listed,
                yuan=-plans[-1].planned_yuan if plans else 0,
                reason=entry.left_reason,
                by=who.last("entry.left", entry.pk),
                recorded_on=who.last_day("entry.left", entry.pk),
            )


def _returns(year: int, who: _Deeds) -> Iterator[CommitmentChange]:
    rows = Absence.objects.filter(entry__annual_list__year=year)
    for each in rows.select_related("entry__annual_list"):
        listed, project = str(each.entry.annual_list), each.entry.project_id
        by = who.at(OF_ENTRIES, each.entry_id, each.recorded_at)
        yield CommitmentChange(
            CommitmentKind.REMOVED, project, each.left_on, was=listed, reason=each.left_reason
        )
        yield CommitmentChange(
            CommitmentKind.RETURNED,
            project,
            each.returned_on,
            now=listed,
            reason=each.reason,
            by=by,
        )


def _plans(month: Month, who: _Deeds) -> Iterator[CommitmentChange]:
    curves = curves_of(month.year)
    rows = Plan.objects.filter(entry__annual_list__year=month.year).select_related("entry")
    for was, now in _pairs(rows.order_by("entry", "version"), "entry_id"):
        before, after = (curves.get(each.pk, {}).get(month.number, 0) for each in (was, now))
        kind = plan_change(was.planned_yuan, now.planned_yuan, before, after)
        if kind is None:
            continue
        by_sum = kind in (CommitmentKind.CUT, CommitmentKind.RAISED)
        shown = (was.planned_yuan, now.planned_yuan) if by_sum else (before, after)
        yield CommitmentChange(
            kind,
            now.entry.project_id,
            now.approved_on or local_day(now.recorded_at),
            wan(shown[0]),
            wan(shown[1]),
            now.planned_yuan - was.planned_yuan,
            now.reason,
            now.approver,
            who.at(OF_ENTRIES, now.entry_id, now.recorded_at),
            recorded_on=local_day(now.recorded_at),
        )


def _promises(year: int, who: _Deeds) -> Iterator[CommitmentChange]:
    rows = MilestonePromise.objects.filter(milestone__project_year__year=year)
    rows = rows.select_related("milestone__project_year").order_by("milestone", "version")
    for was, now in _pairs(rows, "milestone_id"):
        if was.due_on == now.due_on:
            continue
        step = now.milestone
        yield CommitmentChange(
            day_change(was.due_on, now.due_on),
            step.project_year.project_id,
            local_day(now.recorded_at),
            f"{step.name} {short_day(was.due_on)}",
            f"{step.name} {short_day(now.due_on)}",
            reason=now.reason,
            approver=now.approver,
            by=who.at(OF_MILESTONES, step.pk, now.recorded_at),
        )


def _states(year: int, places: Mapping[int, list[ListPlace]]) -> Iterator[CommitmentChange]:
    rows = StateChange.objects.filter(on__year=year, became__in=list(GIVEN_UP))
    for each in rows.select_related("project__merged_into"):
        if each.project_id in places:
            into = each.project.merged_into
            yield CommitmentChange(
                GIVEN_UP[ProjectState(each.became)],
                each.project_id,
                each.on,
                str(ProjectState(each.was).label),
                str(into) if into else str(ProjectState(each.became).label),
                reason=each.reason,
                by=each.by,
            )


def _pairs(rows: Iterable[Any], owner: str) -> Iterator[tuple[Any, Any]]:
    """Yield each version with the one after it, of one thing."""
    before = None
    for row in rows:
        if before is not None and getattr(before, owner) == getattr(row, owner):
            yield before, row
        before = row
