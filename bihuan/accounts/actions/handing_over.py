"""Who goes on with what a person leaves, for good or for some days."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts import rules
from bihuan.accounts.holdings import held_by, keepers
from bihuan.accounts.models import Deputyship, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can, Role
from bihuan.audit.log import record
from bihuan.kit.days import local_day, long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action


@action
def hand_over(*, user: User, successor: User, reason: str, by: User, at: datetime) -> None:
    """Give all that hangs on a person to a successor of the same role: each app writes its own
    part, all of them or none. What was done keeps the name of who did it (ACCOUNT-15).
    """
    require(by, Can.ACCOUNTS_MANAGE)
    _check_successor(user, successor)
    if not reason.strip():
        raise Refusal(gettext("Say why it is handed over."))
    found = held_by(user)
    if not found:
        raise Refusal(gettext("Nothing hangs on “%s”.") % user)
    for keeper in keepers():
        keeper.pass_on(user=user, successor=successor, reason=reason.strip(), by=by, at=at)
    record(
        "user.handed_over",
        user,
        by=by,
        at=at,
        to=successor.get_username(),
        reason=reason.strip(),
        numbers=[each.number for each in found],
    )


def _check_successor(user: User, successor: User) -> None:
    if successor.pk == user.pk or not successor.is_active:
        raise Refusal(gettext("Choose a successor who may sign in."))
    rules.check_successor(
        role=user.role,
        organisation=user.organisation_id,
        to_role=successor.role,
        to_organisation=successor.organisation_id,
    )
    if hasattr(user, "leader") and not hasattr(successor, "leader"):
        raise Refusal(
            gettext("“%s” signs in for no leader yet: say for which, on the page of leaders.")
            % successor
        )


@action
def name_deputy(
    *,
    person: User,
    deputy: User,
    since: date,
    until: date,
    by: User,
    at: datetime,
    reason: str = "",
) -> Deputyship:
    """Let somebody stand in for a person from day to day (ACCOUNT-16). It ends by itself."""
    require(by, Can.ACCOUNTS_MANAGE)
    rules.check_deputyship(since=since, until=until, today=local_day(at))
    if person.pk == deputy.pk:
        raise Refusal(gettext("Nobody is their own deputy."))
    for each in (person, deputy):
        if not each.is_active or each.role == Role.CONSOLE:
            raise Refusal(gettext("“%s” may not sign in.") % each)
    same = Deputyship.objects.filter(person=person, ended_at=None)
    other = same.filter(since__lte=until, until__gte=since).select_related("deputy").first()
    if other is not None:
        raise Refusal(
            gettext("%(deputy)s stands in already from %(since)s to %(until)s.")
            % {
                "deputy": other.deputy,
                "since": long_day(other.since),
                "until": long_day(other.until),
            }
        )
    made = Deputyship.objects.create(
        person=person, deputy=deputy, since=since, until=until, reason=reason.strip(), named_at=at
    )
    record(
        "deputyship.named",
        made,
        by=by,
        at=at,
        person=person.get_username(),
        deputy=deputy.get_username(),
        since=since,
        until=until,
        reason=reason.strip(),
    )
    return made


@action
def end_deputyship(*, deputyship: Deputyship, by: User, at: datetime) -> Deputyship:
    """End a deputyship before its last day: the office, or the person who is back."""
    own = deputyship.person_id == by.pk
    require(by, Can.OWN_ACCOUNT if own else Can.ACCOUNTS_MANAGE)
    held = Deputyship.objects.select_for_update().get(pk=deputyship.pk)
    if held.ended_at is None and held.until >= local_day(at):
        held.ended_at = at
        held.save()
        record("deputyship.ended", held, by=by, at=at)
    return held
