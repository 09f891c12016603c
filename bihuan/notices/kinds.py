"""The closed lists of channels and notices."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


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
    REMINDER = "reminder", _("Reminder to report")
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
