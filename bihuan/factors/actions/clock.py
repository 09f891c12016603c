"""What time alone makes happen to needs: limits passed, promises broken, approvals expiring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bihuan.audit.log import Actor, EventDraft, record_many
from bihuan.factors import rules
from bihuan.factors.kinds import NeedAlertKind, NeedState
from bihuan.factors.models import Need, NeedAlert
from bihuan.factors.presets import catalogue
from bihuan.kit.bulk import insert_all
from bihuan.kit.writing import action

SILENT = (NeedState.NOT_NEEDED,)


@dataclass(frozen=True)
class Warned:
    """One thing that the clock said: of which project's element, what, resting on which day."""

    project: str
    element: str
    told: NeedAlertKind
    on: date


@action
def warn(*, on: date, by: Actor, at: datetime) -> list[Warned]:
    """Say all that is due by the end of `on`, and was not before. The clock calls this. A second
    run says nothing new; after days without a clock everything is caught up.
    """
    listed = catalogue(on)
    warn_days = {element.code: element.warn_days for element in listed.elements}
    needs = Need.objects.select_for_update(of=("self",)).exclude(state__in=SILENT)
    known = set(NeedAlert.objects.values_list("need", "told", "basis"))
    alerts, said = [], []
    for need in needs.select_related("project").order_by("pk"):
        for each in rules.sayings(need.in_time, warn_days.get(need.element, 30), on):
            if (need.pk, each.what, each.basis) not in known:
                alerts.append(
                    NeedAlert(
                        need=need, told=each.what, basis=each.basis, on=each.on, recorded_at=at
                    )
                )
                said.append(Warned(need.project.name, need.element, each.what, each.on))
    insert_all(NeedAlert, alerts)
    label = Need._meta.label_lower
    drafts = [
        EventDraft("need.told", label, str(a.need_id), {"told": a.told, "on": a.on}) for a in alerts
    ]
    record_many(drafts, by=by, at=at)
    return said
