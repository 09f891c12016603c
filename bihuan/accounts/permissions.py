"""Who may do what, where: one question, one refusal."""

from typing import Protocol

from bihuan.kit.errors import NotAllowed
from bihuan.kit.words import gettext

from .models import User
from .roles import DISTRICT_WIDE, GRANTS, Can


class Scope(Protocol):
    """Something that lies within some people's reach: a project, or a thing that belongs to one."""

    def within_reach_of(self, user: User) -> bool: ...


NOT_BY_DEPUTY = frozenset({Can.ACCOUNTS_MANAGE, Can.OWN_ACCOUNT, Can.TOKENS_HOLD})
"""What no deputy does in another's name: accounts, passwords and keys are a person's own."""


def may(user: User, can: Can, scope: Scope | None = None) -> bool:
    """True if the user's role grants `can` and `scope` (if any) lies within the user's reach."""
    if not user.is_active or can not in GRANTS[user.role]:
        return False
    if user.stood_in_by is not None and can in NOT_BY_DEPUTY:
        return False
    return scope is None or user.role in DISTRICT_WIDE or scope.within_reach_of(user)


def require(user: User, can: Can, scope: Scope | None = None) -> None:
    """Raise `NotAllowed` unless `may`. The first line of every action."""
    if not may(user, can, scope):
        raise NotAllowed(gettext("You may not %s here.") % can.label)
