"""Mechanisms with where each duty stands; meetings with their agenda and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.models import User
from bihuan.matters.kinds import OPEN, PaperKind, Source
from bihuan.matters.models import Matter
from bihuan.papers.models import IssuedPaper
from bihuan.projects.models import Project

from .agenda import ranked
from .checks import CheckResult, DutyStanding, standing
from .facts import SHOWN, facts_of
from .kinds import DutyOutcome, MeetingState
from .mechanisms import Duty, Mechanism
from .models import AgendaItem, Decision, Meeting
from .periods import latest_periods
from .presets import practices_in_force
from .wording import ReasonLine, reason_lines

CARRIED = 100
"""How many earlier decisions stand above an agenda; those due first."""

LINKS = 5
"""How many records are named beside a duty; how many there are is always said."""


@dataclass(frozen=True)
class DutyLine:
    """One duty: what is open now, the newest first, and the periods before."""

    duty: Duty
    now: tuple[DutyStanding, ...]
    before: tuple[DutyStanding, ...]


@dataclass(frozen=True)
class MechanismLines:
    """One mechanism with its duties."""

    mechanism: Mechanism
    lines: tuple[DutyLine, ...]


@dataclass(frozen=True)
class Records:
    """What the findings name, as far as one reader may see it, by row number."""

    meetings: dict[int, Meeting]
    matters: dict[int, Matter]
    projects: dict[int, Project]


@dataclass(frozen=True)
class ItemLine:
    """One item of an agenda, its place among those that stand, and its reasons in words."""

    item: AgendaItem
    place: int
    reasons: list[ReasonLine]
    decisions: list[DecisionLine]

    @property
    def is_dealt_with(self) -> bool:
        return bool(self.item.conclusion or self.decisions)

    @property
    def is_settled(self) -> bool:
        """True once nothing is left to be said of it here: dealt with, or gone on."""
        return self.is_dealt_with or self.item.carried_to_id is not None


@dataclass(frozen=True)
class DecisionLine:
    """A decision, and what became of its matter as of a day."""

    decision: Decision
    matter: Matter
    is_overdue: bool


def mechanisms(today: date) -> list[MechanismLines]:
    """Return where every duty of the district's practice stands as of `today`. Periods that began
    under another practice are not held to this one.
    """
    office = practices_in_force()
    name, practice = office.name_on(today), office.on(today)
    facts = facts_of(name, practice, today)
    found = []
    for mechanism in practice.mechanisms:
        lines = []
        for duty in mechanism.duties:
            latest = latest_periods(duty.calendar, today, SHOWN[duty.calendar])
            periods = [each for each in latest if office.name_on(each.first_day) == name]
            lines.append(_line(duty, [standing(duty, period, facts) for period in periods]))
        found.append(MechanismLines(mechanism, tuple(lines)))
    return found


def _line(duty: Duty, stands: list[DutyStanding]) -> DutyLine:
    """Open is the period of today, and any before it that is not due yet."""
    now = [each for n, each in enumerate(stands) if n == 0 or each.outcome is DutyOutcome.DUE]
    return DutyLine(duty, tuple(now), tuple(each for each in stands if each not in now))


def standings(found: Iterable[MechanismLines]) -> list[DutyStanding]:
    """Return every standing that is shown."""
    lines = [line for mechanism in found for line in mechanism.lines]
    return [each for line in lines for each in (*line.now, *line.before)]


def tally(found: Iterable[MechanismLines]) -> dict[DutyOutcome, int]:
    """Count the standings that are shown, every outcome named."""
    outcomes = [each.outcome for each in standings(found)]
    return {outcome: outcomes.count(outcome) for outcome in DutyOutcome}


def records_of(findings: Collection[CheckResult], user: User) -> Records:
    """Return the records that the findings name and `user` may see; three queries."""
    meetings = {pk for finding in findings for pk in finding.meetings}
    matters = {pk for finding in findings for pk in finding.matters[:LINKS]}
    projects = {pk for finding in findings for pk in finding.projects[:LINKS]}
    return Records(
        Meeting.objects.visible_to(user).in_bulk(meetings),
        Matter.objects.visible_to(user).in_bulk(matters),
        Project.objects.visible_to(user).in_bulk(projects),
    )


def meetings(user: User) -> QuerySet[Meeting]:
    """Return the meetings that `user` may see, with how many items and decisions each has."""
    found = Meeting.objects.visible_to(user).annotate(
        items_count=Count("items", filter=Q(items__dropped=""), distinct=True),
        decisions_count=Count("decisions", distinct=True),
        open_count=Count("decisions", filter=Q(decisions__matter__state__in=OPEN), distinct=True),
    )
    return found.order_by("-held_on", "-pk")


def agenda(meeting: Meeting, user: User, today: date) -> tuple[list[ItemLine], list[ItemLine]]:
    """Return the items that `user` may see: those that stand, in order, and those dropped."""
    items = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    rows = items.select_related(
        "project", "project__commander", "project__responsible", "project__owner", "carried_to"
    )
    decided = decisions(meeting, user, today)
    lines: list[ItemLine] = []
    dropped: list[ItemLine] = []
    for item in rows:
        own = [line for line in decided if line.decision.item_id == item.pk]
        line = ItemLine(item, len(lines) + 1, reason_lines(item.reasons), own)
        (dropped if item.dropped else lines).append(line)
    return lines, dropped


def beyond_the_limit(meeting: Meeting, user: User, today: date) -> list[Project]:
    """Return the projects that the rules put on this agenda and that are not on it, the gravest
    first: those past the practice's number, and those that came to have a reason since.
    """
    there = set(meeting.items.values_list("project", flat=True))
    found = [each.project_id for each in ranked(meeting, user, today=today)]
    missing = [pk for pk in found if pk is not None and pk not in there]
    known = Project.objects.select_related("responsible").in_bulk(missing)
    return [known[pk] for pk in missing]


def next_meetings(meeting: Meeting, user: User) -> QuerySet[Meeting]:
    """Return the meetings to which this one may pass items on, the nearest first."""
    prepared = Meeting.objects.visible_to(user).filter(state=MeetingState.PLANNED)
    later = prepared.filter(held_on__gte=meeting.held_on).exclude(pk=meeting.pk)
    return later.order_by("held_on", "pk")


def decisions(meeting: Meeting, user: User, today: date) -> list[DecisionLine]:
    """Return the meeting's decisions that `user` may see, with what became of them."""
    return decision_lines(Decision.objects.visible_to(user).filter(meeting=meeting), today)


def carried(meeting: Meeting, user: User, today: date) -> tuple[Meeting | None, list[DecisionLine]]:
    """Return the meeting of the same kind held before this one, its decisions, and those of earlier
    meetings of any kind that are still open.
    """
    earlier = Meeting.objects.visible_to(user).happened().exclude(pk=meeting.pk)
    earlier = earlier.filter(held_on__lte=meeting.held_on)
    if meeting.pk:
        earlier = earlier.exclude(held_on=meeting.held_on, pk__gt=meeting.pk)
    last = earlier.filter(kind=meeting.kind).first()
    wanted = Q(meeting__in=earlier, matter__state__in=OPEN)
    if last:
        wanted |= Q(meeting=last)
    seen = Decision.objects.visible_to(user).filter(wanted)
    return last, decision_lines(seen.order_by("due_on", "pk")[:CARRIED], today)


def decision_lines(rows: QuerySet[Decision], today: date) -> list[DecisionLine]:
    """Return decisions with what became of each as of `today`; two queries."""
    found = rows.select_related("lead", "matter", "meeting", "item__project", "matter__project")
    return [
        DecisionLine(row, row.matter, row.matter.is_overdue(today))
        for row in found.prefetch_related("matter__supporting")
    ]


def lists_of(meeting: Meeting) -> QuerySet[IssuedPaper]:
    """Return the papers that list this meeting's decisions and still hold."""
    return IssuedPaper.objects.filter(
        kind=PaperKind.DECISIONS, source=Source.MEETING, source_ref=str(meeting.pk), voided_on=None
    )
