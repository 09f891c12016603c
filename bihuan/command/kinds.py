"""The closed lists of commanders and hard bones."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class HardBoneStep(Choice):
    """What is proposed of a project: onto the hard-bone list, or off it."""

    ENTER = "enter", _("Put on the list")
    LEAVE = "leave", _("Take off the list")


class HardBoneOutcome(Choice):
    """How a hard bone left the list."""

    SOLVED = "solved", _("Solved")
    DECIDED = "decided", _("Taken off by decision")
    ENDED = "ended", _("The project ended")


class ReasonMeasure(Choice):
    """What a reason measures."""

    RED = "red", _("Months running red")
    OVERDUE = "overdue", _("Matter overdue")
    BEHIND = "behind", _("Behind the plan")
    CLEAR = "clear", _("Months running not red")
    NO_OVERDUE = "no_overdue", _("No matter overdue")
    ENDED = "ended", _("The project ended")
