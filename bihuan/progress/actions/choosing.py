"""Choosing rules from a day on: never for a month that is locked (PROJ-8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Unpack

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day, long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.progress.queries.open_days import first_open_day, proposed_day
from bihuan.projects.actions import set_district
from bihuan.projects.actions.district import Choices, Presets
from bihuan.projects.models import District
from bihuan.projects.queries import spells_of
from bihuan.projects.rules_in_force import would_change


@action
def choose_rules(
    *,
    presets: Presets,
    by: User,
    at: datetime,
    since: date | None = None,
    edition: int | None = None,
    **district: Unpack[Choices],
) -> District:
    """Let presets hold from the day `since` on, by default the one proposed; set what else is given
    of the district. Raises Refusal for a day in a locked month or before one: what was judged
    keeps the rules by which it was.
    """
    require(by, Can.RULES_CHANGE)
    day = since or proposed_day(local_day(at))
    first = first_open_day()
    turning = any(would_change(spells_of(kind), name, day) for kind, name in presets.items())
    if turning and day < first:
        raise Refusal(
            gettext(
                "Months before %s are locked and keep their rules: choose that day or a later one."
            )
            % long_day(first)
        )
    return set_district(by=by, at=at, edition=edition, presets=presets, since=day, **district)
