"""The closed lists of money won and used."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class Programme(Choice):
    """Where money comes from. The list is closed, since figures are declared for each (FUND-1)."""

    CENTRAL_BUDGET = "central_budget", _("Central-budget funds")
    SPECIAL_BOND = "special_bond", _("Special bonds")
    TREASURY_BOND = "treasury_bond", _("Ultra-long special treasury bonds")
    ADDITIONAL_BOND = "additional_bond", _("Additional treasury bonds")
    PROVINCIAL = "provincial", _("Provincial funds")
    MUNICIPAL = "municipal", _("Municipal funds")
    POLICY_LOAN = "policy_loan", _("Policy loans")
    OWN = "own", _("Own funds")
    PRIVATE = "private", _("Private capital")


class FundingStage(Choice):
    """The stages of the ladder, in their order."""

    IDEA = "idea", _("Idea")
    RESERVE = "reserve", _("In the reserve")
    APPLIED = "applied", _("Applied for")
    REVIEWED = "reviewed", _("Reviewed")
    LISTED = "listed", _("Passed and listed")
    ISSUED = "issued", _("Quota issued")
    FORWARDED = "forwarded", _("Quota forwarded")
    IN_PLACE = "in_place", _("Money in place")
    PAID = "paid", _("Paid out")
    WORKS = "works", _("Works done")
    COMPLETED = "completed", _("Works finished")
    AUDITED = "audited", _("Audited")


class FundingFlag(Choice):
    """What is to be said of a line, each resting on a clause."""

    FORWARDED_LATE = "forwarded_late", _("Quota forwarded late")
    IDLE = "idle", _("Money lies idle")
    SPENT_LATE = "spent_late", _("Not spent within the months allowed")
    AHEAD_OF_WORKS = "ahead_of_works", _("Paid ahead of the works")
    TO_RETURN = "to_return", _("Money to return")
    ABOVE_CAP = "above_cap", _("Quota above its share")


MONEY = (
    FundingStage.APPLIED,
    FundingStage.ISSUED,
    FundingStage.IN_PLACE,
    FundingStage.PAID,
    FundingStage.WORKS,
)
"""Stages that carry an amount; the others are days."""
OF_QUOTA = frozenset({FundingStage.LISTED, FundingStage.ISSUED, FundingStage.FORWARDED})
"""Stages that come from above: the office enters them (FUND-11)."""
