"""The closed lists of what projects need."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class NeedState(Choice):
    NOT_STARTED = "not_started", _("Not started")
    ASKED = "asked", _("Asked for")
    HANDED_OVER = "handed_over", _("Handed over")
    ACCEPTED = "accepted", _("Application accepted")
    SUPPLEMENT = "supplement", _("Papers wanted: clock stopped")
    IN_REVIEW = "in_review", _("Under review")
    APPROVED = "approved", _("Approval given")
    REFUSED = "refused", _("Approval refused")
    NOT_NEEDED = "not_needed", _("Not needed")
    PROMISED = "promised", _("Accepted on a promise")


class NeedVerb(Choice):
    """A move. The label names the button."""

    ASK = "ask", _("Ask for it")
    HAND_OVER = "hand_over", _("Hand over")
    ACCEPT = "accept", _("Accept the application")
    WANT_PAPERS = "want_papers", _("Want more papers")
    SUPPLY = "supply", _("Papers supplied")
    REVIEW = "review", _("Begin the review")
    APPROVE = "approve", _("Approve")
    REFUSE = "refuse", _("Refuse")
    PROMISE = "promise", _("Accept on a promise")
    NOT_NEED = "not_need", _("Mark as not needed")
    NEED_AGAIN = "need_again", _("Needed after all")


class NeedAlertKind(Choice):
    """What the clock said of a need, once for each occasion."""

    PROMISED_LATE = "promised_late", _("Promised limit passed")
    STATUTORY_LATE = "statutory_late", _("Statutory limit passed")
    PROMISE_BROKEN = "promise_broken", _("Promised papers not supplied")
    NEEDED_NOW = "needed_now", _("Needed by now, not there")
    EXPIRING = "expiring", _("Approval expires soon")
    EXPIRED = "expired", _("Approval expired")


LATE = frozenset(
    {
        NeedAlertKind.PROMISED_LATE,
        NeedAlertKind.STATUTORY_LATE,
        NeedAlertKind.PROMISE_BROKEN,
    }
)
"""What makes a need overdue: somebody let a limit pass (FACTOR-8)."""
DONE = frozenset({NeedState.APPROVED, NeedState.NOT_NEEDED})
WITH_DEPARTMENT = frozenset(
    {NeedState.ASKED, NeedState.HANDED_OVER, NeedState.ACCEPTED, NeedState.IN_REVIEW}
)
"""The department owes the next step."""

OWED = WITH_DEPARTMENT | {NeedState.SUPPLEMENT, NeedState.PROMISED}

PAST = {
    NeedVerb.ASK: "asked",
    NeedVerb.HAND_OVER: "handed_over",
    NeedVerb.ACCEPT: "accepted",
    NeedVerb.WANT_PAPERS: "papers_wanted",
    NeedVerb.SUPPLY: "supplied",
    NeedVerb.REVIEW: "reviewed",
    NeedVerb.APPROVE: "approved",
    NeedVerb.REFUSE: "refused",
    NeedVerb.PROMISE: "promised",
    NeedVerb.NOT_NEED: "struck_off",
    NeedVerb.NEED_AGAIN: "taken_up_again",
}
"""How the record of events says each move."""
