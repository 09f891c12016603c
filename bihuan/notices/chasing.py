"""Who still owes a month's reports, how they are reached, and what is said to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.queries import Contact, contacts_of
from bihuan.accounts.roles import Role
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.progress.queries import board
from bihuan.progress.queries.lines import Board, ReportLine

from .kinds import NoticeKind
from .models import Channel, Notice


@dataclass(frozen=True)
class Debtor:
    """One organisation that owes reports of a month, and how it is reached."""

    organisation_id: int | None
    organisation: str
    projects: tuple[str, ...]
    contacts: tuple[Contact, ...]
    ways: int
    """Channels in use that reach it: its people's own, and its groups."""
    reminded_at: datetime | None

    @property
    def key(self) -> str:
        return str(self.organisation_id or "")


@dataclass(frozen=True)
class Chase:
    """All who owe reports of a month."""

    month: Month
    closes_on: date | None
    debtors: tuple[Debtor, ...]

    @property
    def owed(self) -> int:
        return sum(len(each.projects) for each in self.debtors)


def chase(user: User, month: Month, *, today: date, organisation_id: int | None = None) -> Chase:
    """Return who owes reports of the month, those that owe most first; or what one of them owes."""
    found = board(user, month, today=today).of(organisation_id)
    owed: defaultdict[tuple[int | None, str], list[str]] = defaultdict(list)
    for line in owing(found):
        owed[line.member.organisation_id, line.member.organisation].append(line.member.name)
    pks = [pk for pk, _name in owed if pk]
    contacts, ways, reminded = contacts_of(pks), _ways(pks), _reminded(month)
    debtors = [
        Debtor(
            organisation_id=pk,
            organisation=name,
            projects=tuple(names),
            contacts=tuple(contacts.get(pk or 0, ())),
            ways=len(ways.get(pk or 0, ())),
            reminded_at=max(
                (reminded[way] for way in ways.get(pk or 0, ()) if way in reminded), default=None
            ),
        )
        for (pk, name), names in owed.items()
    ]
    debtors.sort(key=lambda each: (-len(each.projects), each.organisation))
    return Chase(month, found.closes_on, tuple(debtors))


def owing(found: Board) -> list[ReportLine]:
    """Return the lines of a month whose report is still on the reporter's desk."""
    return [line for line in found.lines if line.must_report and line.to_fill]


def channels_to(organisations: Iterable[int]) -> list[Channel]:
    """Return the channels in use that reach those who report for the organisations."""
    live = Channel.objects.live()
    pks = list(organisations)
    own = live.filter(owner__organisation__in=pks, owner__role=Role.REPORTER)
    return list((own | live.filter(organisation__in=pks)).distinct().order_by("pk"))


def _ways(organisations: list[int]) -> dict[int, list[int]]:
    """Return the numbers of the channels that reach each organisation."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for channel in channels_to(organisations):
        reached = channel.organisation_id or (channel.owner and channel.owner.organisation_id)
        found[reached or 0].append(channel.pk)
    return found


def _reminded(month: Month) -> dict[int, datetime]:
    """Return when each channel was last reminded of the month."""
    rows = Notice.objects.filter(kind=NoticeKind.REMINDER, day=month.first_day)
    return dict(rows.order_by("made_at").values_list("channel", "made_at"))


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
    told = {"month": closes_on.month, "day": closes_on.day}
    if closes_on < today:
        return gettext("They were due by %(month)s/%(day)s: please report today.") % told
    return gettext("They are due by %(month)s/%(day)s.") % told


def owed_through(channel: Channel, month: Month, today: date) -> Chase:
    """Return what those whom a channel reaches still owe, as far as its owner may see."""
    reader = channel.owner or User(username="chase", role=Role.VIEWER)
    pk = channel.organisation_id or reader.organisation_id
    if pk is None:
        return Chase(month, None, ())
    return chase(reader, month, today=today, organisation_id=pk)
