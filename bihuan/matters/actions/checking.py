"""What others than the handler do with a matter: verify, close, send back, withdraw, reopen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.kit.writing import action
from bihuan.matters import rules
from bihuan.matters.kinds import MatterState, Verb
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy

from .holding import locked
from .moving import File, check_files, check_second_person, goes_on, step
from .pausing import end_pause


@action
def verify(
    *,
    matter: Matter,
    by: User,
    at: datetime,
    note: str = "",
    files: Sequence[File] = (),
    edition: int | None = None,
) -> Matter:
    """Confirm on the spot that it is solved. Never by a handler (LOOP-2); by its raiser too."""
    matter = locked(matter, edition, at=at)
    _require_check(matter, by)
    check_second_person(matter, by)
    check_files(files)
    step(matter, Verb.VERIFY, by=by, at=at, note=note, files=files)
    return matter


@action
def close(
    *, matter: Matter, by: User, at: datetime, note: str = "", edition: int | None = None
) -> Matter:
    """Strike a verified matter off the account. Never by a handler (LOOP-2)."""
    require(by, Can.MATTER_CLOSE, matter)
    matter = locked(matter, edition, at=at)
    check_second_person(matter, by)
    on = local_day(at)
    step(matter, Verb.CLOSE, by=by, at=at, note=note, closed_on=on, stopped_on=on)
    return matter


@action
def send_back(
    *, matter: Matter, note: str, by: User, at: datetime, edition: int | None = None
) -> Matter:
    """Refuse an answer: it is not solved. The clock was never stopped."""
    matter = locked(matter, edition, at=at)
    _require_check(matter, by)
    check_second_person(matter, by)
    rules.check_words(note)
    step(matter, Verb.SEND_BACK, by=by, at=at, note=note)
    return matter


@action
def withdraw(
    *, matter: Matter, note: str, by: User, at: datetime, edition: int | None = None
) -> Matter:
    """Take a matter back: its raiser until somebody has begun, afterwards only who closes. Never a
    handler (LOOP-2).
    """
    matter = locked(matter, edition, at=at)
    own = matter.followed_by_id == by.pk and matter.state in (
        MatterState.RAISED,
        MatterState.ASSIGNED,
    )
    require(by, Can.MATTER_RAISE if own else Can.MATTER_CLOSE, matter)
    check_second_person(matter, by)
    rules.check_move(matter.state, Verb.WITHDRAW)
    rules.check_words(note)
    on = local_day(at)
    paused = end_pause(matter, on) if matter.state == MatterState.PAUSED else {}
    stopped = {"stopped_on": on, "before_pause": ""}
    step(matter, Verb.WITHDRAW, by=by, at=at, note=note, **{**paused, **stopped})
    return matter


@action
def reopen(
    *, matter: Matter, note: str, by: User, at: datetime, edition: int | None = None
) -> Matter:
    """Open again what was closed or withdrawn, and not raised again since. It keeps its age, its
    level and its hands.
    """
    matter = locked(matter, edition, at=at)
    _require_check(matter, by)
    rules.check_move(matter.state, Verb.REOPEN)
    rules.check_words(note)
    if later := matter.again.order_by("pk").first():
        raise Refusal(
            gettext("It was raised again as %s: open that one again, which carries its age.")
            % later.number
        )
    on = local_day(at)
    age, due = matter.clock.age(on), _due_again(matter, on)
    step(
        matter,
        Verb.REOPEN,
        by=by,
        at=at,
        note=note,
        to=MatterState.ASSIGNED if matter.lead else MatterState.RAISED,
        clock_from=on,
        inherited_days=age,
        paused_days=0,
        stopped_on=None,
        closed_on=None,
        due_on=due,
    )
    return matter


def _due_again(matter: Matter, on: date) -> date:
    """Return the deadline of what is opened again (LOOP-4)."""
    if matter.state == MatterState.WITHDRAWN:
        return goes_on(matter, on)
    limit = district_policy(on).limit(matter.type_code, matter.severity)
    return max(matter.due_on, add_workdays(on, max(limit - matter.clock.age(on), 1)))


def _require_check(matter: Matter, by: User) -> None:
    """Who verifies: those whose role it is, and the person who raised it."""
    if matter.followed_by_id != by.pk:
        require(by, Can.MATTER_VERIFY, matter)
    elif not by.is_active:
        raise NotAllowed(gettext("You may not %s here.") % Can.MATTER_VERIFY.label)
