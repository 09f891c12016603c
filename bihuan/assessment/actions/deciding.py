"""Exemptions and adjustments: asked by one, decided by another, revoked by a row (RESULT-5 to
RESULT-7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.assessment.kinds import TermKind, TermState
from bihuan.assessment.models import AssessmentTerm, TermRevocation
from bihuan.assessment.queries import scheme_of
from bihuan.assessment.rules import terms as rules
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.subjects import AssessedSubject
from bihuan.audit.log import record
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action


@dataclass(frozen=True)
class TermPlace:
    """Of whom something is decided, on which sheet, for which months of a year."""

    subject: AssessedSubject
    sheet: str
    year: int
    first_month: int
    last_month: int

    def checked(self) -> ScoreSheet:
        """Return the sheet, of the scheme of the last month. Raises Refusal if there is none."""
        rules.check_months(self.first_month, self.last_month)
        return sheet_named(scheme_of(Month(self.year, self.last_month)), self)


def sheet_named(scheme: Scheme, place: TermPlace) -> ScoreSheet:
    for sheet in scheme.sheets:
        if sheet.id == place.sheet and sheet.who is place.subject.who:
            return sheet
    raise Refusal(gettext("There is no sheet “%s”.") % place.sheet)


@action
def ask_exemption(
    *, place: TermPlace, item: str, reason: str, document: str = "", by: User, at: datetime
) -> AssessmentTerm:
    """Ask that a subject be excused from an item, a veto or the black list. Raises Refusal for what
    the sheet has not, or without a reason.
    """
    require(by, Can.TERM_ASK)
    sheet = place.checked()
    rules.check_exemption(sheet, item)
    rules.check_reason(reason)
    said = {"item": item, "item_title": rules.may_be_exempt(sheet)[item]}
    words = {"reason": reason.strip(), "document": document.strip()}
    return _ask(TermKind.EXEMPTION, place, {**said, **words}, by=by, at=at)


@action
def ask_adjustment(
    *,
    place: TermPlace,
    points: Decimal,
    clause: str,
    reason: str,
    document: str = "",
    by: User,
    at: datetime,
) -> AssessmentTerm:
    """Ask that points be given or taken. Raises Refusal for none or too many, or without clause or
    reason.
    """
    require(by, Can.TERM_ASK)
    rules.check_points(points, place.checked())
    rules.check_reason(reason)
    rules.check_reason(clause)
    said = {"points": points, "clause": clause.strip()[:60]}
    words = {"reason": reason.strip(), "document": document.strip()}
    return _ask(TermKind.ADJUSTMENT, place, {**said, **words}, by=by, at=at)


@action
def decide_term(
    *, term: AssessmentTerm, approve: bool, note: str = "", by: User, at: datetime
) -> AssessmentTerm:
    """Approve or refuse what another person asked for; a refusal says why."""
    require(by, Can.TERM_DECIDE)
    term = AssessmentTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    rules.check_to_decide(TermState(term.state), term.asked_by_id, counted_as(by))
    if not approve:
        rules.check_reason(note)
    term.state = TermState.APPROVED if approve else TermState.REFUSED
    term.decided_by, term.decided_at, term.decision_note = by, at, note.strip()
    term.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    verb = "score_term.approved" if approve else "score_term.refused"
    record(verb, term, by=by, at=at, note=term.decision_note)
    return term


@action
def revoke_term(*, term: AssessmentTerm, reason: str, by: User, at: datetime) -> TermRevocation:
    """End what was approved: scores from now on are made without it, frozen ones stay."""
    require(by, Can.TERM_DECIDE)
    term = AssessmentTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    rules.check_to_revoke(TermState(term.state))
    rules.check_reason(reason)
    made = TermRevocation.objects.create(term=term, reason=reason.strip(), by=by, at=at)
    term.state = TermState.REVOKED
    term.save(update_fields=["state"])
    record("score_term.revoked", term, by=by, at=at, reason=made.reason)
    return made


def _ask(
    kind: TermKind, place: TermPlace, said: dict[str, Any], *, by: User, at: datetime
) -> AssessmentTerm:
    made = AssessmentTerm.objects.create(
        kind=kind,
        sheet=place.sheet,
        year=place.year,
        first_month=place.first_month,
        last_month=place.last_month,
        asked_by=by,
        asked_at=at,
        **place.subject.columns,
        **said,
    )
    months = [place.first_month, place.last_month]
    note = {"kind": kind, "subject": place.subject.label, "months": months, **said}
    record("score_term.asked", made, by=by, at=at, sheet=place.sheet, year=place.year, **note)
    return made
