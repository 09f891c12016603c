"""The closed lists of the wall charts."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class StepStanding(Choice):
    """How a milestone stands at the end of a month."""

    REACHED = "reached", _("Reached in time")
    REACHED_LATE = "reached_late", _("Reached late")
    OVERDUE = "overdue", _("Overdue, not reached")
    DUE = "due", _("Due this month")
    AHEAD = "ahead", _("Still to come")


class Grouping(Choice):
    """By what the rows of the wall plan stand together."""

    NONE = "", _("One list")
    COMMANDER = "commander", _("Commander")
    ORGANISATION = "organisation", _("Responsible organisation")
    TIER = "tier", _("Tier")


class MilestoneFilter(Choice):
    """Which milestones are looked for: each is what a figure counts."""

    DUE_THIS_MONTH = "due_this_month", _("Due this month")
    DUE = "due", _("Due since January")
    IN_TIME = "in_time", _("Of these, reached in time")
    REACHED_LATE = "reached_late", _("Of these, reached late")
    LATE = "late", _("Of these, overdue")
    REACHED = "reached", _("Reached since January")
