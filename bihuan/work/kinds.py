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
    WEEK = "week", _("This week")
    LATER = "later", _("Later")


class ChannelKind(Choice):
    """A way by which notices leave the machine."""

    MAIL = "mail", _("E-mail")
    WECOM = "wecom", _("WeCom robot")
    DINGTALK = "dingtalk", _("DingTalk robot")
    FEISHU = "feishu", _("Feishu robot")
    JSON = "json", _("JSON to a server of one's own")


class NoticeKind(Choice):
    DIGEST = "digest", _("Daily digest")
    ESCALATION = "escalation", _("Escalation")
    TEST = "test", _("Test message")


class NoticeState(Choice):
    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed, will be tried again")
    GIVEN_UP = "given_up", _("Given up")
    DROPPED = "dropped", _("No longer needed")


class Security(Choice):
    """How the connection to the mail server is encrypted."""

    SSL = "ssl", _("SSL/TLS")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "insecure", _("None")


ROBOTS = frozenset({ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU})
UNSENT = (NoticeState.FAILED, NoticeState.GIVEN_UP)
"""What the office must look at."""

DUE = (NoticeState.WAITING, NoticeState.FAILED)
"""States from which a notice is sent once its time has come."""
