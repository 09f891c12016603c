"""How many of a month's reports are counted in the figures."""

from __future__ import annotations

from datetime import date

from bihuan.accounts.models import User
from bihuan.figures.engine import cached_on_facts
from bihuan.progress.queries import year_counts
from bihuan.progress.queries.lines import RoundTally


@cached_on_facts
def tallies(user: User, year: int, today: date) -> tuple[RoundTally, ...]:
    """Return for each month of `year` how many of the reports that `user` may see are due, and how
    many are accepted.
    """
    return tuple(count.tally for count in year_counts(user, year, today=today))
