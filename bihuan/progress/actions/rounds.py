"""Opening, closing and locking a month, and the exceptions to a lock."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Actor, record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, check_begun
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.progress import rules
from bihuan.progress.after_lock import after_lock
from bihuan.progress.beginning import begin_year
from bihuan.progress.kinds import COUNTED, ReportState, RoundState
from bihuan.progress.models import Reopening, Report, Round
from bihuan.progress.presets import rounds_in_force
from bihuan.projects.models import Project


@action
def open_round(*, month: Month, by: User, at: datetime, closes_on: date | None = None) -> Round:
    """Open `month` with the window of the district's rules, or until a later last day. Refused if
    it was opened before.
    """
    require(by, Can.ROUND_MANAGE)
    if Round.objects.filter(month=month.first_day).exists():
        raise Refusal(gettext("The round of %s was opened before.") % month.in_words)
    check_begun(month, today=local_day(at))
    return _open(month, by=by, at=at, closes_on=closes_on)


@action
def close_round(*, round: Round, by: User, at: datetime) -> Round:
    """End the time for reporting. Late reports may still come in, and are marked late."""
    require(by, Can.ROUND_MANAGE)
    return _close(_locked(round), by=by, at=at)


@action
def extend_round(*, round: Round, closes_on: date, reason: str, by: User, at: datetime) -> Round:
    """Give a round that is not locked a later last day, with a reason (ROUND-11). What came in by
    then is on time; a round that was closed is open again while that day is not over.
    """
    require(by, Can.ROUND_MANAGE)
    round = _locked(round)
    rules.check_reason(reason)
    if round.state == RoundState.LOCKED:
        raise Refusal(gettext("This month is locked already."))
    rules.check_later(closes_on, round.closes_on)
    was, round.closes_on = round.closes_on, closes_on
    if closes_on >= local_day(at):
        round.state = RoundState.OPEN
    round.save()
    record("round.extended", round, by=by, at=at, closes_on=[was, closes_on], reason=reason.strip())
    return round


@action
def lock_round(*, round: Round, by: User, at: datetime, reason: str = "") -> int:
    """Freeze the month's accepted reports; returns how many. A reason is needed if any wait."""
    require(by, Can.ROUND_MANAGE)
    round = _locked(round)
    if round.state == RoundState.LOCKED:
        raise Refusal(gettext("This month is locked already."))
    reports = Report.objects.filter(month=round.month)
    waiting = reports.filter(state=ReportState.SUBMITTED).count()
    rules.check_lock(waiting=waiting, on=local_day(at), closes_on=round.closes_on, reason=reason)
    frozen = reports.filter(state=ReportState.ACCEPTED).update(state=ReportState.LOCKED)
    round.state, round.locked_at = RoundState.LOCKED, at
    round.save()
    record("round.locked", round, by=by, at=at, frozen=frozen, waiting=waiting, reason=reason)
    after_lock(month=Month.of(round.month), by=by, at=at)
    return frozen


@action
def reopen(*, round: Round, project: Project, reason: str, by: User, at: datetime) -> Reopening:
    """Let one project report on a locked month. What was accepted is corrected instead."""
    require(by, Can.ROUND_MANAGE, project)
    round = _locked(round)
    rules.check_reason(reason)
    if round.state != RoundState.LOCKED:
        raise Refusal(gettext("This month is not locked: the project can report without leave."))
    if (
        Report.objects.current()
        .filter(project=project, month=round.month, state__in=COUNTED)
        .exists()
    ):
        raise Refusal(gettext("This project's report was accepted: correct it instead."))
    leave, new = Reopening.objects.get_or_create(
        round=round,
        project=project,
        defaults={"reason": reason, "by": by.get_username(), "at": at},
    )
    if not new:
        raise Refusal(gettext("The month was reopened for this project before."))
    record("round.reopened", leave, by=by, at=at, project=project.pk, reason=reason)
    return leave


@action
def run_rounds(*, on: date, by: Actor, at: datetime) -> list[str]:
    """Open and close what is due `on` that day; returns what was done. The clock calls this, so
    nobody's permission is asked.
    """
    done = [f"opened {month}" for month in _due_to_open(on) if _open(month, by=by, at=at)]
    over = Round.objects.select_for_update().filter(state=RoundState.OPEN, closes_on__lt=on)
    return done + [f"closed {_close(round, by=by, at=at)}" for round in over]


def _due_to_open(on: date) -> list[Month]:
    months = [Month.of(on)]
    while len(months) < 4:
        months.append(months[-1].previous())
    there = set(
        Round.objects.filter(month__in=[m.first_day for m in months]).values_list(
            "month", flat=True
        )
    )
    office = rounds_in_force()
    due = []
    for month in months:
        window = rules.window(month, office.on(month.first_day))
        if month.first_day not in there and window.opens_on <= on <= window.closes_on:
            due.append(month)
    return due


def _open(month: Month, *, by: Actor, at: datetime, closes_on: date | None = None) -> Round:
    office, today = rounds_in_force().on(month.first_day), local_day(at)
    days = rules.window_from(month, office, opened_on=today)
    closes_on = closes_on or days.closes_on
    rules.check_last_day(closes_on, days.closes_on)
    round = Round.objects.create(month=month.first_day, opens_on=days.opens_on, closes_on=closes_on)
    record("round.opened", round, by=by, at=at, month=month.first_day, closes_on=closes_on)
    begin_year(year=month.year, by=by, at=at)
    return round


def _close(round: Round, *, by: Actor, at: datetime) -> Round:
    if round.state != RoundState.OPEN:
        raise Refusal(gettext("This round is not open."))
    round.state = RoundState.CLOSED
    round.closes_on = max(round.opens_on, min(round.closes_on, local_day(at)))
    round.save()
    record("round.closed", round, by=by, at=at, closes_on=round.closes_on)
    return round


def _locked(round: Round) -> Round:
    return Round.objects.select_for_update().get(pk=round.pk)
