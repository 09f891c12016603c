"""The closed lists of my work."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class TaskKind(Choice):
    """What is to be done. The label completes “3 × …”."""

    FILL = "fill", _("Fill in a monthly report")
    FILL_AGAIN = "fill_again", _("Mend a returned report")
    REVIEW = "review", _("Review a monthly report")
    OPEN = "open_round", _("Open a monthly round")
    ACCEPT = "accept", _("Accept monthly reports")
    ASSIGN = "assign", _("Assign a matter")
    SIGN = "sign", _("Sign for a matter")
    FEED_BACK = "feed_back", _("Say how a matter goes")
    ANSWER = "answer", _("Solve and answer a matter")
    VERIFY = "verify", _("Verify a matter")
    CLOSE = "close", _("Close a matter")
    DECIDE = "decide", _("Decide on more time")
    MORE = "more", _("More matters")
    SPEAK = "speak", _("Give your light on a red project")
    ISSUE = "issue", _("Issue papers")
    APPOINT = "appoint", _("Appoint commanders")
    BONES = "bones", _("Decide on the hard-bone list")
    NOTICES = "notices", _("Look after lost notices")
    FACTOR = "factor", _("Decide on what a project needs")
    ASK = "ask", _("Ask for what a project needs")
    SUPPLY = "supply", _("Supply papers")
    HAND_OVER = "hand_over", _("Hand over a request")
    VISIT = "visit", _("Visit a site")
    SETTLE = "settle", _("Settle two versions of a visit")
    PLAN = "plan", _("Plan the month's visits")
    SEND = "send", _("Send the photos of a visit")
    BONE = "bone", _("Solve a hard bone")
    RENEW = "renew", _("Renew an approval")
    NEEDS = "needs", _("Start lists of what projects need")
    ENTER = "enter", _("Enter statistics")
    DUTY = "duty", _("Do a duty of a mechanism")


class DueSpan(Choice):
    """When a task is due, as a person reads it."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Today")
    TOMORROW = "tomorrow", _("Tomorrow")
    WEEK = "week", _("This week")
    LATER = "later", _("Later")
