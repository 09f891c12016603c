"""The closed lists of my work and of notices."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class TaskKind(Choice):
    """What is to be done. The label completes “3 × …”."""

    FILL = "fill", _("Fill in a monthly report")
    FILL_AGAIN = "fill_again", _("Mend a returned report")
    REVIEW = "review", _("Review a monthly report")
    ACCEPT = "accept", _("Accept monthly reports")
    ASSIGN = "assign", _("Assign a matter")
    SIGN = "sign", _("Sign for a matter")
    ANSWER = "answer", _("Solve and answer a matter")
    VERIFY = "verify", _("Verify a matter")
    CLOSE = "close", _("Close a matter")
    DECIDE = "decide", _("Decide on more time")
    SPEAK = "speak", _("Give your light on a red project")
    FACTOR = "factor", _("Decide on what a project needs")
    VISIT = "visit", _("Visit a site")


class Span(Choice):
    """When a task is due, as a person reads it."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Today")
    WEEK = "week", _("This week")
    LATER = "later", _("Later")
