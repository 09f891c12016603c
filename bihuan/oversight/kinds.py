"""The closed lists of the supervision of public money."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class OversightFlag(Choice):
    """What supervision says of a project with a quota, each resting on a clause."""

    NOT_STARTED = "not_started", _("Not started on time")
    BEHIND = "behind", _("Progress behind")
    PAYMENT_LOW = "payment_low", _("Payment rate low")
    SCALE_CUT = "scale_cut", _("Scale cut")
    OVERDUE = "overdue", _("Not finished in time")
    NO_WORKS = "no_works", _("No works done yet")


class DutyState(Choice):
    """How a required visit stands."""

    MADE = "made", _("Visit made")
    MISSING = "missing", _("Visit missing")
    TO_COME = "to_come", _("Not due yet")
