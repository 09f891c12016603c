"""Every change of a matter. Each move locks it, checks it against the table, and is kept."""

from .checking import close, reopen, send_back, verify, withdraw
from .escalating import Escalation, escalate
from .following import pass_organisation_on, pass_raiser_on
from .raising import raise_matter
from .timing import ask_extension, decide_extension, pause, resume
from .working import answer, assign, decline, feed_back, sign

__all__ = [
    "Escalation",
    "answer",
    "ask_extension",
    "assign",
    "close",
    "decide_extension",
    "decline",
    "escalate",
    "feed_back",
    "pass_organisation_on",
    "pass_raiser_on",
    "pause",
    "raise_matter",
    "reopen",
    "resume",
    "send_back",
    "sign",
    "verify",
    "withdraw",
]
