"""Who came, went, and took a file along."""

from __future__ import annotations

from datetime import datetime

from bihuan.access.kinds import AccessKind
from bihuan.access.models import AccessEvent
from bihuan.access.visitors import VisitingActor

LONGEST_NOTE = 300


def note(*, kind: AccessKind, by: VisitingActor, at: datetime, note: str = "") -> AccessEvent:
    """Note what somebody did at a door."""
    return AccessEvent.objects.create(
        at=at,
        kind=kind,
        name=by.name,
        person=by.person,
        address=by.address,
        network=by.network,
        browser=by.browser,
        note=note[:LONGEST_NOTE],
    )
