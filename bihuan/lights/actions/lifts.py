"""Lifting a headline by name, and ending that."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Actor, EventDraft, record, record_many
from bihuan.kit.days import local_day, long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.lights import rules
from bihuan.lights.kinds import LiftState
from bihuan.lights.models import Lift
from bihuan.lights.presets import headline_in_force
from bihuan.lights.queries import three_lights
from bihuan.projects.models import Project


@action
def lift(
    *, project: Project, month: Month, colour: str, note: str, until: date, by: User, at: datetime
) -> Lift:
    """Lift the headline of `month` and those after to `colour`, to the end of the day `until`
    (LIGHT-14). A newer lift by the same person takes the place of the older. Raises Refusal where
    the rule forbids it, or while another's lift is in force.
    """
    require(by, Can.LIGHT_LIFT, project)
    Project.objects.select_for_update().get(pk=project.pk)
    today = local_day(at)
    three = three_lights(project, month, today)
    office = headline_in_force().on(today)
    rules.check_lift(three, colour, until, note, today=today, rules=office)
    if same := _same_in_force(project, month, colour, note.strip(), until, by):
        return same
    _make_way(project, by=by, at=at)
    lifted = Lift.objects.create(
        project=project,
        month=month.first_day,
        colour=colour,
        note=note.strip(),
        until=until,
        by=by,
        given_at=at,
    )
    record(
        "light.lifted",
        lifted,
        by=by,
        at=at,
        project=project.pk,
        month=month.first_day,
        colour=colour,
        until=until,
        note=note,
    )
    return lifted


@action
def revoke_lift(*, lift: Lift, note: str, by: User, at: datetime) -> Lift:
    """End a lift before its day. Raises Refusal if it ended meanwhile, or without a reason."""
    require(by, Can.LIGHT_LIFT, lift)
    lift = Lift.objects.select_for_update().get(pk=lift.pk)
    if lift.state != LiftState.LIVE or lift.until < local_day(at):
        raise Refusal(gettext("This lift is not in force any more."))
    if not note.strip():
        raise Refusal(gettext("Say why the lift ends."))
    _end(lift, LiftState.REVOKED, note=note.strip(), by=by, at=at)
    record("light.lift_revoked", lift, by=by, at=at, project=lift.project_id, note=note)
    return lift


@action
def expire_lifts(*, on: date, by: Actor, at: datetime) -> list[Lift]:
    """End the lifts whose last day is before `on`; returns them, none the second time. The clock
    calls this. What is shown does not wait for it: a lift past its day has no effect (LIGHT-15).
    """
    over = Lift.objects.select_for_update(of=("self",)).filter(state=LiftState.LIVE, until__lt=on)
    lifts = list(over.select_related("project").order_by("until", "pk"))
    for expired in lifts:
        _end(expired, LiftState.EXPIRED, note="", by=by, at=at)
    drafts = [EventDraft.on("light.lift_expired", each, project=each.project_id) for each in lifts]
    if drafts:
        record_many(drafts, by=by, at=at)
    return lifts


def _same_in_force(  # all that a lift says
    project: Project, month: Month, colour: str, note: str, until: date, by: User
) -> Lift | None:
    """Return the lift in force if the same person said the very same."""
    return Lift.objects.filter(
        project=project,
        state=LiftState.LIVE,
        month=month.first_day,
        colour=colour,
        note=note,
        until=until,
        by=by,
    ).first()


def _make_way(project: Project, *, by: User, at: datetime) -> None:
    """End the lift in whose place a new one comes; another's must be revoked first."""
    before = Lift.objects.filter(project=project, state=LiftState.LIVE).first()
    if before is None:
        return
    if before.until < local_day(at):
        _end(before, LiftState.EXPIRED, note="", by=by, at=at)
        record("light.lift_expired", before, by=by, at=at, project=project.pk)
        return
    if before.by_id != by.pk:
        said = {"who": before.by, "until": long_day(before.until)}
        raise Refusal(gettext("%(who)s lifted it until %(until)s: revoke that first.") % said)
    _end(before, LiftState.REPLACED, note="", by=by, at=at)


def _end(lift: Lift, state: LiftState, *, note: str, by: Actor, at: datetime) -> None:
    lift.state, lift.ended_at, lift.ended_by, lift.end_note = state, at, by.get_username(), note
    lift.save(update_fields=["state", "ended_at", "ended_by", "end_note"])
