"""The moves of a need, by whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.factors import rules
from bihuan.factors.available_moves import can_of, check_available
from bihuan.factors.kinds import PAST, NeedState, NeedVerb
from bihuan.factors.models import Need, NeedMove
from bihuan.factors.presets import catalogue
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.actions import raise_matter
from bihuan.matters.kinds import MatterKind, Source
from bihuan.matters.models import Matter


@dataclass(frozen=True)
class NeedApproval:
    """What an approval says: its number, its day, and how long it holds (None: by the rules)."""

    number: str
    approved_on: date
    valid_until: date | None = None


@action
def move(
    *,
    need: Need,
    verb: NeedVerb,
    by: User,
    at: datetime,
    note: str = "",
    department: Organisation | None = None,
    edition: int | None = None,
) -> Need:
    """Make a move that takes words alone; `department` is wanted for handing over (FACTOR-1)."""
    if verb in (NeedVerb.APPROVE, NeedVerb.PROMISE):
        raise Refusal(gettext("“%s” wants more than words.") % verb.label)
    require(by, can_of(verb))
    need = _locked(need, edition)
    check_available(need, verb, by)
    return _step(need, verb, by=by, at=at, note=note, department=department)


@action
def approve(
    *,
    need: Need,
    approval: NeedApproval,
    by: User,
    at: datetime,
    note: str = "",
    edition: int | None = None,
) -> Need:
    """Approve, with number, day and how long it holds (FACTOR-5)."""
    require(by, Can.FACTOR_DECIDE)
    need = _locked(need, edition)
    check_available(need, NeedVerb.APPROVE, by)
    if not approval.number.strip():
        raise Refusal(gettext("An approval has a number."))
    if approval.approved_on > local_day(at):
        raise Refusal(gettext("An approval is not of a day to come."))
    until = approval.valid_until or rules.valid_until(
        _element(need, local_day(at)), approval.approved_on
    )
    if until is not None and until < approval.approved_on:
        raise Refusal(gettext("It would expire before it was given."))
    return _step(
        need,
        NeedVerb.APPROVE,
        by=by,
        at=at,
        note=note,
        approval_number=approval.number.strip(),
        approved_on=approval.approved_on,
        valid_until=until,
    )


@action
def promise(
    *, need: Need, ends_on: date, note: str, by: User, at: datetime, edition: int | None = None
) -> Need:
    """Accept on a promise that the papers follow by a day; until then work may go on."""
    require(by, Can.FACTOR_DECIDE)
    need = _locked(need, edition)
    check_available(need, NeedVerb.PROMISE, by)
    if ends_on <= local_day(at):
        raise Refusal(gettext("The papers are promised for a later day."))
    return _step(need, NeedVerb.PROMISE, by=by, at=at, note=note, promise_ends_on=ends_on)


@action
def pass_need_on(*, need: Need, into: Organisation, reason: str, by: User, at: datetime) -> Need:
    """Let the organisation that took its department in owe a need. Its state and clock stay."""
    require(by, Can.ACCOUNTS_MANAGE)
    need = _locked(need, None)
    if need.department_id == into.pk:
        return need
    changes = {"department": [need.department_id, into.pk]}
    need.department = into
    need.edition += 1
    need.save()
    record("need.passed_on", need, by=by, at=at, changes=changes, reason=reason)
    return need


@action
def raise_need(*, need: Need, by: User, at: datetime, severity: str, text: str = "") -> Matter:
    """Raise a stuck need as a guarantee request, so that the clock of matters drives it."""
    require(by, Can.MATTER_RAISE, need)
    need = _locked(need, None)
    element = _element(need, local_day(at))
    if element is None:
        raise Refusal(gettext("The catalogue no longer has this element."))
    if need.matter is not None and need.matter.is_open:
        raise Refusal(gettext("It is open already as %s.") % need.matter.number)
    need.matter = raise_matter(
        kind=MatterKind.REQUEST,
        type_code=element.matter_type,
        severity=severity,
        text=text,
        title=element.label,
        project=need.project,
        source=Source.FACTOR,
        source_ref=str(need.pk),
        by=by,
        at=at,
    )
    need.save(update_fields=["matter"])
    record("need.raised", need, by=by, at=at, matter=need.matter.number)
    return need.matter


def _step(
    need: Need,
    verb: NeedVerb,
    *,
    by: User,
    at: datetime,
    note: str,
    department: Organisation | None = None,
    **changes: Any,
) -> Need:
    rules.check_move(need.state, verb)
    rules.check_reason(verb, note)
    was, on = need.state, local_day(at)
    for field, value in {**_clock(need, verb, on), **changes}.items():
        setattr(need, field, value)
    if verb == NeedVerb.HAND_OVER:
        if department is None:
            raise Refusal(gettext("Say which department owes it."))
        if department.pk == need.department_id and was == NeedState.HANDED_OVER:
            raise Refusal(gettext("“%s” has it already.") % department)
        need.department = department
    need.state, need.state_since = rules.MOVES[verb].to, on
    need.edition += 1
    need.save()
    NeedMove.objects.create(
        need=need, verb=verb, was=was, became=need.state, by=by, at=at, on=on, note=note.strip()
    )
    record(f"need.{PAST[verb]}", need, by=by, at=at, state=[was, need.state], note=note, **changes)
    return need


def _clock(need: Need, verb: NeedVerb, on: date) -> dict[str, Any]:
    """Return what a move does to the days of a need."""
    element = _element(need, on)
    if verb == NeedVerb.ASK:
        return {
            "asked_on": on,
            "accepted_on": None,
            "statutory_due_on": None,
            "promised_due_on": None,
            "promise_ends_on": None,
            "approval_number": "",
            "approved_on": None,
            "valid_until": None,
        }
    if verb == NeedVerb.ACCEPT:
        clock = rules.started(element, on)
        return {
            "accepted_on": on,
            "statutory_due_on": clock.statutory_due_on,
            "promised_due_on": clock.promised_due_on,
        }
    if verb == NeedVerb.WANT_PAPERS:
        return {"stopped_on": on}
    if need.stands_since:
        clock = rules.resumed(element, need.clock, need.stands_since, on)
        return {
            "stopped_on": None,
            "statutory_due_on": clock.statutory_due_on,
            "promised_due_on": clock.promised_due_on,
        }
    return {}


def _element(need: Need, on: date) -> Any:
    return catalogue(on).element(need.element)


def _locked(need: Need, edition: int | None) -> Need:
    rows = Need.objects.select_for_update(of=("self",)).select_related("project", "matter")
    found = rows.get(pk=need.pk)
    if edition is not None and found.edition != edition:
        raise Refusal(
            gettext("Somebody moved this meanwhile: it is “%s” now. Look at it again.")
            % NeedState(found.state).label
        )
    return found
