"""Who is reached at an organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Value

from bihuan.audit.cached import cached_on
from bihuan.kit.pinyin import spoken

from .models import Deputyship, FormerOrganisationName, Leader, Organisation, User
from .roles import Role, name_of_command
from .rules import NEED_ORGANISATION


@dataclass(frozen=True)
class Contact:
    """Somebody who reports for an organisation; `phone` may be empty."""

    name: str
    phone: str


PinyinOrder = Callable[[str], tuple[str, str]]


def pinyin_order() -> PinyinOrder:
    """Return by what names of organisations and leaders are sorted. One query, which is kept."""
    spoken = _pinyin_of_names()
    return lambda name: (spoken.get(name, name), name)


@cached_on("accounts", slots=1)
def _pinyin_of_names() -> dict[str, str]:
    """Return the pinyin of every organisation and leader, by what pages call them."""
    organisations = Organisation.objects.order_by().values_list("name", Value(""), "pinyin")
    leaders = Leader.objects.order_by().values_list("name", "title", "pinyin")
    return {
        str(Leader(name=name, title=title)): pinyin
        for name, title, pinyin in organisations.union(leaders)
    }


def people_named(usernames: Collection[str]) -> dict[str, str]:
    """Return the name of whoever has each sign-in name; nobody's stays as it is. One query."""
    found = User.objects.filter(username__in=set(usernames))
    return {name: name_in_record(name) for name in usernames} | {
        user.username: str(user) for user in found
    }


def name_in_record(name: str) -> str:
    """Return a name that no user bears: a command's stays readable, others as they are."""
    return name_of_command(name) if name.startswith(f"{Role.CONSOLE}:") else name


def contacts_of(organisations: Collection[int]) -> dict[int, list[Contact]]:
    """Return who reports for each organisation, those with a phone first; where nobody does, its
    other people. One query.
    """
    rows = User.objects.filter(
        organisation__in=organisations, role__in=(Role.REPORTER, Role.DEPARTMENT), is_active=True
    )
    found: defaultdict[int, list[User]] = defaultdict(list)
    for user in rows.order_by("full_name", "username"):
        found[user.organisation_id or 0].append(user)
    return {pk: _to_call(users) for pk, users in found.items()}


def _to_call(users: list[User]) -> list[Contact]:
    reporters = [user for user in users if user.role == Role.REPORTER] or users
    return [
        Contact(str(user), user.phone)
        for user in sorted(reporters, key=lambda user: not user.phone)
    ]


def colleagues(person: User) -> QuerySet[User]:
    """Return who could take over for good: the others of the role who sign in, and of a role that
    needs one of the same organisation (ACCOUNT-15).
    """
    fitting = User.objects.filter(role=person.role, is_active=True).exclude(pk=person.pk)
    if person.role in NEED_ORGANISATION:
        fitting = fitting.filter(organisation=person.organisation)
    return fitting


def as_spoken(user: User) -> tuple[str, str]:
    """Return by what a person is found in a list of names: how the name is spoken."""
    return spoken(str(user)), user.username


def could_stand_in(person: User) -> QuerySet[User]:
    """Return the people who may be somebody's deputy."""
    return User.objects.filter(is_active=True).exclude(pk=person.pk).exclude(role=Role.CONSOLE)


def nearness(person: User, user: User) -> int:
    """Return how near a deputy is to somebody, the nearest first: of the same organisation and
    role, of the organisation, of the role, then the others.
    """
    same_home = (
        person.organisation_id is not None and user.organisation_id == person.organisation_id
    )
    same_role = user.role == person.role
    return (0 if same_role else 1) if same_home else (2 if same_role else 3)


@cached_on("accounts")
def names_on(day: date) -> dict[int, str]:
    """Return by number the names of the organisations that bore another one at the end of a day."""
    rows = FormerOrganisationName.objects.filter(until__gte=day).order_by("-until", "-pk")
    return dict(rows.values_list("organisation_id", "name"))


def names_of_before() -> dict[str, Organisation]:
    """Return the standing organisations by the names that they, or those merged into them, bore
    before. Two queries.
    """
    every = {each.pk: each for each in Organisation.objects.all()}
    found = {
        former.name: _standing(every, former.organisation_id)
        for former in FormerOrganisationName.objects.order_by("until", "pk")
    }
    found |= {
        each.name: _standing(every, each.pk) for each in every.values() if each.merged_into_id
    }
    return found


def organisation_named(name: str) -> Organisation | None:
    """Return the standing organisation that bears a name, or bore it before."""
    name = name.strip()
    found = Organisation.objects.standing().filter(name=name).first()
    return found or names_of_before().get(name) or _only_one_spoken_as(name)


def _only_one_spoken_as(typed: str) -> Organisation | None:
    """Return the one standing organisation whose pinyin, or its first letters, was typed whole."""
    said = Q(pinyin__startswith=f"{typed.lower()} ") | Q(pinyin__endswith=f" {typed.lower()}")
    found = list(Organisation.objects.standing().filter(said)[:2]) if typed.isascii() else []
    return found[0] if len(found) == 1 else None


def _standing(every: dict[int, Organisation], pk: int) -> Organisation:
    """Follow mergers to the organisation that stands today."""
    while (merged_into := every[pk].merged_into_id) is not None:
        pk = merged_into
    return every[pk]


def counted_as(user: User) -> frozenset[int]:
    """Return the numbers of those who count as one person where a second one must check
    (ACCOUNT-16): the user, the deputy who acts for him or her, and all in whose name one of them
    ever could act. One query.
    """
    acting = {each.pk for each in user.persons_acting}
    persons = Deputyship.objects.filter(deputy__in=acting).values_list("person", flat=True)
    return frozenset(acting.union(persons))
