"""Holding a matter for a move, its clock caught up: whoever acts after the clock did not run finds
all said and done that it would have said and done (CLIMB-4).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from bihuan.audit.log import Actor, ClockActor, EventDraft, record_many
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.matters import escalation
from bihuan.matters.escalation import Call, Said
from bihuan.matters.kinds import AlertKind, MatterState
from bihuan.matters.models import Alert, Matter, Pause
from bihuan.matters.next_steps import standing_of
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.presets import district_policy

from .pausing import run_again


def locked(matter: Matter, edition: int | None = None, *, at: datetime) -> Matter:
    """Return the row as it is now, caught up with the clock, held until the transaction ends.

    Raises Refusal if somebody moved it since the page with `edition` was opened.
    """
    rows = Matter.objects.select_for_update(of=("self",)).select_related("project", "lead")
    found = rows.get(pk=matter.pk)
    if edition is not None and found.edition != edition:
        raise Refusal(
            gettext("Somebody moved this matter meanwhile: it is “%s” now. Look at it again.")
            % MatterState(found.state).label
        )
    if not found.is_open:
        return found
    on, clock, alerts = local_day(at), ClockActor(), []
    if found.state == MatterState.PAUSED:
        alerts += end_if_over(found, found.pauses.get(ended_on=None), on=on, by=clock, at=at)
    said = set(found.alerts.values_list("kind", "level", "basis"))
    alerts += say_of(found, district_policy(on), on=on, said=said, at=at)
    if alerts:
        Alert.objects.bulk_create(alerts)
        found.save(update_fields=["level"])
        record_said(alerts, by=clock, at=at)
    return found


def end_if_over(matter: Matter, pause: Pause, *, on: date, by: Actor, at: datetime) -> list[Alert]:
    """Let a locked matter's clock run again if its pause is over, as of the day it was to end."""
    if pause.ends_on > on:
        return []
    run_again(matter, by=by, on=pause.ends_on, at=at)
    call = Call(AlertKind.PAUSE_OVER, matter.level, pause.ends_on, pause.ends_on)
    return [_alert(matter, call, at)]


def say_of(
    matter: Matter, policy: MatterPolicy, *, on: date, said: Collection[Said], at: datetime
) -> list[Alert]:
    """Return what is to be said of a locked matter by the end of `on`, unsaved, and lift its level
    to what it climbed to.
    """
    calls = escalation.unsaid(standing_of(matter), policy, on, said)
    climbed = [call.level for call in calls if call.kind == AlertKind.ESCALATED]
    matter.level = max(matter.level, *climbed) if climbed else matter.level
    return [_alert(matter, call, at) for call in calls]


def record_said(alerts: Iterable[Alert], *, by: Actor, at: datetime) -> None:
    """Record all that was said of one matter as one event."""
    said: dict[int, list[list[object]]] = {}
    for alert in alerts:
        said.setdefault(alert.matter_id, []).append([alert.kind, alert.level, alert.on])
    label = Matter._meta.label_lower
    drafts = [
        EventDraft("matter.called", label, str(pk), {"said": each}) for pk, each in said.items()
    ]
    record_many(drafts, by=by, at=at)


def _alert(matter: Matter, call: Call, at: datetime) -> Alert:
    return Alert(
        matter_id=matter.pk,
        kind=call.kind,
        level=call.level,
        basis=call.basis,
        on=call.on,
        recorded_at=at,
    )
