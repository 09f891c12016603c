"""A simulated year of matters, needs, visits, meetings, money and chains, made by people's actions.

All of it is invented, drawn with a fixed seed. The weeks before `at` are
simulated too, so that the pages have life on the day of the demonstration.
"""

from __future__ import annotations

from datetime import datetime
from random import Random

from bihuan.accounts.models import User

from . import chains, lights, matters, meetings, milestones, money, needs, supervision, visits
from .people import make_actors
from .schedule import DemoSchedule

SEED = 2024


def simulate_year(*, year: int, password: str, by: User, at: datetime) -> int:
    """Simulate the year and the weeks before `at`; return how many moves were made. The people who
    are made for it get `password`.
    """
    actors = make_actors(password=password, by=by, at=at)
    schedule = DemoSchedule(actors=actors, year=year, now=at, drawn=Random(SEED))
    needs.plan(schedule)
    milestones.plan(schedule)
    matters.plan(schedule)
    visits.plan(schedule)
    meetings.plan(schedule)
    money.plan(schedule)
    supervision.plan(schedule)
    chains.plan(schedule)
    schedule.run()
    lights.give(schedule)
    matters.look_now(schedule)
    return schedule.made
