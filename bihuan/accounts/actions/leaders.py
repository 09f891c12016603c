"""District leaders, who may command projects and sign in."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import Leader, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can, Role
from bihuan.audit.log import record
from bihuan.kit.errors import Refusal
from bihuan.kit.pinyin import spoken
from bihuan.kit.words import gettext
from bihuan.kit.writing import action


@action
def add_leader(
    *, name: str, by: User, at: datetime, title: str = "", is_principal: bool = False
) -> Leader:
    """Add a leader, to whom projects can be given."""
    require(by, Can.ACCOUNTS_MANAGE)
    name, title = name.strip(), title.strip()
    if not name:
        raise Refusal(gettext("A leader needs a name."))
    if Leader.objects.filter(name=name, title=title).exists():
        raise Refusal(gettext("There is this leader already."))
    made = Leader.objects.create(
        name=name, pinyin=spoken(name), title=title, is_principal=is_principal
    )
    record("leader.added", made, by=by, at=at, name=name, title=title)
    return made


@action
def link_leader(
    *, leader: Leader, user: User | None, by: User, at: datetime, is_principal: bool | None = None
) -> Leader:
    """Let a commander's sign-in stand for the leader, or for nobody; say whether he or she is a
    principal leader, whom the last level of escalation reaches.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    leader = Leader.objects.select_for_update(of=("self",)).get(pk=leader.pk)
    if user is not None and user.role != Role.COMMANDER:
        raise Refusal(gettext("“%s” is no commander.") % user)
    if user is not None and Leader.objects.filter(user=user).exclude(pk=leader.pk).exists():
        raise Refusal(gettext("“%s” stands for another leader already.") % user)
    principal = leader.is_principal if is_principal is None else is_principal
    changes: dict[str, list[object]] = {}
    if leader.user != user:
        changes["user"] = [str(leader.user or ""), str(user or "")]
    if leader.is_principal != principal:
        changes["is_principal"] = [leader.is_principal, principal]
    if changes:
        leader.user, leader.is_principal = user, principal
        leader.save()
        record("leader.linked", leader, by=by, at=at, changes=changes)
    return leader
