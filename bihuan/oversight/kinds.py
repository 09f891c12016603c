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


class Readiness(Choice):
    """How a project stands for a programme."""

    READY = "ready", _("Ready to apply")
    LACKING = "lacking", _("Something is missing")
    UNKNOWN = "unknown", _("No list yet")
    APPLIED = "applied", _("Applied for")
    WON = "won", _("Won")


class LackKind(Choice):
    """What kind of thing is missing."""

    FACT = "fact", _("Particular of the project")
    APPROVAL = "approval", _("Approval")
    MILESTONE = "milestone", _("Milestone")


class ProjectFact(Choice):
    """What an application says of a project."""

    NATIONAL_CODE = "national_code", _("National project code")
    OWNER = "owner", _("Project owner")
    RESPONSIBLE = "responsible", _("Responsible organisation")
    TOTAL_INVESTMENT = "total_investment", _("Total investment")
    CONTENT = "content", _("Scale and content")
    PLANNED_START = "planned_start", _("Planned start")


class MoneySource(Choice):
    """Where the money of programmes comes from."""

    CENTRAL = "central", _("Central government")
    BONDS = "bonds", _("Local government bonds")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    BANKS = "banks", _("Banks")
    OWNERS = "owners", _("Enterprises and society")


class MoneyState(Choice):
    """How far the money of a quota has come."""

    PAID = "paid", _("Paid out")
    IN_PLACE = "in_place", _("In place, not paid out")
    AWAITED = "awaited", _("Not in place yet")
