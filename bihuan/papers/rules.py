"""When a paper may be issued, and what it must say."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.matters.kinds import ABOUT_RESULTS, OPEN, MatterState, PaperKind

TEXT_MOST = 5_000
SIGNER_MOST = 60
REASON_MOST = 200
TITLE_MOST = 200
DECISIONS_MOST = 200
DECISION_MOST = 1_000
TO_THE_LEAD = frozenset({PaperKind.REMINDER, PaperKind.ASSIGNMENT, PaperKind.SUPERVISION})


def kinds_for(state: MatterState, *, has_lead: bool) -> list[PaperKind]:
    """Return the kinds of paper that a matter may be given now (PAPER-2)."""
    if state not in OPEN:
        return []
    of_matters = [k for k in PaperKind if k not in ABOUT_RESULTS and k != PaperKind.DECISIONS]
    return [kind for kind in of_matters if has_lead or kind not in TO_THE_LEAD]


def check_paper(kind: PaperKind, state: MatterState, *, has_lead: bool) -> None:
    """Raises Refusal if a matter in `state` gets no paper of this kind (PAPER-2)."""
    if kind == PaperKind.DECISIONS:
        raise Refusal(gettext("A list of decisions is issued from its meeting."))
    if kind in ABOUT_RESULTS:
        raise Refusal(gettext("A paper about a result is issued from the ledger of results."))
    if state not in OPEN:
        raise Refusal(gettext("The matter is over: no paper is issued about it any more."))
    if kind not in kinds_for(state, has_lead=has_lead):
        raise Refusal(gettext("Assign the matter first: the paper goes to its lead organisation."))


def check_result(kind: PaperKind) -> None:
    """Raises Refusal for a kind that is not about results (PAPER-8)."""
    if kind not in ABOUT_RESULTS:
        raise Refusal(gettext("A paper about a result is a card or a notice of results."))


def check_text(text: str, signer: str) -> None:
    """Raises Refusal unless a paper says something and somebody signs it (PAPER-3)."""
    if not text:
        raise Refusal(gettext("A paper needs a text."))
    if len(text) > TEXT_MOST:
        raise Refusal(gettext("The text is longer than %s characters.") % TEXT_MOST)
    if not signer:
        raise Refusal(gettext("Say who signs the paper."))
    if len(signer) > SIGNER_MOST:
        raise Refusal(gettext("The name of who signs is longer than %s characters.") % SIGNER_MOST)


def check_void(reason: str, *, is_void: bool) -> None:
    """Raises Refusal if the paper is void already, or no reason is given (PAPER-4)."""
    if is_void:
        raise Refusal(gettext("This paper is void already."))
    if not reason:
        raise Refusal(gettext("Say why the paper is void."))
    if len(reason) > REASON_MOST:
        raise Refusal(gettext("The reason is longer than %s characters.") % REASON_MOST)


def check_decisions(title: str, decisions: Sequence[tuple[str, str]]) -> None:
    """Raises Refusal unless each decision says what is to be done, and who does it (PAPER-5)."""
    if not title or len(title) > TITLE_MOST:
        raise Refusal(gettext("Name the meeting, in at most %s characters.") % TITLE_MOST)
    if not decisions:
        raise Refusal(gettext("There is no decision to list."))
    if len(decisions) > DECISIONS_MOST:
        raise Refusal(gettext("A list holds at most %s decisions.") % DECISIONS_MOST)
    for place, (text, lead) in enumerate(decisions, 1):
        if not text or not lead:
            raise Refusal(gettext("Decision %s lacks what is to be done, or who does it.") % place)
        if len(text) > DECISION_MOST:
            raise Refusal(gettext("Decision %s is too long.") % place)
