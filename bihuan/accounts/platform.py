"""Sign-in through the government's platform: which claims it makes, and what they mean here. Pure.

Source: docs/rules/accounts.md, clauses ACCOUNT-10 and following. How to set it: docs/sign-in.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.kit.choices import Choice
from bihuan.kit.errors import NotAllowed
from bihuan.kit.words import _, gettext

from .roles import Role

HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Unknown(Choice):
    """What happens with somebody whom the platform knows and we do not (ACCOUNT-11)."""

    REFUSED = "refused", _("refused")
    VIEWER = "viewer", _("becomes a viewer")


class LocalPasswords(Choice):
    """Who may still sign in with a password of ours (ACCOUNT-13)."""

    EVERYONE = "everyone", _("everyone")
    OFFICE = "office", _("the key-project office")
    NOBODY = "nobody", _("no one")


class OrganisationBy(Choice):
    """By what the platform names an organisation."""

    NAME = "name", _("name")
    CREDIT_CODE = "credit_code", _("unified social credit code")


@dataclass(frozen=True)
class GivenRole:
    """Who bears `value` in the claim of roles holds `role` here."""

    value: str
    role: Role

    def __post_init__(self) -> None:
        if self.role == Role.CONSOLE:
            raise ValueError(gettext("Nobody signs in as the console."))


@dataclass(frozen=True)
class Platform:
    """A platform as its file describes it. A claim may be named with dots: `realm_access.roles`.

    Without `roles` the roles that people hold here stay; without `organisation` their organisation
    does.
    """

    name: str
    server: str
    client_id: str
    scopes: tuple[str, ...] = ("openid", "profile")
    origins: tuple[str, ...] = ()
    sign_in_name: str = "preferred_username"
    full_name: str = "name"
    role: str = "roles"
    roles: tuple[GivenRole, ...] = ()
    organisation: str = ""
    organisation_by: OrganisationBy = OrganisationBy.NAME
    unknown: Unknown = Unknown.REFUSED
    link: bool = True
    local_passwords: LocalPasswords = LocalPasswords.EVERYONE


@dataclass(frozen=True)
class PlatformPerson:
    """Somebody as the platform describes him or her. `role` None: it says nothing of roles."""

    issuer: str
    subject: str
    sign_in_name: str
    full_name: str
    role: str | None
    organisation: str | None


def person_of(claims: Mapping[str, Any], platform: Platform) -> PlatformPerson:
    """Return whom the claims describe. Raises NotAllowed for who has no role here (ACCOUNT-12)."""
    return PlatformPerson(
        issuer=str(claims["iss"]).rstrip("/"),
        subject=str(claims["sub"]),
        sign_in_name=_text(claims, platform.sign_in_name),
        full_name=_text(claims, platform.full_name)[:60],
        role=_role(claims, platform) if platform.roles else None,
        organisation=_text(claims, platform.organisation) if platform.organisation else None,
    )


def _role(claims: Mapping[str, Any], platform: Platform) -> str:
    held = _values(_claim(claims, platform.role))
    for given in platform.roles:
        if given.value in held:
            return given.role
    if platform.unknown == Unknown.VIEWER:
        return Role.VIEWER
    raise NotAllowed(gettext("“%s” gives you no role here: ask the office.") % platform.name)


def _text(claims: Mapping[str, Any], path: str) -> str:
    found = _values(_claim(claims, path))
    return found[0].strip() if found else ""


def _values(claim: Any) -> list[str]:
    several = claim if isinstance(claim, list) else [claim]
    return [str(each) for each in several if isinstance(each, str | int) and each != ""]


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    if path in claims:  # some platforms write dots, or whole addresses, in a claim's name
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
