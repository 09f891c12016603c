"""The closed lists of assessment."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class Assessed(Choice):
    """Who is assessed by a sheet of a scheme."""

    PROJECTS = "projects", _("Projects")
    ORGANISATIONS = "organisations", _("Responsible organisations")
    COMMANDERS = "commanders", _("Commanders")
    DEPARTMENTS = "departments", _("Guarantee departments")
    AREAS = "areas", _("Areas")
    """Counties, parks, towns: of these a district's ledger has no figures of their own."""


class Taken(Choice):
    """What of a figure is taken: itself, or what a comparison says of it."""

    VALUE = "value", _("its value")
    BASE = "base", _("what it is compared with")
    DIFFERENCE = "difference", _("its difference")
    GROWTH = "growth", _("its growth in percent")


class Missing(Choice):
    """What becomes of an item whose figures nobody knows."""

    NOT_APPLICABLE = "not_applicable", _("not applicable; its points go to the others")
    REQUIRED = "required", _("without it nobody is assessed")


class Ties(Choice):
    """Which of the places that they share those with equal values get."""

    BEST = "best", _("the best of the places shared")
    MEAN = "mean", _("the mean of the places shared")
    WORST = "worst", _("the worst of the places shared")


class Lines(Choice):
    """What a line of a score is."""

    ITEM = "item", _("Item")
    BLOCK = "block", _("Bound of a block")
    REWEIGHTING = "reweighting", _("Re-weighting")
    ADJUSTMENT = "adjustment", _("Adjustment")
    CAP = "cap", _("Bound of the score")
    VETO = "veto", _("Veto")


class AssessedPeriod(Choice):
    """What is frozen: a month's scores are provisional, those of a quarter or year final."""

    MONTH = "month", _("One month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


class TermKind(Choice):
    """What people decide about a subject beside what the scheme says."""

    EXEMPTION = "exemption", _("Exemption")
    ADJUSTMENT = "adjustment", _("Adjustment")


class TermState(Choice):
    """Where an exemption or adjustment stands."""

    ASKED = "asked", _("To be decided")
    APPROVED = "approved", _("Approved, in force")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Revoked")


class AppealState(Choice):
    """Where an appeal stands."""

    OPEN = "open", _("To be answered")
    REJECTED = "rejected", _("Rejected")
    UPHELD = "upheld", _("Upheld")


class ResultList(Choice):
    """The list on which a score stands by the rules of its scheme."""

    RED = "red", _("Red list")
    BLACK = "black", _("Black list")


class BoardPart(Choice):
    """Who of a scoreboard is shown alone."""

    RED = "red", _("Red list")
    BLACK = "black", _("Black list")
    UNASSESSED = "unassessed", _("Not assessed")


class ResultMeasure(Choice):
    """What follows from a score, or what a notice says of a subject."""

    PRAISE = "praise", _("Praise by notice")
    FUNDS = "funds", _("Funds for preliminary work")
    TALK = "talk", _("Talk")
    CRITICISM = "criticism", _("Criticism by notice")
    YELLOW_CARD = "yellow_card", _("Yellow card")
    RED_CARD = "red_card", _("Red card")
    ADMONITION = "admonition", _("Admonition")


class MeasureLevel(Choice):
    """Whose measure it is: the district's rests on a score, others' on their notice."""

    DISTRICT = "district", _("Of the district")
    CITY = "city", _("Of the city")
    PROVINCE = "province", _("Of the province")


class CommitmentKind(Choice):
    """How the list or a promise of the year was changed after the year began."""

    ADDED = "added", _("Added to the list")
    REMOVED = "removed", _("Taken off the list")
    RETURNED = "returned", _("Back on the list")
    CUT = "cut", _("Plan cut")
    RAISED = "raised", _("Plan raised")
    PUSHED_OUT = "pushed_out", _("Pushed out")
    PULLED_IN = "pulled_in", _("Pulled in")
    MERGED = "merged", _("Merged")
    RELABELLED = "relabelled", _("Class changed")
    CANCELLED = "cancelled", _("Cancelled")


class MovedWay(Choice):
    """Which way a subject moves under another scheme."""

    RISEN = "risen", _("More points")
    FALLEN = "fallen", _("Fewer points")
    STAYED = "stayed", _("The same points")
    JOINED = "joined", _("Newly assessed")
    LEFT = "left", _("No longer assessed")
