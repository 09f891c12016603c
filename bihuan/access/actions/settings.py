"""Which roles must have a second step, and from when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from bihuan.access import rules
from bihuan.access.models import SignInRules
from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.writing import action


@action
def set_sign_in_rules(
    *, two_step_roles: Collection[str], two_step_since: date | None, by: User, at: datetime
) -> SignInRules:
    """Require a second step of some roles from a day on (ACCESS-5); a day that holds may stay."""
    require(by, Can.ACCOUNTS_MANAGE)
    stands = SignInRules.objects.select_for_update().first() or SignInRules(pk=1)
    roles = sorted(set(two_step_roles))
    since = two_step_since if roles else None
    today = local_day(at)
    kept = since is not None and since == stands.two_step_since
    rules.check_second_step(roles, today if kept else since, today=today)
    said = {"two_step_roles": roles, "two_step_since": since}
    changes = {
        key: [getattr(stands, key), value]
        for key, value in said.items()
        if getattr(stands, key) != value
    }
    if changes:
        stands.two_step_roles, stands.two_step_since = roles, since
        stands.save()
        record("user.sign_in_rules", stands, by=by, at=at, changes=changes)
    return stands
