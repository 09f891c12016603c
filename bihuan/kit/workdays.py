"""Working days of the mainland calendar, holidays and make-up Saturdays included."""

from datetime import date, timedelta

import chinese_calendar

from .errors import Refusal
from .words import say

ONE_DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """True on a working day. Raises Refusal for a year whose holidays are not known yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise Refusal(say("The working calendar of %s is not known yet.") % day.year) from error


def add_workdays(day: date, number: int) -> date:
    """Return the `number`-th working day after `day` (`day` itself is not counted)."""
    while number > 0:
        day += ONE_DAY
        number -= is_workday(day)
    return day
