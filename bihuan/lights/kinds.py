"""The closed lists of the lights."""

from enum import Enum

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class Colour(Choice):
    """Colour of a project's month. Grey says that there is no signal; it is not a good one."""

    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    RED = "red", _("Red")
    GREY = "grey", _("Grey")


RANK = {Colour.GREEN: 0, Colour.YELLOW: 1, Colour.RED: 2}
"""From best to worst. Grey has no rank."""

SPOKEN = tuple(RANK)
"""The colours that a person can give: nobody gives the absence of a signal."""


class Rater(Choice):
    """Whose light it is."""

    MACHINE = "machine", _("Machine")
    COMMANDER = "commander", _("Commander")
    INSPECTOR = "inspector", _("Inspector")


class LiftState(Choice):
    """What became of a lift of the headline."""

    LIVE = "live", _("In force")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced")


class Metric(Choice):
    """What a clause measures. Ratios are percents; gaps are percentage points behind."""

    GAP = "gap", _("percentage points behind the even schedule")
    SCHEDULE_RATIO = "schedule_ratio", _("completed, as percent of the even schedule")
    MONTH_RATIO = "month_ratio", _("completed in the month, as percent of the month's task")
    CURVE_RATIO = "curve_ratio", _("completed, as percent of the plan curve")
    START_OVERDUE = "start_overdue", _("months overdue to start")
    STATISTICS_OVERDUE = "statistics_overdue", _("full months since the start without statistics")


class ReportArrival(Enum):
    """What has come in of a project's month, as far as the light is concerned."""

    NONE = "none"
    IN_REVIEW = "in review"
    ACCEPTED = "accepted"
    OPENING = "opening sum"
    """Accepted, and a sum of the months so far: none of it is the month's own."""
