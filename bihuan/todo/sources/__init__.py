"""Where tasks come from: each source tells what one person must do, of what the person may see."""

from collections.abc import Callable, Iterable
from datetime import date

from bihuan.accounts.models import User
from bihuan.todo.rules import Task

from .duties import of_duties, of_statistics
from .factors import of_factors
from .hard_bones import of_hard_bones
from .lights import of_lights
from .lists import of_lists
from .matters import of_matters
from .reports import of_reports
from .rounds import of_rounds
from .visits import of_visits

Source = Callable[[User, date], Iterable[Task]]

SOURCES: tuple[Source, ...] = (
    of_matters,
    of_factors,
    of_reports,
    of_rounds,
    of_visits,
    of_hard_bones,
    of_lights,
    of_duties,
    of_statistics,
    of_lists,
)
"""Every source, in the order in which equal tasks stand."""
