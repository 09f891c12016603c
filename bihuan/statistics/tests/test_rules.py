from datetime import date

import pytest

from bihuan.kit.errors import Refusal
from bihuan.statistics import rules

TODAY = date(2024, 4, 10)
DAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("entered", "started", "may"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY, DAY, True),
        (TODAY, DAY, True),
        (DAY, date(2024, 3, 2), False),
        (date(2024, 4, 11), None, False),
        (None, date(2024, 4, 11), False),
    ],
)
def test_entry_follows_the_start_and_neither_is_to_come(
    entered: date | None, started: date | None, *, may: bool
) -> None:
    if may:
        rules.check_standing(entered, started, today=TODAY)
        return
    with pytest.raises(Refusal):
        rules.check_standing(entered, started, today=TODAY)


@pytest.mark.parametrize(
    ("yuan", "entered", "ends", "may"),
    [
        (0, date(2024, 3, 31), date(2024, 3, 31), True),
        (0, date(2024, 4, 1), date(2024, 3, 31), False),
        (0, None, date(2024, 3, 31), False),
        (-1, DAY, date(2024, 3, 31), False),
        (1, DAY, date(2024, 4, 30), True),
        (1, DAY, date(2024, 5, 31), False),
    ],
)
def test_first_in_the_statistics_then_figures(
    yuan: int, entered: date | None, ends: date, *, may: bool
) -> None:
    def check() -> None:
        rules.check_month(yuan, month_ends_on=ends, entered_on=entered, today=TODAY)

    if may:
        check()
        return
    with pytest.raises(Refusal):
        check()


@pytest.mark.parametrize(
    ("yuan", "before", "after", "may"),
    [
        (5, None, None, True),
        (5, 5, 5, True),
        (4, 5, None, False),
        (6, None, 5, False),
        (-1, None, None, False),
    ],
)
def test_the_cumulative_rises(
    yuan: int, before: int | None, after: int | None, *, may: bool
) -> None:
    if may:
        rules.check_cumulative(yuan, before=before, after=after)
        return
    with pytest.raises(Refusal):
        rules.check_cumulative(yuan, before=before, after=after)
