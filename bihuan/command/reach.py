"""Who may look at whose command."""

from __future__ import annotations

from bihuan.accounts.models import Leader, User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.kit.errors import NotAllowed
from bihuan.kit.words import gettext


def sees_whole_district(user: User) -> bool:
    return user.is_active and user.role in DISTRICT_WIDE


def require_whole_district(user: User) -> None:
    """Raise NotAllowed for those who see only their own projects."""
    if not sees_whole_district(user):
        raise NotAllowed(
            gettext("Only those who see the whole district may look at all commanders.")
        )


def require_leader_seen(user: User, leader: Leader) -> None:
    """Raise NotAllowed unless it is the user's own page, or the user sees the whole district."""
    if leader.user_id != user.pk:
        require_whole_district(user)
