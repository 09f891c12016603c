"""What went over to another organisation when one was merged into it, as it was recorded."""

from __future__ import annotations

from bihuan.audit.models import Event

from .holdings import HeldThing, Holding
from .models import Organisation


def as_recorded(belongings: list[Holding]) -> list[dict[str, object]]:
    """Return belongings as an event keeps them."""
    return [
        {
            "label": str(each.label),
            "things": [[thing.title, thing.address] for thing in each.things],
        }
        for each in belongings
    ]


def moved_at_merger(organisation: Organisation) -> list[Holding]:
    """Return what a merged organisation had, by the record of its merger; nothing of others."""
    if organisation.closed_on is None:
        return []
    events = Event.objects.filter(
        verb="organisation.merged",
        thing=organisation._meta.label_lower,
        thing_id=str(organisation.pk),
    )
    event = events.order_by("-pk").first()
    moved = event.note.get("moved", []) if event else []
    return [
        Holding(each["label"], [HeldThing(title, address) for title, address in each["things"]])
        for each in moved
    ]
