"""The projects of a year's lists, and whether each must report a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.kit.months import Month
from bihuan.plans.models import Entry, ProjectYear
from bihuan.progress.kinds import NotDue
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.rules import RoundRules, is_due
from bihuan.projects.kinds import GIVEN_UP
from bihuan.projects.models import Project, StateChange

from .openings import openings


@dataclass(frozen=True)
class ListedSpan:
    """From when to when a project stood on one annual list without leaving it."""

    added_on: date
    left_on: date | None

    def covers(self, month: Month) -> bool:
        left_before = self.left_on is not None and self.left_on <= month.first_day
        return self.added_on <= month.last_day and not left_before


@dataclass(frozen=True)
class ReportingProject:
    """One project of the year, with what decides in which months it must report."""

    project_id: int
    name: str
    project_class: str
    organisation_id: int | None
    organisation: str
    owner_id: int | None
    owner: str
    started_on: date | None
    finished_on: date | None
    gone_on: date | None
    spans: tuple[ListedSpan, ...]
    opened_until: date | None = None
    """First day of the last month that its opening sum of the year holds."""

    def concerns(self, organisation_id: int) -> bool:
        """True if the organisation answers for it, or owns it."""
        return organisation_id in (self.organisation_id, self.owner_id)

    def had_by(self, organisation: tuple[int | None, str] | None) -> ReportingProject:
        """Return the project as of when another organisation answered for it; itself for None."""
        if organisation is None:
            return self
        return replace(self, organisation_id=organisation[0], organisation=organisation[1])

    def excused(self, month: Month, office: RoundRules) -> NotDue | None:
        """Return why it need not report: it does while it stands on a list, until it is finished,
        cancelled or merged, in the months in which its class reports (ROUND-3, ROUND-5), after
        those that an opening sum holds (ROUND-9).
        """
        if self.opened_until is not None and month.first_day <= self.opened_until:
            return NotDue.OPENING
        ended = min((day for day in (self.finished_on, self.gone_on) if day), default=None)
        if ended and Month.of(ended) < month:
            return NotDue.ENDED
        if not any(span.covers(month) for span in self.spans):
            return NotDue.UNLISTED
        is_its_month = is_due(month, self.project_class, office, started_on=self.started_on)
        return None if is_its_month else NotDue.QUARTERLY

    def must_report(self, month: Month, office: RoundRules) -> bool:
        return self.excused(month, office) is None


def members(user: User, year: int, only: Collection[int] | None = None) -> list[ReportingProject]:
    """Return the projects of `year` that `user` may see, or of them those in `only`, by name."""
    seen = Project.objects.visible_to(user)
    if only is not None:
        seen = seen.filter(pk__in=list(only))
    gone = StateChange.objects.filter(project=OuterRef("project"), became__in=GIVEN_UP)
    opened = openings(year).filter(project=OuterRef("project")).order_by("-month")
    rows = (
        ProjectYear.objects.filter(year=year, project__in=seen)
        .annotate(
            gone_on=Subquery(gone.order_by("-on").values("on")[:1]),
            opened_until=Subquery(opened.values("month")[:1]),
        )
        .order_by("project__pinyin", "project__name", "pk")
        .values_list(
            "project_id",
            "project__name",
            "project_class",
            "project__responsible_id",
            "project__responsible__name",
            "project__owner_id",
            "project__owner__name",
            "project__started_on",
            "project__finished_on",
            "project__state",
            "gone_on",
            "opened_until",
        )
    )
    spans = _spans(seen, year)
    return [
        ReportingProject(
            project_id=pk,
            name=name,
            project_class=project_class,
            organisation_id=responsible_id or owner_id,
            organisation=responsible or owner or "",
            owner_id=owner_id,
            owner=owner or "",
            started_on=started_on,
            finished_on=finished_on,
            gone_on=(gone_on or date(year, 1, 1)) if state in GIVEN_UP else None,
            spans=tuple(spans[pk]),
            opened_until=opened_until,
        )
        for (
            pk,
            name,
            project_class,
            responsible_id,
            responsible,
            owner_id,
            owner,
            started_on,
            finished_on,
            state,
            gone_on,
            opened_until,
        ) in rows
    ]


def excused_from(month: Month, projects: Collection[int]) -> dict[int, NotDue]:
    """Return why projects of the year need not report in a month: of those that need not."""
    if not projects:
        return {}
    office = rounds_in_force().on(month.first_day)
    reader = User(username="rounds", role=Role.VIEWER)
    found = members(reader, month.year, projects)
    reasons = ((each.project_id, each.excused(month, office)) for each in found)
    return {pk: reason for pk, reason in reasons if reason is not None}


def _spans(seen: QuerySet[Project], year: int) -> defaultdict[int, list[ListedSpan]]:
    entries = Entry.objects.filter(annual_list__year=year, project__in=seen)
    away: defaultdict[tuple[int, int, date, date | None], list[tuple[date, date]]]
    away = defaultdict(list)
    for pk, project_id, added_on, left_on, gone_on, returned_on in entries.values_list(
        "pk", "project_id", "added_on", "left_on", "absences__left_on", "absences__returned_on"
    ):
        gaps = away[pk, project_id, added_on, left_on]
        if gone_on:
            gaps.append((gone_on, returned_on))
    spans: defaultdict[int, list[ListedSpan]] = defaultdict(list)
    for (_pk, project_id, added_on, left_on), gaps in away.items():
        begins = [added_on, *(back for _gone, back in sorted(gaps))]
        ends = [*(gone for gone, _back in sorted(gaps)), left_on]
        spans[project_id] += map(ListedSpan, begins, ends)
    return spans
