"""The closed lists of the monthly round."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class ReportState(Choice):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    LOCKED = "locked", _("Locked")


COUNTED = (ReportState.ACCEPTED, ReportState.LOCKED)
"""States whose figures count: what nobody has accepted is in no figure."""


SENT = (ReportState.SUBMITTED, *COUNTED)
"""States that have left the reporter's desk."""


class ReportStanding(Choice):
    """Where a project that must report this month stands."""

    TO_FILL = "to_fill", _("To fill in")
    RETURNED = "returned", _("Returned, to fill in again")
    SILENT = "silent", _("Report overdue")
    IN_REVIEW = "in_review", _("In review")
    ACCEPTED = "accepted", _("Accepted")


class NotDue(Choice):
    """Why a project of the year need not report a month."""

    ENDED = "ended", _("finished, cancelled or merged before")
    QUARTERLY = "quarterly", _("reports by the quarter")
    UNLISTED = "unlisted", _("on no list in this month")
    OPENING = "opening", _("in the opening sum")


class RoundState(Choice):
    OPEN = "open", _("Open for reports")
    CLOSED = "closed", _("Closed for reports")
    LOCKED = "locked", _("Locked")


class Origin(Choice):
    """How a report came in. Backfilled history is neither late nor on time; an opening sum covers
    the months before it too, and is no month's report.
    """

    FORM = "form", _("By form")
    WORKBOOK = "workbook", _("Workbook")
    API = "api", _("API")
    BACKFILL = "backfill", _("Backfilled")
    OPENING = "opening", _("Opening sum")


HISTORY = (Origin.BACKFILL, Origin.OPENING)
"""Origins of what was brought in of months that were never run here."""


class FundSource(Choice):
    CENTRAL_BUDGET = "central_budget", _("Central budget")
    SPECIAL_BOND = "special_bond", _("Special bonds")
    TREASURY_BOND = "treasury_bond", _("Ultra-long special treasury bonds")
    FISCAL = "fiscal", _("Local fiscal funds")
    BANK_LOAN = "bank_loan", _("Bank loans")
    OWN = "own", _("Enterprise's own funds")
    OTHER = "other", _("Other funds")
