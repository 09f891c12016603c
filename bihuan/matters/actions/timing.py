"""What stretches a matter's time, always with a reason: extensions and pauses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.kit.workdays import workdays_between
from bihuan.kit.writing import action
from bihuan.matters import rules
from bihuan.matters.kinds import ExtensionState, Verb
from bihuan.matters.models import Extension, Matter, Pause
from bihuan.matters.presets import district_policy

from .holding import locked
from .moving import step
from .pausing import run_again


@action
def ask_extension(
    *,
    matter: Matter,
    wished_on: date,
    reason: str,
    by: User,
    at: datetime,
    edition: int | None = None,
) -> Extension:
    """Ask for more time. Until somebody else grants it, the deadline stands (LOOP-6)."""
    require(by, Can.MATTER_HANDLE)
    matter = locked(matter, edition, at=at)
    rules.check_handler(by.organisation_id, {matter.lead_id} if matter.lead_id else set())
    rules.check_move(matter.state, Verb.ASK_EXTENSION)
    rules.check_words(reason)
    most = district_policy(local_day(at)).extensions_most
    rules.check_extension(
        due_on=matter.due_on,
        wished=wished_on,
        on=local_day(at),
        granted=matter.extensions,
        most=most,
    )
    if matter.extension_requests.filter(state=ExtensionState.ASKED).exists():
        raise Refusal(gettext("More time was asked for already: it waits for an answer."))
    asked = Extension.objects.create(
        matter=matter,
        wished_on=wished_on,
        reason=reason.strip(),
        asked_by=by,
        asked_on=local_day(at),
    )
    step(matter, Verb.ASK_EXTENSION, by=by, at=at, note=reason, wished_on=wished_on)
    return asked


@action
def decide_extension(
    *,
    matter: Matter,
    grant: bool,
    by: User,
    at: datetime,
    note: str = "",
    edition: int | None = None,
) -> Matter:
    """Grant or refuse more time. The first deadline stays on show, the level never falls."""
    require(by, Can.MATTER_GRANT, matter)
    matter = locked(matter, edition, at=at)
    asked = matter.extension_requests.filter(state=ExtensionState.ASKED).first()
    if asked is None:
        raise Refusal(gettext("Nobody asks for more time here."))
    if matter.is_handled_by(by):
        raise NotAllowed(gettext("Nobody grants more time to themselves."))
    verb = Verb.EXTEND if grant else Verb.REFUSE_EXTENSION
    changes: dict[str, Any] = {}
    if grant:
        rules.check_deadline(asked.wished_on, local_day(at))
        changes = {"due_on": asked.wished_on, "extensions": matter.extensions + 1}
    else:
        rules.check_words(note)
    asked.state = ExtensionState.GRANTED if grant else ExtensionState.REFUSED
    asked.decided_by, asked.decided_on, asked.note = by, local_day(at), note.strip()
    asked.save()
    step(matter, verb, by=by, at=at, note=note, **changes)
    return matter


@action
def pause(
    *,
    matter: Matter,
    reason_code: str,
    ends_on: date,
    by: User,
    at: datetime,
    note: str = "",
    edition: int | None = None,
) -> Matter:
    """Let the clock stand still for a listed reason, until a day on which it runs again."""
    require(by, Can.MATTER_GRANT, matter)
    matter = locked(matter, edition, at=at)
    if matter.is_handled_by(by):
        raise NotAllowed(gettext("Nobody pauses their own clock."))
    rules.check_move(matter.state, Verb.PAUSE)
    on = local_day(at)
    listed = district_policy(on).pause(reason_code)
    if listed is None:
        raise Refusal(gettext("The clock does not pause for “%s”.") % reason_code)
    taken = _taken(matter, reason_code)
    rules.check_pause(on=on, ends_on=ends_on, longest=listed.longest, taken=taken)
    if matter.due_on < on:
        raise Refusal(gettext("The deadline has passed: it is too late to pause the clock."))
    Pause.objects.create(
        matter=matter, reason_code=reason_code, note=note.strip(), began_on=on, ends_on=ends_on
    )
    step(
        matter,
        Verb.PAUSE,
        by=by,
        at=at,
        note=note,
        wished_on=ends_on,
        before_pause=matter.state,
        stopped_on=on,
    )
    return matter


@action
def resume(
    *, matter: Matter, by: User, at: datetime, note: str = "", edition: int | None = None
) -> Matter:
    """Let a paused clock run again before its day."""
    require(by, Can.MATTER_GRANT, matter)
    matter = locked(matter, edition, at=at)
    run_again(matter, by=by, on=local_day(at), at=at, note=note)
    return matter


def _taken(matter: Matter, reason_code: str) -> int:
    """Working days that pauses for this reason took from the matter before."""
    ended = matter.pauses.filter(reason_code=reason_code).exclude(ended_on=None)
    days = ended.values_list("began_on", "ended_on")
    return sum(workdays_between(began, ended) for began, ended in days if ended)
