"""The schedule: moves put down for their moments, made in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from bihuan.audit.log import ClockActor
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.workdays import add_workdays

from .people import DemoActors

DemoMove = Callable[[datetime], object]
WEEKS_BEFORE_NOW = 4


@dataclass
class DemoSchedule:
    """Who is there, what time it is, and what will happen when."""

    actors: DemoActors
    year: int
    now: datetime
    drawn: Random
    made: int = 0
    clock: ClockActor = field(default_factory=ClockActor)
    _later: list[tuple[datetime, int, DemoMove]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def put(self, day: date, move: DemoMove, *, hour: int = 10, minute: int | None = None) -> None:
        """Put a move down for a day, at a minute that is drawn unless it is given. Nobody acts on a
        day that is still to come.
        """
        minute = self.drawn.randrange(60) if minute is None else minute
        at = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        if at < self.now:
            heapq.heappush(self._later, (at, next(self._order), move))

    def run(self) -> None:
        """Make all moves in the order of time; what the rules refuse does not happen."""
        while self._later:
            at, _order, move = heapq.heappop(self._later)
            try:
                move(at)
            except (Refusal, NotAllowed):
                continue
            self.made += 1

    def workday(self, day: date, least: int, most: int) -> date:
        """Draw a day so many working days after `day`."""
        return add_workdays(day, self.drawn.randint(least, most))

    def often(self, percent: int) -> bool:
        return self.drawn.randrange(100) < percent

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def lately(self) -> date:
        """The first day of the weeks before now."""
        return self.today - timedelta(weeks=WEEKS_BEFORE_NOW)
