"""Needs as the board, a project's list and programmes read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.queries import pinyin_order
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.matters.impact import NOTHING, impacts

from . import rules
from .kinds import DONE, LATE, OWED, NeedAlertKind, NeedState
from .lists import Catalogue, Element
from .models import Need, NeedMove, needed_before, past_a_limit
from .presets import catalogue

EXPIRES_WITHIN = timedelta(days=90)
FIELDS = ("element", "state")


@dataclass(frozen=True)
class NeedLine:
    """One need as lists show it on a day. Days used and allowed count as its element counts.
    `alerts` are what is to be said of it on that day.
    """

    need: Need
    label: str
    used: int | None
    allowed: int | None
    alerts: frozenset[NeedAlertKind]
    stake_yuan: int

    @property
    def is_late(self) -> bool:
        """Whether a limit has passed (FACTOR-8)."""
        return not LATE.isdisjoint(self.alerts)

    @property
    def is_wanted(self) -> bool:
        """Whether the day by which it is needed has passed."""
        return NeedAlertKind.NEEDED_NOW in self.alerts

    @property
    def has_expired(self) -> bool:
        return NeedAlertKind.EXPIRED in self.alerts


@dataclass(frozen=True)
class DepartmentRow:
    """What one department owes: how many are under way, past a limit, needed by now, and
    approved.
    """

    department: str
    department_id: int | None
    owed: int
    late: int
    wanted: int
    approved: int


@dataclass(frozen=True)
class ListRow:
    """How far one project's list has come."""

    total: int
    done: int


def named(element: Element | None, code: str) -> str:
    """Return an element's Chinese label, or the English one to those who read English."""
    if element is None:
        return code
    chinese = (get_language() or "zh").startswith("zh")
    return element.label if chinese else element.english


def element_choices(on: date) -> list[tuple[str, str]]:
    """Return code and label of the elements that there are on that day."""
    return [(element.code, named(element, "")) for element in catalogue(on).elements]


def other_elements(needs: Iterable[Need], on: date) -> list[tuple[str, str]]:
    """Return code and label of the elements that are not among `needs`."""
    here = {need.element for need in needs}
    return [(code, label) for code, label in element_choices(on) if code not in here]


def sought(user: User, asked: Mapping[str, str], on: date) -> QuerySet[Need]:
    """Return the needs that the board's filters ask for, those needed first on top."""
    rows = _scoped(user, asked.get("scope", "owed"), on)
    rows = rows.select_related("project", "department", "matter")
    for field in FIELDS:
        if value := asked.get(field):
            rows = rows.filter(**{field: value})
    for field in ("department", "project"):
        if (number := whole_number(asked.get(field, ""))) is not None:
            rows = rows.filter(**{field: number})
    return rows.order_by("needed_by", "project__pinyin", "project__name", "order", "pk")


def _scoped(user: User, scope: str, on: date) -> QuerySet[Need]:
    rows = Need.objects.visible_to(user)
    if scope == "late":
        return rows.late(on)
    if scope == "wanted":
        return rows.wanted(on)
    if scope == "expiring":
        return rows.filter(_expiring(on))
    if scope == "mine":
        return rows.owed().filter(department=user.organisation_id or 0)
    return rows if scope == "all" else rows.owed()


def _expiring(on: date) -> Q:
    soon = on + EXPIRES_WITHIN
    return Q(state=NeedState.APPROVED, valid_until__lte=soon, project__started_on=None)


def counts(user: User, on: date) -> dict[str, int]:
    """Count what the tabs of the board show."""
    seen = Need.objects.visible_to(user)
    found = seen.aggregate(
        all=Count("pk"),
        owed=Count("pk", filter=Q(state__in=OWED)),
        late=Count("pk", filter=past_a_limit(on)),
        wanted=Count("pk", filter=needed_before(on)),
        expiring=Count("pk", filter=_expiring(on)),
    )
    mine = seen.owed().filter(department=user.organisation_id or 0).count()
    return {**found, "mine": mine}


def departments(user: User, on: date) -> list[DepartmentRow]:
    """Return what each department owes, those most behind first. One query."""
    seen = Need.objects.visible_to(user).order_by()
    rows = seen.values_list("department", "department__name").annotate(
        owed=Count("pk", filter=Q(state__in=OWED)),
        late=Count("pk", filter=past_a_limit(on)),
        wanted=Count("pk", filter=needed_before(on)),
        approved=Count("pk", filter=Q(state=NeedState.APPROVED)),
    )
    found = [
        DepartmentRow(name or "", pk, owed, late, wanted, approved)
        for pk, name, owed, late, wanted, approved in rows
        if owed or wanted
    ]
    order = pinyin_order()
    return sorted(
        found,
        key=lambda row: (-row.late, -row.wanted, -row.owed, *order(row.department)),
    )


def lines(needs: list[Need], on: date) -> list[NeedLine]:
    """Put needs into lines, with days used and what is at stake. Reads a fixed number of times."""
    listed = catalogue(on)
    held = impacts({need.project_id for need in needs}, Month.of(on))
    return [_line(need, listed, held.get(need.project_id, NOTHING).held_yuan, on) for need in needs]


def _line(need: Need, listed: Catalogue, stake_yuan: int, on: date) -> NeedLine:
    element = listed.element(need.element)
    clock = element.clock if element else None
    told = rules.sayings(need.in_time, 0, on)
    return NeedLine(
        need,
        named(element, need.element),
        _used(need, element, on),
        clock.days if clock else None,
        frozenset(saying.what for saying in told),
        stake_yuan,
    )


def _used(need: Need, element: Element | None, on: date) -> int | None:
    """Days since the application was accepted, less those that the clock stood still."""
    clock = element.clock if element else None
    if element is None or clock is None or need.accepted_on is None or need.state in DONE:
        return None
    due = need.statutory_due_on if element.statutory else need.promised_due_on
    stood = clock.between(clock.ends(need.accepted_on), due) if due else 0
    return max(clock.between(need.accepted_on, need.stands_since or on) - stood, 0)


def of_project(user: User, project_pk: int) -> QuerySet[Need]:
    rows = Need.objects.visible_to(user).filter(project=project_pk)
    return rows.select_related("project", "department", "matter").order_by("order", "pk")


def progress(project_pks: list[int]) -> dict[int, ListRow]:
    """Return how far the lists of projects have come, by project. One query."""
    rows = Need.objects.filter(project__in=project_pks).order_by().values_list("project")
    counted = rows.annotate(total=Count("pk"), settled=Count("pk", filter=Q(state__in=DONE)))
    return {pk: ListRow(total, done) for pk, total, done in counted}


def story(need: Need) -> list[NeedMove]:
    return list(need.moves.select_related("by").order_by("-pk"))


def owing_departments(user: User) -> QuerySet[Organisation]:
    owed = Need.objects.visible_to(user).owed().values("department")
    return Organisation.objects.filter(pk__in=owed)


def plain(line: NeedLine) -> dict[str, Any]:
    """Return a line as the workbook holds it."""
    need = line.need
    return {
        "department": str(need.department or ""),
        "project": need.project.name,
        "element": line.label,
        "state": str(need.standing.label),
        "needed_by": need.needed_by,
        "promised": need.promised_due_on,
        "statutory": need.statutory_due_on,
        "number": need.approval_number,
        "valid_until": need.valid_until,
        "stake_yuan": line.stake_yuan,
    }
