"""The moves of a need that a person may make now."""

from __future__ import annotations

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can, Role
from bihuan.kit.errors import NotAllowed
from bihuan.kit.words import gettext

from . import rules
from .kinds import NeedVerb
from .models import Need

EVERYWHERE = (Role.OFFICE, Role.CONSOLE)


def can_of(verb: NeedVerb) -> Can:
    """Return what a role must be able to do for a move."""
    if verb in rules.OF_OFFICE:
        return Can.FACTOR_MANAGE
    return Can.FACTOR_ASK if verb in rules.OF_PROJECT else Can.FACTOR_DECIDE


def check_available(need: Need, verb: NeedVerb, by: User) -> None:
    """Raise NotAllowed unless the move is this person's."""
    require(by, can_of(verb), need)
    if by.role in EVERYWHERE:
        return
    if verb in rules.OF_PROJECT and not need.project.within_reach_of(by):
        raise NotAllowed(gettext("Only the project's own people ask for what it needs."))
    if verb in rules.OF_DEPARTMENT and by.organisation_id != need.department_id:
        raise NotAllowed(gettext("Only the department that owes it decides."))


def available_moves(need: Need, user: User) -> list[NeedVerb]:
    """Return the moves that the table has now and that are this person's."""
    possible = [verb for verb, step in rules.MOVES.items() if need.state in step.frm]
    return [verb for verb in possible if _is_available(need, verb, user)]


def _is_available(need: Need, verb: NeedVerb, user: User) -> bool:
    try:
        check_available(need, verb, user)
    except NotAllowed:
        return False
    return True
