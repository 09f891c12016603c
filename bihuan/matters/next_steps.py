"""What a matter waits for: read here by the clock, its page, lists of tasks and programmes."""

from __future__ import annotations

from . import escalation
from .escalation import MatterStanding, NextStep
from .kinds import MatterState
from .models import Matter
from .policies import MatterPolicy


def standing_of(matter: Matter) -> MatterStanding:
    """Return where a matter stands, as far as the clock is concerned."""
    return MatterStanding(
        MatterState(matter.state),
        matter.level,
        matter.raised_on,
        matter.due_on,
        matter.state_since,
        matter.heard_on,
    )


def next_step_of(matter: Matter, policy: MatterPolicy) -> NextStep | None:
    """Return the move that a matter waits for, and by which day; None if nobody has to move."""
    return escalation.next_step(standing_of(matter), policy)
