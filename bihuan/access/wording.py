"""The words for what the record tells of accounts and rights."""

import re

from bihuan.accounts.roles import Role
from bihuan.kit.words import _, gettext, joined

from .kinds import AccessKind

BROWSERS = ("QAXBrowser", "360SE", "MicroMessenger", "Edg", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Windows", "Android", "iPhone", "Mac OS X", "Linux")
LONGEST = 40
VERBS = {
    "user.added": _("User added"),
    "user.edited": _("Role, organisation or name changed"),
    "user.deactivated": _("Let no longer sign in"),
    "user.reactivated": _("Let sign in again"),
    "user.password_reset": _("Password given anew"),
    "user.password_changed": _("Own password chosen"),
    "user.second_step_on": _("Second step turned on"),
    "user.second_step_off": _("Second step turned off"),
    "user.recovery_codes": _("New recovery codes"),
    "user.second_step_ended": _("Second step ended by the office"),
    "user.unlocked": _("Pause of sign-in lifted"),
    "user.address_unlocked": _("Pause of an address lifted"),
    "user.sign_in_rules": _("Rules of sign-in changed"),
    "user.handed_over": _("Handed over to a successor"),
    "deputyship.named": _("Deputy named"),
    "deputyship.ended": _("Deputyship ended early"),
    "token.issued": _("Key made"),
    "token.revoked": _("Key ended"),
    "leader.added": _("Leader added"),
    "leader.imported": _("Leader brought in by a workbook"),
    "leader.restored": _("Leader as before the workbook"),
    "leader.import_undone": _("Leader of a workbook taken out again"),
    "leader.linked": _("Leader linked to a sign-in"),
}
FIELDS = {
    "role": _("role"),
    "organisation": _("organisation"),
    "full_name": _("name"),
    "phone": _("phone"),
    "user": _("user"),
    "name": _("name"),
    "title": _("title"),
    "is_principal": _("principal leader"),
    "reason": _("reason"),
    "to": _("successor"),
    "person": _("who is away"),
    "deputy": _("deputy"),
    "since": _("first day"),
    "until": _("last day"),
    "numbers": _("numbers of things"),
    "tries": _("tries forgiven"),
    "address": _("address"),
    "two_step_roles": _("roles that need a second step"),
    "two_step_since": _("required from"),
}


def label_of(kind: str) -> str:
    """Return the words for what happened; what has none keeps its name."""
    if kind in AccessKind.values:
        return str(AccessKind(kind).label)
    return gettext(str(VERBS.get(kind, kind)))


def value_of(value: object) -> str:
    """Return a value of the record in words: lists with signs between, roles by their names."""
    if isinstance(value, tuple):
        return " → ".join(value_of(each) for each in value)
    if isinstance(value, list):
        return joined(map(value_of, value)) or "—"
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(Role(value).label) if value in Role.values else str(value)


def browser_of(told: str) -> str:
    """Return the short name of a browser and its system, from what it tells of itself."""
    name = next((found for sign in BROWSERS if (found := re.search(rf"{sign}/(\d+)", told))), None)
    system = next((each for each in SYSTEMS if each in told), "")
    known = " · ".join(
        part for part in (name.group().replace("/", " ") if name else "", system) if part
    )
    return known or told[:LONGEST]


def field_of(name: str) -> str:
    return str(FIELDS.get(name, name))
