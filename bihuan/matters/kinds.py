"""The closed lists of the loop."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class MatterKind(Choice):
    """Why a matter exists. All kinds move alike."""

    BLOCKER = "blocker", _("Blocker")
    REQUEST = "request", _("Guarantee request")
    ORDER = "order", _("Order")
    FINDING = "finding", _("Finding")


class MatterState(Choice):
    RAISED = "raised", _("Raised")
    ASSIGNED = "assigned", _("Assigned")
    WORKING = "working", _("In hand")
    ANSWERED = "answered", _("Answered")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")
    PAUSED = "paused", _("Clock paused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Verb(Choice):
    """A move. The label completes “You may not …” and names the button."""

    RAISE = "raise", _("Raise")
    ASSIGN = "assign", _("Assign")
    DECLINE = "decline", _("Decline")
    SIGN = "sign", _("Sign for")
    FEED_BACK = "feed_back", _("Report progress")
    ANSWER = "answer", _("Answer")
    SEND_BACK = "send_back", _("Send back for work")
    VERIFY = "verify", _("Verify")
    CLOSE = "close", _("Close")
    PAUSE = "pause", _("Pause the clock")
    RESUME = "resume", _("Let the clock run")
    WITHDRAW = "withdraw", _("Withdraw")
    REOPEN = "reopen", _("Open again")
    ASK_EXTENSION = "ask_extension", _("Ask for more time")
    EXTEND = "extend", _("Grant more time")
    REFUSE_EXTENSION = "refuse_extension", _("Refuse more time")


class Source(Choice):
    """Where a matter was found."""

    REPORT = "report", _("Monthly report")
    VISIT = "visit", _("Site visit")
    MEETING = "meeting", _("Dispatch meeting")
    FACTOR = "factor", _("Guarantee list")
    INSPECTION = "inspection", _("Inspection")
    FUNDING = "funding", _("Supervision of public money")
    STATISTICS = "statistics", _("Two counts of investment")
    OTHER = "other", _("Other")


OF_A_RECORD = frozenset({Source.FUNDING, Source.STATISTICS})
"""Sources whose records are told apart by themselves, however alike they read (LOOP-8)."""


class AlertKind(Choice):
    """What the clock said of a matter, once for each occasion."""

    ASSIGN = "assign", _("Waits to be assigned")
    SIGN = "sign", _("Not signed for in time")
    FEED_BACK = "feed_back", _("No word of progress in time")
    VERIFY = "verify", _("Waits to be verified")
    DUE_SOON = "due_soon", _("Due soon: copied to the next level")
    ESCALATED = "escalated", _("Escalated")
    PAUSE_OVER = "pause_over", _("Pause over: the clock runs again")


class Who(Choice):
    """Whom a level of escalation reaches."""

    LEAD = "lead", _("Responsible organisation")
    IN_CHARGE = "in_charge", _("Its leader in charge")
    COMMANDER = "commander", _("Commander")
    PRINCIPAL = "principal", _("Principal leaders")


class PaperKind(Choice):
    REMINDER = "reminder", _("Reminder")
    ASSIGNMENT = "assignment", _("Assignment")
    SUPERVISION = "supervision", _("Supervision")
    REPORT = "report", _("Report to leaders")
    DECISIONS = "decisions", _("List of decisions")
    YELLOW_CARD = "yellow_card", _("Yellow card")
    RED_CARD = "red_card", _("Red card")
    RESULT = "result", _("Notice of results")


ABOUT_RESULTS = frozenset({PaperKind.YELLOW_CARD, PaperKind.RED_CARD, PaperKind.RESULT})
"""The kinds that rest on the score of an assessment."""


class ExtensionState(Choice):
    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Lapsed")


PAST = {
    Verb.RAISE: "raised",
    Verb.ASSIGN: "assigned",
    Verb.DECLINE: "declined",
    Verb.SIGN: "signed",
    Verb.FEED_BACK: "fed_back",
    Verb.ANSWER: "answered",
    Verb.SEND_BACK: "sent_back",
    Verb.VERIFY: "verified",
    Verb.CLOSE: "closed",
    Verb.PAUSE: "paused",
    Verb.RESUME: "resumed",
    Verb.WITHDRAW: "withdrawn",
    Verb.REOPEN: "reopened",
    Verb.ASK_EXTENSION: "extension_asked",
    Verb.EXTEND: "extended",
    Verb.REFUSE_EXTENSION: "extension_refused",
}
"""How the record of events says each move."""

RUNNING = frozenset({MatterState.RAISED, MatterState.ASSIGNED, MatterState.WORKING})
"""The handler's clock runs, and escalates."""

OPEN = RUNNING | {MatterState.PAUSED, MatterState.ANSWERED, MatterState.VERIFIED}
OVER = frozenset({MatterState.CLOSED, MatterState.WITHDRAWN})
HANDLING = frozenset({Verb.SIGN, Verb.FEED_BACK, Verb.ANSWER, Verb.DECLINE, Verb.ASK_EXTENSION})
"""Whoever made one of these moves is a handler of the matter, and can never verify it."""

WISHES = frozenset({Verb.ASK_EXTENSION, Verb.REFUSE_EXTENSION})
"""The day that goes with one of these moves is one that was wished for, and no deadline."""
