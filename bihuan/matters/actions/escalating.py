"""What time alone does to matters: reminders, copies, escalation, the end of pauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from bihuan.audit.log import Actor, Deed, record_many
from bihuan.kit.bulk import insert_all
from bihuan.matters import climbing, rules
from bihuan.matters.climbing import Call, Standing
from bihuan.matters.kinds import OPEN, AlertKind, State
from bihuan.matters.models import Alert, Matter, Pause
from bihuan.matters.presets import district_loop
from bihuan.matters.stakes import NOTHING, stakes

from .timing import run_again


@dataclass(frozen=True)
class Escalation:
    """One thing that the clock said: of which matter, what, and the level it is at now."""

    matter: str
    kind: AlertKind
    level: int
    on: date


@transaction.atomic
def escalate(*, on: date, by: Actor, at: datetime) -> list[Escalation]:
    """Say and do all that is due by the end of `on`, and was not before. The clock calls this: it
    states what the rules say, so nobody's permission is asked. A second run says nothing new.
    """
    loop = district_loop()
    said = _end_pauses(on, by=by, at=at)
    matters = list(Matter.objects.select_for_update().filter(state__in=OPEN).order_by("pk"))
    known = _known()
    alerts, lifted = [], []
    for matter in matters:
        level = matter.level
        for call in climbing.calls(_standing(matter), loop, on):
            if (matter.pk, call.kind, call.level, call.basis) not in known:
                alerts.append(_alert(matter, call, at))
                level = max(level, call.level if call.kind == AlertKind.ESCALATED else 0)
        if level > matter.level:
            matter.level = level
            lifted.append(matter)
    insert_all(Alert, alerts)
    _write_levels(lifted)
    _appraise(matters, on)
    numbers = {matter.pk: matter.number for matter in matters}
    said += [Escalation(numbers[a.matter_id], AlertKind(a.kind), a.level, a.on) for a in alerts]
    _record(alerts, by=by, at=at)
    return said


def _standing(matter: Matter) -> Standing:
    return Standing(
        State(matter.state), matter.level, matter.raised_on, matter.due_on, matter.state_since,
        matter.heard_on,
    )  # fmt: skip


def _known() -> set[tuple[int, str, int, date]]:
    rows = Alert.objects.filter(matter__state__in=OPEN)
    return set(rows.values_list("matter", "kind", "level", "basis"))


def _alert(matter: Matter, call: Call, at: datetime) -> Alert:
    return Alert(
        matter_id=matter.pk, kind=call.kind, level=call.level, basis=call.basis, on=call.on,
        recorded_at=at,
    )  # fmt: skip


def _end_pauses(on: date, *, by: Actor, at: datetime) -> list[Escalation]:
    """Let each clock run again whose pause is over, as of the day on which it was to end."""
    over = Pause.objects.filter(ended_on=None, ends_on__lte=on).order_by("ends_on", "pk")
    said = []
    for pause in over.select_related("matter"):
        matter = Matter.objects.select_for_update().get(pk=pause.matter_id)
        run_again(matter, by=by, on=pause.ends_on, at=at)
        call = Call(AlertKind.PAUSE_OVER, matter.level, pause.ends_on, pause.ends_on)
        _alert(matter, call, at).save()
        said.append(Escalation(matter.number, call.kind, call.level, call.on))
    return said


def _write_levels(lifted: Iterable[Matter]) -> None:
    _write("UPDATE matters_matter SET level = %s, edition = edition + 1 WHERE id = %s", [
        (matter.level, matter.pk) for matter in lifted
    ])  # fmt: skip


def _appraise(matters: list[Matter], on: date) -> None:
    """Say anew what solving each open matter is worth today (LOOP-9)."""
    at_stake = stakes({m.project_id for m in matters if m.project_id}, on)
    fresh = []
    for matter in matters:
        now = at_stake.get(matter.project_id or 0, NOTHING)
        slip = rules.slip_days(milestone_on=now.milestone_on, due_on=matter.due_on, on=on)
        if (slip, now.milestone_on) != (matter.slip_days, matter.milestone_on):
            worth = rules.worth(matter.held_yuan, slip)
            fresh.append((slip, worth, now.milestone_name, now.milestone_on, matter.pk))
    _write(
        "UPDATE matters_matter SET slip_days = %s, worth = %s, milestone_name = %s,"
        " milestone_on = %s WHERE id = %s", fresh,
    )  # fmt: skip


def _write(sql: str, rows: Sequence[Sequence[int | str | date | None]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _record(alerts: list[Alert], *, by: Actor, at: datetime) -> None:
    """Record all that was said of one matter as one event."""
    said: dict[int, list[list[Any]]] = {}
    for alert in alerts:
        said.setdefault(alert.matter_id, []).append([alert.kind, alert.level, alert.on])
    label = Matter._meta.label_lower
    deeds = [Deed("matter.called", label, str(pk), {"said": each}) for pk, each in said.items()]
    record_many(deeds, by=by, at=at)
