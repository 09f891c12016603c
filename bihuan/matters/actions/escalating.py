"""What time alone does to matters: reminders, copies, escalation, the end of pauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.audit.log import Actor, EventDraft, record_many
from bihuan.kit.bulk import insert_all, update_all
from bihuan.kit.months import Month
from bihuan.kit.writing import action
from bihuan.matters import rules
from bihuan.matters.escalation import Said
from bihuan.matters.impact import NOTHING, impacts
from bihuan.matters.kinds import OPEN, AlertKind
from bihuan.matters.models import Alert, Matter, Pause
from bihuan.matters.presets import district_policy

from .holding import end_if_over, record_said, say_of


@dataclass(frozen=True)
class Escalation:
    """One thing that the clock said: of which matter, what, and the level it is at now."""

    matter: str
    kind: AlertKind
    level: int
    on: date


@action
def escalate(*, on: date, by: Actor, at: datetime) -> list[Escalation]:
    """Say and do all that is due by the end of `on`, and was not before. The clock calls this: it
    states what the rules say, so nobody's permission is asked. A second run says nothing new.

    Every open matter is locked before anything is written, so that whoever moves one waits.
    """
    policy = district_policy(on)
    matters = list(Matter.objects.select_for_update().filter(state__in=OPEN).order_by("pk"))
    alerts = _end_pauses(matters, on, by=by, at=at)
    known, lifted = _known(), []
    for matter in matters:
        level = matter.level
        alerts += say_of(matter, policy, on=on, said=known.get(matter.pk, ()), at=at)
        if matter.level > level:
            lifted.append(matter)
    insert_all(Alert, alerts)
    _write_levels(lifted)
    appraised = _appraise(matters, on)
    record_said(alerts, by=by, at=at)
    if appraised:
        draft = EventDraft(
            "matters.appraised", Matter._meta.label_lower, "", {"on": on, "of": appraised}
        )
        record_many([draft], by=by, at=at)
    numbers = {matter.pk: matter.number for matter in matters}
    return [Escalation(numbers[a.matter_id], AlertKind(a.kind), a.level, a.on) for a in alerts]


def _known() -> dict[int, set[Said]]:
    rows = Alert.objects.filter(matter__state__in=OPEN)
    known: dict[int, set[Said]] = {}
    for pk, kind, level, basis in rows.values_list("matter", "kind", "level", "basis"):
        known.setdefault(pk, set()).add((kind, level, basis))
    return known


def _end_pauses(matters: Iterable[Matter], on: date, *, by: Actor, at: datetime) -> list[Alert]:
    """Let each clock run again whose pause is over, as of the day on which it was to end."""
    lasting = {pause.matter_id: pause for pause in Pause.objects.filter(ended_on=None)}
    return [
        alert
        for matter in matters
        if matter.pk in lasting
        for alert in end_if_over(matter, lasting[matter.pk], on=on, by=by, at=at)
    ]


def _write_levels(lifted: Iterable[Matter]) -> None:
    rows = [(matter.level, matter.edition + 1, matter.pk) for matter in lifted]
    update_all(Matter, ["level", "edition"], rows)


def _appraise(matters: list[Matter], on: date) -> int:
    """Say anew what solving each open matter is worth today (LOOP-9); return of how many."""
    at_stake = impacts({m.project_id for m in matters if m.project_id}, Month.of(on))
    fresh = []
    for matter in matters:
        now = at_stake.get(matter.project_id or 0, NOTHING)
        slip = rules.slip_days(milestone_on=now.milestone_on, due_on=matter.due_on, on=on)
        if (slip, now.milestone_on) != (matter.slip_days, matter.milestone_on):
            priority = rules.priority(matter.held_yuan, slip)
            fresh.append((slip, priority, now.milestone_name, now.milestone_on, matter.pk))
    update_all(Matter, ["slip_days", "worth", "milestone_name", "milestone_on"], fresh)
    return len(fresh)
