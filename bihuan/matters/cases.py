"""Cases of a loop's rules as data: a matter, its time limit, and the level it climbs to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kit.workdays import add_workdays

from .climbing import MatterStanding, level_on
from .kinds import MatterState
from .loops import MatterPolicy

RAISED_ON = date(2024, 3, 4)


@dataclass(frozen=True)
class LoopCase:
    """A matter of a type and severity that is so many working days late: the limit in working days
    and the level, by its label, that are expected.
    """

    preset: str
    title: str
    type: str
    severity: str
    days_late: int
    limit: int
    level: str

    def answer(self, loop: MatterPolicy) -> tuple[int, str]:
        """Return the limit and the level that `loop` gives the matter."""
        limit = loop.limit(self.type, self.severity)
        due_on = add_workdays(RAISED_ON, limit)
        matter = MatterStanding(MatterState.WORKING, 1, RAISED_ON, due_on, RAISED_ON, None)
        on = add_workdays(due_on, self.days_late) if self.days_late else due_on
        return limit, loop.level(level_on(matter, loop, on)).label
