"""People whom the government's platform lets in: linked, or made; their role and organisation."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts import rules
from bihuan.accounts.models import Organisation, PlatformIdentity, User
from bihuan.accounts.permissions import require
from bihuan.accounts.platform import OrganisationBy, Platform, PlatformPerson, Unknown
from bihuan.accounts.queries import organisation_named
from bihuan.accounts.roles import DISTRICT_WIDE, Can, Role
from bihuan.audit.log import Actor, record
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .users import check_office_stays, check_user, take_particulars


class FromPlatform:
    """Who acts when the platform says what somebody is."""

    def get_username(self) -> str:
        return "platform"


@action
def let_in_from_platform(
    *, person: PlatformPerson, platform: Platform, by: Actor, at: datetime
) -> User:
    """Return the user whom the platform let in, with the role and organisation that it names.

    Raises NotAllowed for a stranger, and for who may no longer sign in (ACCOUNT-10 to ACCOUNT-12).
    """
    user = _known(person) or _linked(person, platform, by, at) or _made(person, platform, by, at)
    if not user.is_active:
        raise NotAllowed(gettext("You may no longer sign in here: ask the office."))
    _follow(user, person, platform, by, at)
    return user


@action
def link_identity(*, user: User, issuer: str, subject: str, by: User, at: datetime) -> None:
    """Say who a user is for the platform; without a `subject`, that he or she is nobody there."""
    require(by, Can.ACCOUNTS_MANAGE)
    if user.role == Role.CONSOLE:
        raise Refusal(gettext("Nobody signs in as the console."))
    if PlatformIdentity.objects.filter(issuer=issuer, subject=subject).exclude(user=user).exists():
        raise Refusal(gettext("Somebody else here is known there as “%s”.") % subject)
    known = {
        each.subject: each for each in PlatformIdentity.objects.filter(user=user, issuer=issuer)
    }
    for identity in (each for name, each in known.items() if name != subject):
        identity.delete()
        record("user.unlinked", user, by=by, at=at, user=user.username, issuer=issuer)
    if subject and subject not in known:
        _link(user, PlatformPerson(issuer, subject, "", "", None, None), by, at)


def _known(person: PlatformPerson) -> User | None:
    found = PlatformIdentity.objects.filter(issuer=person.issuer, subject=person.subject).first()
    return _locked(found.user_id) if found else None


def _linked(person: PlatformPerson, platform: Platform, by: Actor, at: datetime) -> User | None:
    """Return the user of that sign-in name, linked from now on (ACCOUNT-10)."""
    if not platform.link or not person.sign_in_name:
        return None
    same = User.objects.filter(username__iexact=person.sign_in_name).exclude(role=Role.CONSOLE)
    user = same.first()
    if user is None:
        return None
    if PlatformIdentity.objects.filter(user=user, issuer=person.issuer).exists():
        raise NotAllowed(
            gettext("That sign-in name belongs to somebody else here: ask the office.")
        )
    _link(user, person, by, at)
    return _locked(user.pk)


def _made(person: PlatformPerson, platform: Platform, by: Actor, at: datetime) -> User:
    """Return a new viewer, if strangers are taken as such (ACCOUNT-11)."""
    taken = User.objects.filter(username__iexact=person.sign_in_name).exists()
    if platform.unknown != Unknown.VIEWER or not person.sign_in_name or taken:
        raise NotAllowed(gettext("You have no account here yet: ask the office."))
    user = User(username=person.sign_in_name, role=Role.VIEWER, full_name=person.full_name)
    user.set_unusable_password()
    check_user(user)
    user.save()
    record("user.added", user, by=by, at=at, role=user.role, organisation="")
    _link(user, person, by, at)
    return user


def _link(user: User, person: PlatformPerson, by: Actor, at: datetime) -> None:
    identity = PlatformIdentity.objects.create(
        user=user, issuer=person.issuer, subject=person.subject, linked_at=at
    )
    record("user.linked", identity, by=by, at=at, user=user.username, issuer=person.issuer)


def _follow(
    user: User, person: PlatformPerson, platform: Platform, by: Actor, at: datetime
) -> None:
    """Give the user the role and organisation that the platform names (ACCOUNT-12)."""
    said = {
        "role": user.role if person.role is None else person.role,
        "organisation": _organisation(user, person, platform),
        "full_name": person.full_name or user.full_name,
    }
    if not _office_stays(user, said["role"]):
        said["role"] = user.role
    rules.check_role(str(said["role"]), has_organisation=said["organisation"] is not None)
    take_particulars(user, said, by=by, at=at)


def _organisation(user: User, person: PlatformPerson, platform: Platform) -> Organisation | None:
    if person.organisation is None:
        return user.organisation
    if platform.organisation_by == OrganisationBy.CREDIT_CODE:
        coded = Organisation.objects.standing().filter(credit_code=person.organisation)
        found = coded.first()
    else:
        found = organisation_named(person.organisation)
    if found is None and person.organisation and person.role not in DISTRICT_WIDE:
        raise NotAllowed(
            gettext("“%s” is no organisation here yet: ask the office.") % person.organisation
        )
    return found


def _office_stays(user: User, role: object) -> bool:
    """False if the platform would take away the last of the office: its role then stays."""
    try:
        check_office_stays(user, stays=role == Role.OFFICE)
    except Refusal:
        return False
    return True


def _locked(pk: int) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=pk)
