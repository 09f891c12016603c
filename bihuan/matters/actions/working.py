"""Assigning a matter, and what its handlers do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from bihuan.accounts.actions import check_standing
from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters import rules
from bihuan.matters.kinds import MatterState, Verb
from bihuan.matters.models import Matter

from .holding import locked
from .moving import File, check_files, step


@action
def assign(
    *,
    matter: Matter,
    lead: Organisation,
    supporting: Collection[Organisation] = (),
    due_on: date | None = None,
    note: str = "",
    by: User,
    at: datetime,
    edition: int | None = None,
) -> Matter:
    """Hand a matter to a lead organisation and its helpers. The clock runs on (LOOP-4)."""
    require(by, Can.MATTER_ASSIGN, matter)
    matter = locked(matter, edition, at=at)
    if lead in supporting:
        raise Refusal(gettext("The lead organisation does not also support itself."))
    for each in (lead, *supporting):
        check_standing(each)
    _check_new_hands(matter, lead, supporting, due_on)
    changes: dict[str, Any] = {}
    if due_on and due_on != matter.due_on:
        is_first = not matter.moves.filter(verb=Verb.ASSIGN).exists()
        rules.check_shortens(
            matter.kind, due_on=matter.due_on, wished=due_on, on=local_day(at), is_first=is_first
        )
        changes["due_on"] = due_on
        if is_first:
            changes["first_due_on"] = due_on
    step(
        matter,
        Verb.ASSIGN,
        by=by,
        at=at,
        note=note,
        supporting=supporting,
        wished_on=due_on or matter.due_on,
        lead=lead,
        level=max(matter.level, 1),
        **changes,
    )
    matter.__dict__.pop("hands", None)
    return matter


@action
def decline(
    *, matter: Matter, note: str, by: User, at: datetime, edition: int | None = None
) -> Matter:
    """Give a matter back to who assigned it, because it is another's. The clock runs on."""
    require(by, Can.MATTER_HANDLE)
    matter = _in_hand(matter, by, edition, at, lead_only=True)
    rules.check_words(note)
    step(matter, Verb.DECLINE, by=by, at=at, note=note, lead=None, supporting=())
    matter.__dict__.pop("hands", None)
    return matter


@action
def sign(
    *, matter: Matter, by: User, at: datetime, note: str = "", edition: int | None = None
) -> Matter:
    """Sign for a matter: the lead organisation has read it and begins."""
    require(by, Can.MATTER_HANDLE)
    matter = _in_hand(matter, by, edition, at, lead_only=True)
    step(matter, Verb.SIGN, by=by, at=at, note=note, heard_on=local_day(at))
    return matter


@action
def feed_back(
    *,
    matter: Matter,
    note: str,
    by: User,
    at: datetime,
    files: Sequence[File] = (),
    edition: int | None = None,
) -> Matter:
    """Report how far it has come. Supporting organisations may too."""
    require(by, Can.MATTER_HANDLE)
    matter = _in_hand(matter, by, edition, at)
    rules.check_words(note)
    check_files(files)
    step(
        matter,
        Verb.FEED_BACK,
        by=by,
        at=at,
        note=note,
        files=files,
        heard_on=local_day(at),
    )
    return matter


@action
def answer(
    *,
    matter: Matter,
    note: str,
    by: User,
    at: datetime,
    files: Sequence[File] = (),
    edition: int | None = None,
) -> Matter:
    """Say that it is solved, with evidence. It counts only once somebody else has verified it."""
    require(by, Can.MATTER_HANDLE)
    matter = _in_hand(matter, by, edition, at, lead_only=True)
    rules.check_evidence(note, len(files))
    check_files(files)
    step(matter, Verb.ANSWER, by=by, at=at, note=note, files=files, heard_on=local_day(at))
    return matter


def _check_new_hands(
    matter: Matter, lead: Organisation, supporting: Collection[Organisation], due_on: date | None
) -> None:
    """Refuse to assign a matter to those who hold it, with the deadline it has."""
    if matter.state != MatterState.ASSIGNED or matter.lead_id != lead.pk:
        return
    helpers = set(matter.supporting.values_list("pk", flat=True))
    if helpers == {each.pk for each in supporting} and due_on in (None, matter.due_on):
        raise Refusal(gettext("“%s” has this matter already.") % lead)


def _in_hand(
    matter: Matter, by: User, edition: int | None, at: datetime, *, lead_only: bool = False
) -> Matter:
    """Lock a matter for one of its handlers."""
    matter = locked(matter, edition, at=at)
    lead = {matter.lead_id} if matter.lead_id else set()
    rules.check_handler(by.organisation_id, lead if lead_only else matter.hands)
    return matter
