"""What stands on the page of sign-ins, downloads and rights: two logs read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import CharField, F, QuerySet, Value

from bihuan.accounts.models import User
from bihuan.accounts.queries import name_in_record
from bihuan.audit.models import Event
from bihuan.kit.days import day_begins, local_moment
from bihuan.kit.errors import Refusal
from bihuan.kit.stored import shaped
from bihuan.kit.words import gettext

from .digests import ONE_DAY
from .kinds import AccessKind
from .models import AccessEvent, SignInRules
from .rules import SecondStepDuty, second_step_duty

RIGHTS = (
    "accounts.user",
    "accounts.token",
    "accounts.leader",
    "accounts.deputyship",
    "access.signinrules",
)
DOORS, RECORD = "doors", "record"


@dataclass(frozen=True)
class Asked:
    """What a reader looks for; what is empty narrows nothing."""

    who: str = ""
    kind: str = ""
    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True)
class AccessLine:
    """One thing that happened, of either log. `details` are pairs of a name and a value, or a tuple
    of the old and the new one.
    """

    at: datetime
    kind: str
    by: str
    about: str = ""
    address: str = ""
    browser: str = ""
    details: list[tuple[str, object]] = field(default_factory=list)

    @property
    def is_paused_address(self) -> bool:
        return self.kind == AccessKind.ADDRESS_PAUSED

    @property
    def when(self) -> str:
        return local_moment(self.at, seconds=True)


def found(asked: Asked) -> QuerySet[Any, tuple[str, int, datetime]]:
    """Return the log, the number and the moment of everything asked for, the newest first."""
    doors, rights = AccessEvent.objects.all(), Event.objects.filter(thing__in=RIGHTS)
    if asked.who:
        doors, rights = doors.filter(name__icontains=asked.who), _of(rights, asked.who)
    if asked.kind:
        doors, rights = doors.filter(kind=asked.kind), rights.filter(verb=asked.kind)
    if asked.from_:
        begins = day_begins(asked.from_)
        doors, rights = doors.filter(at__gte=begins), rights.filter(at__gte=begins)
    if asked.to:
        ends = day_begins(asked.to + ONE_DAY)
        doors, rights = doors.filter(at__lt=ends), rights.filter(at__lt=ends)
    both = _keys(doors, DOORS).union(_keys(rights, RECORD), all=True)
    return both.order_by("-moment", "-number")


def lines(keys: Sequence[tuple[str, int, datetime]]) -> list[AccessLine]:
    """Return what stands under some keys of `found`, in their order."""
    doors = AccessEvent.objects.in_bulk([pk for log, pk, _at in keys if log == DOORS])
    rights = Event.objects.in_bulk([pk for log, pk, _at in keys if log == RECORD])
    names = _names([event for event in rights.values() if event.thing == "accounts.user"])
    return [
        _of_door(doors[pk]) if log == DOORS else _of_record(rights[pk], names)
        for log, pk, _at in keys
    ]


def own_lines(user: User, most: int) -> list[AccessLine]:
    """Return what happened lately at the doors in a user's own name."""
    own = AccessEvent.objects.filter(person=str(user.pk)).exclude(kind=AccessKind.EXPORTED)
    return [_of_door(event) for event in own.order_by("-at", "-pk")[:most]]


def verbs() -> list[str]:
    """Return what the record tells of accounts and rights."""
    told = Event.objects.filter(thing__in=RIGHTS).order_by().values_list("verb", flat=True)
    return sorted(told.distinct())


def has_second_step(user: User) -> bool:
    mine = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return bool(mine.exists())


def who_lacks_second_step(chosen: SignInRules) -> list[User]:
    """Return who signs in as a role that needs a second step, and has none yet."""
    having = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user")
    people = User.objects.filter(role__in=chosen.two_step_roles, is_active=True)
    return list(people.exclude(pk__in=having).order_by("username"))


def duty_of(user: User, *, on: date) -> tuple[SecondStepDuty, date | None]:
    """Return whether the user must set up a second step, and from which day."""
    chosen = SignInRules.objects.in_force()
    duty = second_step_duty(
        user.role,
        has_one=has_second_step(user),
        roles=chosen.two_step_roles,
        since=chosen.two_step_since,
        on=on,
    )
    return duty, chosen.two_step_since


def check_second_step_of(deputy: User, person: User, *, on: date) -> None:
    """Refuse a deputy without a second step for a person who may not be without one (ACCESS-5)."""
    if needs_second_step(person, on=on) and not has_second_step(deputy):
        raise Refusal(
            gettext("“%s” signs in with a second step: set up your own before you stand in.")
            % person
        )


def needs_second_step(user: User, *, on: date) -> bool:
    """True if the user may not be without a second step."""
    chosen = SignInRules.objects.in_force()
    roles, since = chosen.two_step_roles, chosen.two_step_since
    return (
        second_step_duty(user.role, has_one=False, roles=roles, since=since, on=on)
        == SecondStepDuty.NOW
    )


def _of(rights: QuerySet[Event], who: str) -> QuerySet[Event]:
    """Keep what somebody did, or what was done to somebody."""
    users = User.objects.filter(username__icontains=who).values_list("pk", flat=True)
    about = rights.filter(thing="accounts.user", thing_id__in=[str(pk) for pk in users])
    return rights.filter(by__icontains=who) | about


def _keys(rows: QuerySet[Any], log: str) -> QuerySet[Any, tuple[str, int, datetime]]:
    marked = rows.order_by().annotate(
        log=Value(log, output_field=CharField()), number=F("pk"), moment=F("at")
    )
    keys: QuerySet[Any, tuple[str, int, datetime]]
    keys = marked.values_list("log", "number", "moment")
    return keys


def _names(events: Sequence[Event]) -> dict[str, str]:
    users = User.objects.filter(pk__in={event.thing_id for event in events})
    return {str(pk): name for pk, name in users.values_list("pk", "username")}


def _of_door(event: AccessEvent) -> AccessLine:
    details: list[tuple[str, object]] = []
    if event.kind == AccessKind.EXPORTED:
        details.append(("", event.note))
    return AccessLine(
        at=event.at,
        kind=event.kind,
        by=event.name,
        address=event.address,
        browser=event.browser,
        details=details,
    )


def _of_record(event: Event, names: dict[str, str]) -> AccessLine:
    about = names.get(event.thing_id, "") if event.thing == "accounts.user" else ""
    note = shaped(event.note, dict, "audit.Event.note")
    changes = shaped(note.get("changes", {}), {str: list}, "audit.Event.note")
    told: list[tuple[str, object]] = [(key, tuple(values)) for key, values in changes.items()]
    told += [(key, value) for key, value in note.items() if key != "changes" and value]
    return AccessLine(
        at=event.at, kind=event.verb, by=name_in_record(event.by), about=about, details=told
    )
