"""The closed lists of mechanisms and dispatch meetings."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class Calendar(Choice):
    """How often a duty comes round."""

    WEEKLY = "weekly", _("Weekly")
    HALF_MONTHLY = "half_monthly", _("Half-monthly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")


class Check(Choice):
    """What proves that a duty was done. The list is closed: each is a function of the facts."""

    MANUAL = "manual", _("Ticked off by hand")
    COMMANDERS = "commanders", _("Every project has a commander")
    COMMANDERS_SPOKE = "commanders_spoke", _("Every commander gave the month's light")
    MEETING_HELD = "meeting_held", _("A meeting of this kind was held")
    REPORTS_REVIEWED = "reports_reviewed", _("All reports are in and accepted")
    ROUND_CLOSED = "round_closed", _("The round is closed")
    LIGHTS_JUDGED = "lights_judged", _("The lights are on record")
    RED_TAKEN_UP = "red_taken_up", _("Every red project was on an agenda")
    ESCALATED_TAKEN_UP = "escalated_taken_up", _("Every escalated matter was taken up")
    VISITS_MADE = "visits_made", _("Every visit of the month's plan was made")
    DECISIONS_KEPT = "decisions_kept", _("Decisions that fell due were answered")


class DutyOutcome(Choice):
    """Where a duty stands in one period."""

    DONE = "done", _("Done")
    DONE_LATE = "done_late", _("Done late")
    DUE = "due", _("To do")
    MISSED = "missed", _("Missed")
    NOTHING = "nothing", _("Nothing to do")
    UNKNOWN = "unknown", _("Not kept")


class MeetingKind(Choice):
    """The level on which a meeting dispatches."""

    DAILY = "daily", _("Day-to-day dispatch")
    MONTHLY = "monthly", _("Monthly dispatch")
    QUARTERLY = "quarterly", _("Quarterly dispatch")
    YEARLY = "yearly", _("Yearly dispatch")
    SPECIAL = "special", _("Special meeting")


class MeetingState(Choice):
    PLANNED = "planned", _("Being prepared")
    HELD = "held", _("In session")
    CLOSED = "closed", _("Ended")
    CALLED_OFF = "called_off", _("Called off")


class ReasonKind(Choice):
    """Why a project stands on an agenda, the gravest first."""

    LEFT_OVER = "left_over", _("Left over from the last meeting")
    RED = "red", _("Red light")
    SILENCE = "silence", _("Report overdue")
    OVERDUE = "overdue", _("Overdue matter")
    YELLOW = "yellow", _("Yellow light")
    HAND = "hand", _("Put on by hand")


class MeetingMove(Choice):
    """What can be done with a meeting. The label names the button."""

    EDIT = "edit", _("Change the meeting")
    ARRANGE = "arrange", _("Arrange the agenda")
    BEGIN = "begin", _("Open the meeting")
    CONCLUDE = "conclude", _("Note conclusions and decisions")
    CLOSE = "close", _("Close the meeting")
    CALL_OFF = "call_off", _("Call the meeting off")


HAPPENED = (MeetingState.HELD, MeetingState.CLOSED)
"""States of a meeting that takes place or took place."""
