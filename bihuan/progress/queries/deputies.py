"""Who acted for whom on a report: the record tells it, the report names the person alone."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.accounts.models import User
from bihuan.audit.models import Event
from bihuan.progress.models import Report

STEPS = {"report.submitted": "submitted", "report.accepted": "accepted"}


def with_deputies(reports: Sequence[Report]) -> list[tuple[Report, dict[str, User]]]:
    """Return reports with the deputies who submitted or accepted them in the person's name: of a
    step taken again, the last one counts. Two queries, or one where nobody stood in.
    """
    events = (
        Event.objects.filter(
            thing=Report._meta.label_lower, thing_id__in=[str(report.pk) for report in reports]
        )
        .filter(verb__in=STEPS)
        .order_by("pk")
    )
    acted = {(each.thing_id, STEPS[each.verb]): str(each.note.get("deputy", "")) for each in events}
    names = set(acted.values()) - {""}
    people = {each.username: each for each in User.objects.filter(username__in=names)}
    return [
        (
            report,
            {
                step: people[acted[str(report.pk), step]]
                for step in STEPS.values()
                if acted.get((str(report.pk), step)) in people
            },
        )
        for report in reports
    ]
