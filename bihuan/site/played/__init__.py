"""A year of matters, needs, visits and meetings, played through the actions that people use.

All of it is invented, drawn with a fixed seed. What happens in the weeks before `at` is played
too, so that the pages have life on the day of the demonstration.
"""

from __future__ import annotations

from datetime import datetime
from random import Random

from bihuan.accounts.models import User

from . import lights, matters, meetings, needs, visits
from .people import make_cast
from .stage import DemoSchedule

SEED = 2024


def play(*, year: int, password: str, by: User, at: datetime) -> int:
    """Play the year, and the weeks before `at`; returns how many moves were made. The people who
    are made for it get `password`.
    """
    cast = make_cast(password=password, by=by, at=at)
    stage = DemoSchedule(cast=cast, year=year, now=at, drawn=Random(SEED))
    needs.plan(stage)
    matters.plan(stage)
    visits.plan(stage)
    meetings.plan(stage)
    stage.run()
    lights.give(stage)
    matters.look_now(stage)
    return stage.made
