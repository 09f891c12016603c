"""The closed lists of site visits."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class VisitState(Choice):
    RECEIVING = "receiving", _("Being received")
    COMPLETE = "complete", _("Complete")
    DOUBLE = "double", _("Two versions: to be settled")
    SET_ASIDE = "set_aside", _("Set aside")


class VisitPurpose(Choice):
    """Which of the three visits of the supervisor of public money a visit was."""

    START = "start", _("Visit at the start")
    WORKS = "works", _("Visit of the works")
    COMPLETION = "completion", _("Visit at completion")


class Risk(Choice):
    """Why a project is proposed for a visit."""

    RED = "red", _("red light")
    YELLOW = "yellow", _("yellow light")
    SILENT = "silent", _("no report")
    OVERDUE = "overdue", _("overdue matters")
    OPEN = "open", _("open matters")
    LONG_AGO = "long_ago", _("not visited for long")
    RANDOM = "random", _("drawn at random")
    BY_HAND = "by_hand", _("put in by hand")
