"""The three visits required of projects with a quota, beside those that were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.funding.kinds import Programme
from bihuan.funding.queries import FundingRow
from bihuan.oversight.kinds import DutyState
from bihuan.oversight.presets import oversight_rules
from bihuan.oversight.rules.visits import VisitDuty, duties
from bihuan.projects.models import Project
from bihuan.visits.kinds import VisitPurpose
from bihuan.visits.models import Visit

from .watching import watched_projects

Made = Mapping[VisitPurpose, tuple[int, date]]
"""By purpose the number and day of the first visit of that kind."""


@dataclass(frozen=True)
class VisitLine:
    """One visit required of one project for the money of one programme; `visit` is the number of
    the one that was made.
    """

    project: Project
    programme: Programme
    duty: VisitDuty
    visit: int | None

    @property
    def is_missing(self) -> bool:
        return self.duty.state is DutyState.MISSING


def required_visits(rows: Iterable[FundingRow], on: date) -> list[VisitLine]:
    """Return what is required of each project of the rows that has a quota, once for each
    programme, in the order of the rows. A fixed number of queries.
    """
    rules = oversight_rules().on(on)
    asked: dict[tuple[int, str], Project] = {}
    for row in rows:
        watch = rules.of(row.line.programme)
        if watch is not None and watch.visits and row.sums.issued > 0:
            asked[row.line.project_id, row.line.programme] = row.line.project
    known = watched_projects(set(asked.values()), on, {})
    made = _made(set(known), on)
    found = []
    for (pk, code), project in asked.items():
        watch, visits = rules.of(code), made.get(pk, {})
        days = {purpose: day for purpose, (_visit, day) in visits.items()}
        for duty in duties(watch.visits if watch else (), known[pk], days, on):
            number, _day = visits.get(duty.purpose, (None, None))
            found.append(VisitLine(project, Programme(code), duty, number))
    return found


def _made(projects: set[int], on: date) -> Mapping[int, Made]:
    """Return the first complete visit of each purpose of each project, up to a day."""
    rows = Visit.objects.complete().filter(project__in=projects, visited_on__lte=on)
    found: defaultdict[int, dict[VisitPurpose, tuple[int, date]]] = defaultdict(dict)
    for pk, visit, purpose, day in (
        rows.exclude(purpose="")
        .order_by("visited_on", "pk")
        .values_list("project", "pk", "purpose", "visited_on")
    ):
        found[pk].setdefault(VisitPurpose(purpose), (visit, day))
    return found
