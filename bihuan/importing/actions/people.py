"""The people of an office, out of one workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bihuan.accounts.actions import FirstPassword, take_people
from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.importing.people.plan import PeoplePlan, plan_people
from bihuan.importing.people.sheet import PersonRow
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action


class PeopleChanged(Refusal):
    """What was previewed is not what would be written now."""


@action
def bring_in_people(
    *,
    rows: Sequence[PersonRow],
    by: User,
    at: datetime,
    choices: Mapping[str, str] | None = None,
    left_out: Collection[int] = (),
    seen: str | None = None,
) -> tuple[PeoplePlan, list[FirstPassword]]:
    """Write all people, or nobody; return what was written, and the first passwords of new ones.

    `seen` is the digest of the plan that was previewed. Raises PeopleChanged if it is another one
    by now, Refusal while a row has a problem.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    plan = plan_people(rows, choices=choices, left_out=left_out)
    if seen is not None and plan.digest != seen:
        raise PeopleChanged(
            gettext("Something has changed since the preview: look it over, then write.")
        )
    if plan.has_problems:
        raise Refusal(gettext("Some rows have problems: nothing was written."))
    return plan, take_people(people=plan.drafts, by=by, at=at)
