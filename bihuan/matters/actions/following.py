"""Matters go on with others: who succeeds their raiser, or takes an organisation in."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.models import Matter

from .holding import locked


@action
def pass_raiser_on(
    *, matter: Matter, successor: User, by: User, at: datetime, reason: str
) -> Matter:
    """Let somebody follow an open matter instead of who raised it. Who raised it stays on show."""
    require(by, Can.ACCOUNTS_MANAGE)
    matter = locked(matter, None, at=at)
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    if matter.followed_by_id == successor.pk:
        return matter
    before = matter.followed_by_id
    own = successor.pk == matter.raised_by_id
    matter.raiser_successor = None if own else successor
    matter.edition += 1
    matter.save()
    record(
        "matter.raiser_passed_on",
        matter,
        by=by,
        at=at,
        changes={"followed_by": [before, successor.pk]},
        reason=reason.strip(),
    )
    return matter


@action
def pass_organisation_on(
    *,
    matter: Matter,
    was: Organisation,
    into: Organisation,
    by: User,
    at: datetime,
    reason: str,
) -> Matter:
    """Put an open matter into the hands of the organisation that took another in. Its deadline, its
    level and its moves stay as they are.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    matter = locked(matter, None, at=at)
    supporting = set(matter.supporting.values_list("pk", flat=True))
    if was.pk not in (matter.lead_id, *supporting):
        return matter
    if matter.lead_id == was.pk:
        matter.lead = into
    matter.edition += 1
    matter.save()
    if was.pk in supporting or into.pk in supporting:
        helping = {into.pk if pk == was.pk else pk for pk in supporting}
        matter.supporting.set(helping - {matter.lead_id})
    record(
        "matter.organisation_passed_on",
        matter,
        by=by,
        at=at,
        changes={"organisation": [was.name, into.name]},
        reason=reason.strip(),
    )
    return matter
