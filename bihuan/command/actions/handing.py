"""Handing a matter over with one tap."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters import actions as matters
from bihuan.matters.kinds import MatterState
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy
from bihuan.matters.queries import lead_proposed


@action
def hand_over(*, matter: Matter, by: User, at: datetime, edition: int | None = None) -> Matter:
    """Assign a raised matter to the organisation that its type belongs to, else to the responsible
    one of its project (COMMAND-4).

    `edition` is the one that the page showed: of two who tap, the second is told.
    """
    require(by, Can.MATTER_ASSIGN, matter)
    seen = matter.edition if edition is None else edition
    if matter.state != MatterState.RAISED and seen == matter.edition:
        raise Refusal(gettext("This matter is in somebody's hands already."))
    lead = lead_proposed(matter, district_policy(local_day(at)))
    if lead is None:
        raise Refusal(
            gettext("Its project has no responsible organisation: choose one on its page.")
        )
    return matters.assign(matter=matter, lead=lead, by=by, at=at, edition=seen)
