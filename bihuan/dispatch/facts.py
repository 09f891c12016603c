"""What the checks look at: meetings, rounds, lights, matters and ticks, in a fixed number of
queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Min

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, months_of
from bihuan.lights.models import CommanderLight, MachineLight
from bihuan.lights.queries import YearLights, headlines
from bihuan.matters.kinds import RUNNING, AlertKind, MatterState, Source
from bihuan.matters.models import Alert, Matter
from bihuan.plans.queries import running_year
from bihuan.progress.kinds import RoundState
from bihuan.progress.queries import year_counts
from bihuan.projects.models import Project
from bihuan.visits.models import PlannedVisit

from .checks import Facts, MatterFact, MeetingFact, RoundFact, Tick, VisitsFact
from .kinds import Calendar, Check, MeetingKind
from .mechanisms import Duty, Practices
from .models import AgendaItem, Done, Meeting
from .periods import latest_periods

EVERYBODY = User(username="dispatch", role=Role.VIEWER)
"""Duties are the district's; which of the records a reader sees is asked when they are shown."""

SHOWN = {
    Calendar.WEEKLY: 6,
    Calendar.HALF_MONTHLY: 6,
    Calendar.MONTHLY: 6,
    Calendar.QUARTERLY: 5,
    Calendar.YEARLY: 2,
}
"""Periods shown of each calendar, that of today among them: all within two years."""


def facts_of(name: str, practices: Practices, today: date) -> Facts:
    """Return the facts of the periods that are shown as of `today`, under the preset `name`."""
    years = (today.year - 1, today.year)
    since = date(years[0], 1, 1)
    live = Project.objects.live().filter(years__year=running_year(today))
    projects = dict(live.values_list("pk", "commander"))
    return Facts(
        today=today,
        kept_from=_kept_from(today),
        live=frozenset(projects),
        commanded=frozenset(pk for pk, commander in projects.items() if commander),
        spoken=_spoken(since),
        red={month: red for year in years for month, red in _red(year, today).items()},
        judged=_judged(since),
        rounds={month: each for year in years for month, each in _rounds(year, today).items()},
        visits=_visits(since, today),
        meetings=_meetings(since, today),
        escalated=_escalated(_first(practices, Check.ESCALATED_TAKEN_UP, today), today),
        decided=_decided(_first(practices, Check.DECISIONS_KEPT, today), today),
        ticks=_ticks(name, today),
    )


def _kept_from(today: date) -> date:
    met = Meeting.objects.happened().order_by("held_on").values_list("held_on", flat=True).first()
    ticked = Done.objects.order_by("done_on").values_list("done_on", flat=True).first()
    return min(day for day in (met, ticked, today) if day)


def _first(practices: Practices, check: Check, today: date) -> date:
    """First day shown of the duties with this check; today if there are none."""
    begins = [_first_day(duty, today) for duty in practices.duties if duty.check is check]
    return min(begins, default=today)


def _first_day(duty: Duty, today: date) -> date:
    return latest_periods(duty.calendar, today, SHOWN[duty.calendar])[-1].first_day


def _by_month(pairs: Iterable[tuple[date, int]]) -> dict[Month, frozenset[int]]:
    found: defaultdict[Month, set[int]] = defaultdict(set)
    for month, project in pairs:
        found[Month.of(month)].add(project)
    return {month: frozenset(projects) for month, projects in found.items()}


def _spoken(since: date) -> dict[Month, frozenset[int]]:
    rows = CommanderLight.objects.filter(is_current=True, month__gte=since)
    return _by_month(rows.values_list("month", "project_id"))


def _red(year: int, today: date) -> dict[Month, frozenset[int]]:
    """Projects whose headline is red, by month."""
    return headlines(year, today).once(_red_months, year)


def _red_months(lights: Mapping[int, YearLights], year: int) -> dict[Month, frozenset[int]]:
    found = {
        month: frozenset(pk for pk, year in lights.items() if year.headline.is_red(month.number))
        for month in months_of(year)
    }
    return {month: red for month, red in found.items() if red}


def _judged(since: date) -> dict[Month, date]:
    rows = MachineLight.objects.filter(month__gte=since).values("month").order_by("month")
    first = rows.annotate(first=Min("judged_at"))
    return {Month.of(row["month"]): local_day(row["first"]) for row in first}


def _rounds(year: int, today: date) -> dict[Month, RoundFact]:
    return {
        count.month: RoundFact(
            expected=count.tally.expected,
            accepted=count.tally.accepted,
            is_closed=count.state in (RoundState.CLOSED, RoundState.LOCKED),
        )
        for count in year_counts(EVERYBODY, year, today=today)
        if count.has_begun
    }


def _visits(since: date, today: date) -> dict[Month, VisitsFact]:
    """What is left of each confirmed plan, and what of it was made by `today`."""
    rows = PlannedVisit.objects.filter(
        plan__month__range=(since, today), plan__confirmed_at__isnull=False, dropped_reason=""
    )
    found: defaultdict[date, dict[int, date | None]] = defaultdict(dict)
    for month, project, day in rows.values_list("plan__month", "project", "done__visited_on"):
        found[month][project] = day if day and day <= today else None
    return {
        Month.of(month): VisitsFact(
            planned=frozenset(days),
            visited=frozenset(pk for pk, day in days.items() if day),
            last_on=max((day for day in days.values() if day), default=None),
        )
        for month, days in found.items()
    }


def _meetings(since: date, today: date) -> tuple[MeetingFact, ...]:
    held = Meeting.objects.happened().filter(held_on__range=(since, today))
    projects: defaultdict[int, set[int]] = defaultdict(set)
    matters: defaultdict[int, set[int]] = defaultdict(set)
    items = AgendaItem.objects.taken_up().filter(meeting__in=held)
    for meeting, project, reasons in items.values_list("meeting", "project", "reasons"):
        if project:
            projects[meeting].add(project)
        matters[meeting] |= {reason["matter"] for reason in reasons if "matter" in reason}
    return tuple(
        MeetingFact(
            pk=pk,
            kind=MeetingKind(kind),
            held_on=held_on,
            month=Month.of(month),
            projects=frozenset(projects[pk]),
            matters=frozenset(matters[pk]),
        )
        for pk, kind, held_on, month in held.values_list("pk", "kind", "held_on", "month")
    )


def _escalated(since: date, today: date) -> tuple[MatterFact, ...]:
    climbed = Alert.objects.filter(kind=AlertKind.ESCALATED, on__range=(since, today))
    rows = climbed.values_list("matter_id", "on", "matter__state", "matter__state_since")
    return tuple(MatterFact(pk, on, _over_on(state, day)) for pk, on, state, day in rows)


def _decided(since: date, today: date) -> tuple[MatterFact, ...]:
    decided = Matter.objects.filter(source=Source.MEETING, first_due_on__range=(since, today))
    rows = decided.values_list("pk", "first_due_on", "state", "state_since")
    return tuple(MatterFact(pk, on, _over_on(state, day)) for pk, on, state, day in rows)


def _over_on(state: str, state_since: date) -> date | None:
    """Since when the handler has done its part; None while it has not."""
    return None if state in RUNNING or state == MatterState.PAUSED else state_since


def _ticks(name: str, today: date) -> dict[tuple[str, str], Tick]:
    """The newest word on each duty and period, unless it takes the tick back."""
    newest: dict[tuple[str, str], Done] = {}
    for row in Done.objects.filter(preset=name, done_on__lte=today).order_by("pk"):
        newest[row.duty, row.period] = row
    return {
        place: Tick(row.done_on, row.who, row.note) for place, row in newest.items() if row.is_done
    }
