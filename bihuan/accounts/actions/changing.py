"""Organisations are renamed and merged from a day on, and keep their past (ACCOUNT-17)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.accounts import rules
from bihuan.accounts.holdings import belongings_of, organisation_keepers
from bihuan.accounts.mergers import as_recorded
from bihuan.accounts.models import FormerOrganisationName, Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.pinyin import spoken
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .organisations import check_organisation, check_standing
from .users import edit_user


@action
def rename_organisation(
    *, organisation: Organisation, name: str, on: date, by: User, at: datetime, reason: str = ""
) -> Organisation:
    """Give an organisation the name that it bears from a day on. It is still found by the former
    one, under which papers of before went out.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    stands = _standing(organisation)
    former = stands.former_names.first()
    rules.check_change_day(on, today=local_day(at), before=former.until if former else None)
    if name.strip() == stands.name:
        raise Refusal(gettext("This is its name already."))
    was, stands.name = stands.name, name.strip()
    stands.pinyin = spoken(stands.name)
    check_organisation(stands)
    stands.save()
    # a name that is changed again on its first day was borne on none
    FormerOrganisationName.objects.get_or_create(
        organisation=stands, until=on - timedelta(days=1), defaults={"name": was}
    )
    changes = {"name": [was, stands.name]}
    record(
        "organisation.renamed", stands, by=by, at=at, changes=changes, on=on, reason=reason.strip()
    )
    return stands


@action
def merge_organisations(
    *, was: Organisation, into: Organisation, on: date, reason: str, by: User, at: datetime
) -> Organisation:
    """Merge an organisation into another from a day on, and return the latter. Its projects, people
    and open matters go over, by the actions of the apps that keep them; it stays, closed, with all
    that it reported.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    was, into = _standing(was), _standing(into)
    rules.check_change_day(on, today=local_day(at), before=None)
    if was.pk == into.pk:
        raise Refusal(gettext("Choose another organisation."))
    if not reason.strip():
        raise Refusal(gettext("Say why they merge."))
    moved = as_recorded(belongings_of(was))
    for keeper in organisation_keepers():
        keeper.move(was=was, into=into, on=on, reason=reason.strip(), by=by, at=at)
    was.closed_on, was.merged_into = on, into
    was.save()
    told = {"into": [into.pk, into.name], "on": on, "reason": reason.strip(), "moved": moved}
    record("organisation.merged", was, by=by, at=at, **told)
    return into


@action
def move_people(*, was: Organisation, into: Organisation, by: User, at: datetime) -> None:
    """Let the people of an organisation belong to another."""
    require(by, Can.ACCOUNTS_MANAGE)
    for user in User.objects.filter(organisation=was).order_by("pk"):
        edit_user(
            user=user,
            role=user.role,
            organisation=into,
            full_name=user.full_name,
            phone=user.phone,
            by=by,
            at=at,
        )


def _standing(organisation: Organisation) -> Organisation:
    """Return a locked organisation. Raises Refusal for one that was merged into another."""
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    check_standing(held)
    return held
