"""Who still owes a month's reports, how they are reached, and what is said to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.queries import Contact, contacts_of, pinyin_order
from bihuan.accounts.roles import Role
from bihuan.kit.days import long_day
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.progress.queries import board
from bihuan.progress.queries.lines import Board, ReportLine
from bihuan.progress.queries.members import ReportingProject
from bihuan.projects.models import Project

from .models import Channel, ReportReminder


@dataclass(frozen=True)
class OwnerContacts:
    """Who is reached at one owner of projects whose reports are missing: those who report for it,
    then whoever its projects name.
    """

    organisation: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Debtor:
    """One organisation that owes reports of a month, and how it is reached."""

    organisation_id: int | None
    organisation: str
    projects: tuple[str, ...]
    contacts: tuple[Contact, ...]
    owners: tuple[OwnerContacts, ...]
    ways: int
    """Channels in use that reach it or the owners: their people's own, and their groups."""
    reminded_at: datetime | None

    @property
    def key(self) -> str:
        return str(self.organisation_id or "")

    @property
    def has_nobody(self) -> bool:
        """True if nobody is known at it, nor at an owner."""
        return not self.contacts and not any(owner.contacts for owner in self.owners)


@dataclass(frozen=True)
class Chase:
    """All who owe reports of a month."""

    month: Month
    closes_on: date | None
    debtors: tuple[Debtor, ...]

    @property
    def owed(self) -> int:
        return sum(len(each.projects) for each in self.debtors)

    @property
    def is_anybody_reached(self) -> bool:
        """True if a reminder can go to any of them."""
        return any(each.organisation_id for each in self.debtors)


def chase(user: User, month: Month, *, today: date, organisation_id: int | None = None) -> Chase:
    """Return who owes reports of the month, those that owe most first; or what is owed of the
    projects that one organisation answers for or owns.
    """
    found = board(user, month, today=today)
    owed: defaultdict[tuple[int | None, str], list[ReportingProject]] = defaultdict(list)
    for line in owing(found):
        member = line.member
        if organisation_id is None or member.concerns(organisation_id):
            owed[member.organisation_id, member.organisation].append(member)
    asked = {pk for members in owed.values() for pk in concerned(members)}
    reached = Reached.of(asked, [each for members in owed.values() for each in members])
    ways, reminded = _ways(asked), reminded_at(month)
    debtors = [
        Debtor(
            organisation_id=pk,
            organisation=name,
            projects=tuple(each.name for each in members),
            contacts=tuple(reached.people.get(pk or 0, ())),
            owners=tuple(reached.owners(pk, members)),
            ways=len({way for each in concerned(members) for way in ways.get(each, ())}),
            reminded_at=reminded.get(pk or 0),
        )
        for (pk, name), members in owed.items()
    ]
    order = pinyin_order()
    debtors.sort(key=lambda each: (-len(each.projects), *order(each.organisation)))
    return Chase(month, found.closes_on, tuple(debtors))


def concerned(members: Iterable[ReportingProject]) -> set[int]:
    """Return the organisations that answer for the projects or own them."""
    asked = (pk for each in members for pk in (each.organisation_id, each.owner_id))
    return {pk for pk in asked if pk}


@dataclass(frozen=True)
class Reached:
    """Who is reached: people by organisation, and whom each project names itself."""

    people: dict[int, list[Contact]]
    named: dict[int, Contact]

    @classmethod
    def of(cls, organisations: Collection[int], members: Iterable[ReportingProject]) -> Reached:
        """Read it. Two queries."""
        pks = [each.project_id for each in members]
        rows = Project.objects.filter(pk__in=pks).exclude(contact="", contact_phone="")
        named = {
            pk: Contact(name, phone)
            for pk, name, phone in rows.values_list("pk", "contact", "contact_phone")
        }
        return cls(contacts_of(organisations), named)

    def owners(
        self, organisation_id: int | None, members: Iterable[ReportingProject]
    ) -> Iterator[OwnerContacts]:
        """Yield the owners of an organisation's projects, itself for what its projects name."""
        found: defaultdict[tuple[int | None, str], dict[Contact, None]] = defaultdict(dict)
        for each in members:
            people = self.people.get(each.owner_id or 0, ())
            if each.owner_id == organisation_id:
                people = ()
            named = [self.named[each.project_id]] if each.project_id in self.named else []
            found[each.owner_id, each.owner].update(dict.fromkeys([*people, *named]))
        for (pk, name), contacts in found.items():
            if contacts or pk != organisation_id:
                yield OwnerContacts(name, tuple(contacts))


def owing(found: Board) -> list[ReportLine]:
    """Return the lines of a month whose report is still on the reporter's desk."""
    return [line for line in found.lines if line.must_report and line.to_fill]


def channels_to(organisations: Iterable[int]) -> list[Channel]:
    """Return the channels in use that reach those who report for the organisations."""
    live = Channel.objects.live()
    pks = list(organisations)
    own = live.filter(owner__organisation__in=pks, owner__role=Role.REPORTER)
    return list((own | live.filter(organisation__in=pks)).distinct().order_by("pk"))


def _ways(organisations: Collection[int]) -> dict[int, list[int]]:
    """Return the numbers of the channels that reach each organisation."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for channel in channels_to(organisations):
        reached = channel.organisation_id or (channel.owner and channel.owner.organisation_id)
        found[reached or 0].append(channel.pk)
    return found


def reminded_at(month: Month) -> dict[int, datetime]:
    """Return when each organisation was last reminded of the month, by its number."""
    rows = ReportReminder.objects.filter(month=month.first_day).order_by("at")
    return dict(rows.values_list("organisation", "at"))


def chat_text(found: Chase, today: date) -> str:
    """Return the text for a chat group: who owes how many reports, by name."""
    lines = [
        gettext(
            "[Monthly reports] %(month)s: %(owed)s reports of %(count)s organisations are missing."
        )
        % {"month": found.month.in_words, "owed": found.owed, "count": len(found.debtors)}
    ]
    if found.closes_on is not None:
        lines.append(_deadline(found.closes_on, today))
    for number, each in enumerate(found.debtors, 1):
        told = {
            "number": number,
            "organisation": each.organisation or gettext("no organisation"),
            "count": len(each.projects),
            "projects": "、".join(each.projects),
        }
        lines.append(gettext("%(number)s. %(organisation)s (%(count)s): %(projects)s") % told)
    return "\n".join(lines)


def _deadline(closes_on: date, today: date) -> str:
    if closes_on < today:
        return gettext("They were due by %s: please report today.") % long_day(closes_on)
    return gettext("They are due by %s.") % long_day(closes_on)


def owed_through(channel: Channel, month: Month, today: date) -> Chase:
    """Return what those whom a channel reaches still owe, as far as its owner may see."""
    reader = channel.owner or User(username="chase", role=Role.VIEWER)
    pk = channel.organisation_id or reader.organisation_id
    if pk is None:
        return Chase(month, None, ())
    return chase(reader, month, today=today, organisation_id=pk)
