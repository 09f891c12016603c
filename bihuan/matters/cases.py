"""Cases of a loop's rules as data: a matter, its time limit, and the level it climbs to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kit.cases import Worked
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays

from .escalation import MatterStanding, level_on
from .kinds import MatterState
from .policies import MatterPolicy

RAISED_ON = date(2024, 3, 4)


@dataclass(frozen=True)
class PolicyCase:
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
    raised_on: date = RAISED_ON

    @property
    def day(self) -> date:
        """The day whose rules hold."""
        return self.raised_on

    def answer(self, policy: MatterPolicy) -> tuple[int, str]:
        """Return the limit and the level that `loop` gives the matter."""
        limit = policy.limit(self.type, self.severity)
        due_on = add_workdays(self.raised_on, limit)
        since = self.raised_on
        matter = MatterStanding(MatterState.WORKING, 1, since, due_on, since, None)
        on = add_workdays(due_on, self.days_late) if self.days_late else due_on
        return limit, policy.level(level_on(matter, policy, on)).label

    def worked(self, policy: MatterPolicy) -> Worked:
        """Return what `loop` says of the matter, and whether that was expected."""
        found, wanted = self.answer(policy), (self.limit, self.level)
        late = gettext("Working days late: %s") % self.days_late
        return Worked(
            self.title, _in_words(*found), (late,), "" if found == wanted else _in_words(*wanted)
        )


def _in_words(limit: int, level: str) -> str:
    return gettext("Time limit: %(days)s working days; level: %(level)s") % {
        "days": limit,
        "level": level,
    }
