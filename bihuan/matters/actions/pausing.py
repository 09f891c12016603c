"""The end of a pause: the clock runs again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.audit.log import Actor
from bihuan.kit.workdays import add_workdays, workdays_between
from bihuan.matters import rules
from bihuan.matters.kinds import MatterState, Verb
from bihuan.matters.models import Matter

from .moving import step


def run_again(matter: Matter, *, by: Actor, on: date, at: datetime, note: str = "") -> None:
    """End the pause of a locked matter as of `on`; the deadline moves by the days it took."""
    rules.check_move(matter.state, Verb.RESUME)
    before = MatterState(matter.before_pause)
    changes = end_pause(matter, on)
    step(matter, Verb.RESUME, by=by, at=at, on=on, to=before, note=note, **changes)


def end_pause(matter: Matter, on: date) -> dict[str, Any]:
    """Close the pause that lasts and return what changes on the matter."""
    lasting = matter.pauses.get(ended_on=None)
    lasting.ended_on = max(on, lasting.began_on)
    lasting.save(update_fields=["ended_on"])
    took = workdays_between(lasting.began_on, lasting.ended_on)
    return {
        "paused_days": matter.paused_days + took,
        "stopped_on": None,
        "before_pause": "",
        "due_on": add_workdays(matter.due_on, took),
    }
