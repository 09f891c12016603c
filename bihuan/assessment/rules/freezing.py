"""When scores may be frozen, and until when they may be appealed against (RESULT-1 to RESULT-4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bihuan.assessment.kinds import AssessedPeriod
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

LAST_OF = {AssessedPeriod.QUARTER: (3, 6, 9, 12), AssessedPeriod.YEAR: (12,)}
"""The months with which longer periods end."""


def check_period(period: AssessedPeriod, month: Month, *, today: date) -> None:
    """Raises Refusal if the period does not end with the month, or is not over (RESULT-2)."""
    if month.number not in LAST_OF.get(period, range(1, 13)):
        raise Refusal(
            gettext("A %(period)s does not end with %(month)s.")
            % {"period": period.label, "month": month.in_words}
        )
    if today <= month.last_day:
        raise Refusal(gettext("%s is not over yet.") % month.in_words)


def check_rounds(unlocked: Collection[Month], month: Month, *, was_opened: bool) -> None:
    """Raises Refusal if the last month never had a round, or naming the rounds so far that are not
    locked: scores rest on all months of the year to the last (RESULT-2).
    """
    if not was_opened:
        raise Refusal(
            gettext("%s had no monthly round: nothing was reported that could be frozen.")
            % month.in_words
        )
    if unlocked:
        names = "、".join(month.in_words for month in unlocked)
        raise Refusal(gettext("The monthly round is not locked: %s. Lock it first.") % names)


def check_once(frozen_by: str | None) -> None:
    """Raises Refusal if these scores were frozen before (RESULT-3)."""
    if frozen_by is not None:
        raise Refusal(gettext("These scores were frozen before, by %s.") % frozen_by)


def check_scored(number: int) -> None:
    """Raises Refusal where nobody is assessed."""
    if not number:
        raise Refusal(gettext("Nobody is assessed: there is nothing to freeze."))
