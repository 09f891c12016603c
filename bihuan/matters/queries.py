"""Matters as pages, programmes and the command line read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.queries import names_on
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import joined
from bihuan.projects.rules import name_key

from .escalation import overdue_days
from .kinds import OPEN, RUNNING, WISHES, AlertKind, ExtensionState, MatterState, Verb
from .models import Alert, Evidence, Extension, Matter, Move
from .policies import MatterPolicy
from .wording import label_of

SORTS = {
    "worth": ("-worth", "pk"),
    "-worth": ("worth", "pk"),
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "pk"),
    "number": ("pk",),
    "-number": ("-pk",),
    "level": ("-level", "due_on", "pk"),
    "-level": ("level", "due_on", "pk"),
}


@dataclass(frozen=True)
class StoryEntry:
    """One entry of a matter's story: a move somebody made, or what the clock said."""

    at: datetime
    on: date
    title: str
    by: str
    given_to: str
    note: str
    due_on: date | None
    evidence: tuple[Evidence, ...]
    is_alert: bool


@dataclass(frozen=True)
class MatterLine:
    """One matter as lists show it on a day: its age and how late it is, in working days."""

    matter: Matter
    age: int
    overdue: int
    level: str


@dataclass(frozen=True)
class MatterThen:
    """A matter as it stood at the end of a day: the organisation that had it in hand, as it was
    called then ("" if none had), and its deadline.
    """

    title: str
    lead: str
    due_on: date


def matter_line(matter: Matter, policy: MatterPolicy, today: date) -> MatterLine:
    overdue = overdue_days(matter.due_on, today) if matter.is_overdue(today) else 0
    level = label_of(policy, matter.level)
    return MatterLine(matter, matter.clock.age(today), overdue, level)


def with_names(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    return matters.select_related("project", "lead", "raised_by")


def sought(matters: QuerySet[Matter], asked: Mapping[str, str], user: User, on: date) -> Any:
    """Keep the matters that the page's filters ask for, in the order it asks for."""
    found = _scoped(matters, asked.get("scope", "open"), user, on)
    for field in ("kind", "type_code", "severity", "state", "source"):
        if value := asked.get(field):
            found = found.filter(**{field: value})
    for field in ("lead", "project", "level"):
        if (number := whole_number(asked.get(field, ""))) is not None:
            found = found.filter(**{field: number})
    if text := asked.get("q", "").strip():
        by_name = Q(project__name_key__contains=name_key(text)) if name_key(text) else Q()
        found = found.filter(Q(title__icontains=text) | Q(number=text) | by_name)
    return found.order_by(*SORTS.get(asked.get("sort", ""), SORTS["worth"]))


def held_together(found: QuerySet[Matter]) -> int:
    """Return the investment in yuan that matters hold up together: a project's once, by the one
    that holds up most of it, however many there are.
    """
    rows = found.order_by().values("project").annotate(most=Max("held_yuan"), all=Sum("held_yuan"))
    return sum(row["all"] if row["project"] is None else row["most"] for row in rows)


def open_on(day: date, project: int) -> list[MatterThen]:
    """Return a project's matters that were open at the end of a day, the weightiest first."""
    moves = Move.objects.filter(matter=OuterRef("pk"))
    by_then = moves.filter(on__lte=day).order_by("-on", "-pk")
    deadlines = by_then.filter(due_on__isnull=False).exclude(verb__in=WISHES)
    rows = Matter.objects.filter(project=project, raised_on__lte=day).annotate(
        became=Subquery(by_then.values("became")[:1]),
        move=Subquery(by_then.values("pk")[:1]),
        newest_move=Subquery(moves.order_by("-pk").values("pk")[:1]),
        in_hand=Subquery(by_then.values("organisation")[:1]),
        due_then=Coalesce(Subquery(deadlines.values("due_on")[:1]), F("due_on")),
    )
    found: list[Any] = list(rows.filter(became__in=OPEN).order_by("-worth", "pk"))
    hands = {each.pk: _in_hand(each) for each in found}
    named = Organisation.objects.filter(pk__in={pk for pk in hands.values() if pk})
    names = dict(named.values_list("pk", "name")) | names_on(day)
    return [
        MatterThen(each.title, names.get(hands[each.pk] or 0, ""), each.due_then) for each in found
    ]


def _in_hand(then: Any) -> int | None:
    """Return which organisation had a matter in hand, by its last move; where nothing moved since,
    the one that has it now, which may have taken that one in (FIGURE-33).
    """
    if then.became == MatterState.RAISED:
        return None
    hand: int | None = then.lead_id if then.move == then.newest_move else then.in_hand
    return hand


def _scoped(matters: Any, scope: str, user: User, on: date) -> Any:
    if scope == "mine":
        return matters.waiting_for(user)
    if scope == "overdue":
        return matters.overdue(on)
    if scope == "over":
        return matters.exclude(pk__in=matters.open().values("pk"))
    return matters if scope == "all" else matters.open()


def counts(user: User, on: date) -> dict[str, int]:
    """Count what the tabs of the list show, in one query and one for what waits."""
    seen = Matter.objects.visible_to(user)
    is_open, late = Q(state__in=OPEN), Q(state__in=RUNNING, due_on__lt=on)
    found = seen.aggregate(
        all=Count("pk"), open=Count("pk", filter=is_open), overdue=Count("pk", filter=late)
    )
    waits = seen.waiting_for(user).count()
    return {"mine": waits, **found, "over": found["all"] - found["open"]}


def lead_proposed(matter: Matter, policy: MatterPolicy) -> Organisation | None:
    """Return the organisation to which a matter's type belongs, by its name; else the one that
    answers for its project.
    """
    return leads_proposed([matter], policy).get(matter.pk)


def leads_proposed(matters: Sequence[Matter], policy: MatterPolicy) -> dict[int, Organisation]:
    """Return whom each matter would be given to, by its key; one query beside the projects'."""
    parts = {each.pk: policy.leads_of(each.type_code) for each in matters}
    called = [Q(name__contains=part) for part in {p for found in parts.values() for p in found}]
    standing = Organisation.objects.standing().filter(reduce(or_, called)) if called else []
    nearest = sorted(standing, key=lambda each: (len(each.name), each.pk))
    proposed = {}
    for matter in matters:
        of_type = (o for part in parts[matter.pk] for o in nearest if part in o.name)
        lead = next(of_type, None) or (matter.project.responsible if matter.project else None)
        if lead is not None:
            proposed[matter.pk] = lead
    return proposed


def leads(user: User) -> QuerySet[Organisation]:
    """Return the organisations that lead any matter the user may see."""
    seen = Matter.objects.visible_to(user).open().values("lead")
    return Organisation.objects.filter(pk__in=seen)


def story(matter: Matter, policy: MatterPolicy) -> list[StoryEntry]:
    """Return all that happened to a matter, newest first. Four queries."""
    moves = matter.moves.select_related("by", "organisation").prefetch_related(
        "evidence", "supporting"
    )
    lines = [
        *map(_move_line, moves),
        *(_alert_line(alert, policy) for alert in matter.alerts.all()),
    ]
    return sorted(lines, key=lambda line: (line.on, line.at), reverse=True)


def _move_line(move: Move) -> StoryEntry:
    given = [move.organisation, *move.supporting.all()] if move.verb == Verb.ASSIGN else []
    given_to = joined(filter(None, given))
    return StoryEntry(
        move.at,
        move.on,
        str(Verb(move.verb).label),
        str(move.by or ""),
        given_to,
        move.note,
        move.due_on,
        tuple(move.evidence.all()),
        is_alert=False,
    )


def _alert_line(alert: Alert, policy: MatterPolicy) -> StoryEntry:
    title = str(AlertKind(alert.kind).label)
    return StoryEntry(
        alert.recorded_at,
        alert.on,
        title,
        "",
        label_of(policy, alert.level),
        "",
        None,
        (),
        is_alert=True,
    )


def evidence_for(user: User) -> QuerySet[Evidence]:
    """Return the files that `user` may read: those of the matters that they see."""
    return Evidence.objects.filter(move__matter__in=Matter.objects.visible_to(user))


def extension_asked(matter: Matter) -> Extension | None:
    return matter.extension_requests.filter(state=ExtensionState.ASKED).first()


def plain(matter: Matter, on: date) -> dict[str, Any]:
    """Return one matter as programmes and the command line print it. Money is yuan."""
    return {
        "number": matter.number,
        "kind": matter.kind,
        "type": matter.type_code,
        "severity": matter.severity,
        "title": matter.title,
        "state": matter.state,
        "project": matter.project.name if matter.project else None,
        "lead": matter.lead.name if matter.lead else None,
        "raised_on": matter.raised_on,
        "due_on": matter.due_on,
        "first_due_on": matter.first_due_on,
        "level": matter.level,
        "age_days": matter.clock.age(on),
        "overdue_days": overdue_days(matter.due_on, on) if matter.is_overdue(on) else 0,
        "held_yuan": matter.held_yuan,
        "slip_days": matter.slip_days,
        "closed_on": matter.closed_on,
    }
