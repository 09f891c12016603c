from datetime import date

import pytest

from bihuan.kit.errors import Refusal
from bihuan.kit.workdays import add_workdays, is_workday


def test_a_make_up_sunday_is_worked_and_a_holiday_is_not() -> None:
    assert is_workday(date(2024, 2, 4))
    assert not is_workday(date(2024, 2, 12))


def test_working_days_skip_the_spring_festival() -> None:
    assert add_workdays(date(2024, 2, 9), 1) == date(2024, 2, 18)


def test_no_days_later_is_the_same_day() -> None:
    assert add_workdays(date(2024, 3, 2), 0) == date(2024, 3, 2)


def test_a_year_whose_holidays_are_unknown_is_refused() -> None:
    with pytest.raises(Refusal, match="2090"):
        is_workday(date(2090, 1, 4))
