"""Choosing the mechanisms, and ticking off what no record of ours can prove."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.dispatch import rules
from bihuan.dispatch.kinds import Check
from bihuan.dispatch.mechanisms import Duty
from bihuan.dispatch.models import Done
from bihuan.dispatch.periods import latest_periods, period_of
from bihuan.dispatch.presets import district_practice, practice_presets
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.presets import choose
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.progress.actions import choose_rules
from bihuan.projects.kinds import Rules

PERIODS_BACK = 12
"""How many periods back a tick may be given: longer ago nobody remembers well."""


@action
def choose_mechanisms(*, preset: str, by: User, at: datetime, since: date | None = None) -> None:
    """Push projects by another practice from the day `since` on, by default the one proposed
    (MECH-1, PROJ-8). Raises Refusal if it is unknown, or for a day in a locked month.
    """
    require(by, Can.RULES_CHANGE)
    choose(practice_presets(), preset)
    choose_rules(presets={Rules.MECHANISMS: preset}, since=since, by=by, at=at)


@action
def tick(
    *, duty: str, period: str, who: str, note: str, done_on: date, by: User, at: datetime
) -> Done:
    """Tick off a duty that no record proves, for one period: who did what, on which day (MECH-5).

    Raises Refusal if records prove it, if it is ticked off already, or for a day or period to come.
    """
    require(by, Can.MEETING_HOLD)
    today = local_day(at)
    name, found = _by_hand(duty, today)
    _check_period(found, period, today)
    rules.check_words(who)
    rules.check_words(note)
    if done_on > today:
        raise Refusal(gettext("What is still to come cannot be ticked off."))
    newest = _newest(name, duty, period)
    if newest and newest.is_done:
        raise Refusal(gettext("%s ticked this off already.") % newest.by)
    done = Done.objects.create(
        preset=name,
        duty=duty,
        period=period,
        done_on=done_on,
        who=who.strip(),
        note=note.strip(),
        by=by,
        at=at,
    )
    record("duty.done", done, by=by, at=at, duty=duty, period=period, who=who, note=note)
    return done


@action
def untick(*, duty: str, period: str, note: str, by: User, at: datetime) -> Done:
    """Take a tick back, with a reason; both stay on record (MECH-5)."""
    require(by, Can.MEETING_HOLD)
    name, _duty = _by_hand(duty, local_day(at))
    rules.check_words(note)
    newest = _newest(name, duty, period)
    if newest is None or not newest.is_done:
        raise Refusal(gettext("This is not ticked off."))
    undone = Done.objects.create(
        preset=name,
        duty=duty,
        period=period,
        is_done=False,
        done_on=newest.done_on,
        who=str(by)[:60],
        note=note.strip(),
        by=by,
        at=at,
    )
    record("duty.undone", undone, by=by, at=at, duty=duty, period=period, note=note)
    return undone


def _by_hand(code: str, on: date) -> tuple[str, Duty]:
    """Return the practice of that day and its duty, which is one to be ticked off."""
    name, practice = district_practice(on)
    duty = practice.duty(code)
    if duty is None:
        raise Refusal(gettext("These mechanisms have no duty “%s”.") % code)
    if duty.check is not Check.MANUAL:
        raise Refusal(gettext("Records prove this duty: it is not ticked off by hand."))
    return name, duty


def _check_period(duty: Duty, period: str, today: date) -> None:
    known = {each.key for each in latest_periods(duty.calendar, today, PERIODS_BACK)}
    if period not in known:
        told = {"period": period, "now": period_of(duty.calendar, today).key}
        raise Refusal(
            gettext("“%(period)s” is not a period of this duty, or too long ago; now is %(now)s.")
            % told
        )


def _newest(preset: str, duty: str, period: str) -> Done | None:
    rows = Done.objects.filter(preset=preset, duty=duty, period=period)
    return rows.order_by("-pk").first()
