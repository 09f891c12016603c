"""The words for what the record tells of accounts and rights."""

from bihuan.kit.words import _, say

from .kinds import Kind

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
    "token.issued": _("Key made"),
    "token.revoked": _("Key ended"),
    "leader.added": _("Leader added"),
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
    "reason": _("reason"),
    "tries": _("tries forgiven"),
    "address": _("address"),
    "two_step_roles": _("roles that need a second step"),
    "two_step_since": _("required from"),
}


def label_of(kind: str) -> str:
    """Return the words for what happened; what has none keeps its name."""
    if kind in Kind.values:
        return str(Kind(kind).label)
    return say(str(VERBS.get(kind, kind)))


def field_of(name: str) -> str:
    return str(FIELDS.get(name, name))
