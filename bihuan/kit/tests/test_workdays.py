from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bihuan.kit.errors import Refusal
from bihuan.kit.workdays import (
    add_workdays,
    all_workdays,
    is_known,
    is_workday,
    own_holidays,
    workdays_between,
)


def test_a_make_up_sunday_is_worked_and_a_holiday_is_not() -> None:
    assert is_workday(date(2024, 2, 4))
    assert not is_workday(date(2024, 2, 12))


def test_working_days_skip_the_spring_festival() -> None:
    assert add_workdays(date(2024, 2, 9), 1) == date(2024, 2, 18)


def test_no_days_later_is_the_same_day() -> None:
    assert add_workdays(date(2024, 3, 2), 0) == date(2024, 3, 2)


def test_days_are_counted_backwards_too() -> None:
    assert add_workdays(date(2024, 10, 8), -1) == date(2024, 9, 30)
    assert add_workdays(date(2024, 10, 5), -1) == date(2024, 9, 30)


def test_between_two_days_the_first_is_not_counted() -> None:
    assert workdays_between(date(2024, 9, 30), date(2024, 10, 8)) == 1
    assert workdays_between(date(2024, 10, 8), date(2024, 9, 30)) == -1
    assert workdays_between(date(2024, 3, 2), date(2024, 3, 3)) == 0


def test_a_year_whose_holidays_are_not_published_has_its_weekdays() -> None:
    assert not is_known(2049)
    assert is_workday(date(2049, 1, 4))
    assert not is_workday(date(2049, 1, 2))


def test_an_office_adds_a_year_itself(own_2049: None) -> None:
    assert is_known(2049)
    assert not is_workday(date(2049, 1, 4))
    assert is_workday(date(2049, 1, 2))
    assert add_workdays(date(2049, 1, 1), 2) == date(2049, 1, 5)


def test_days_beyond_the_counted_years_are_refused() -> None:
    with pytest.raises(Refusal, match="2049"):
        add_workdays(date(2090, 1, 4), 3)


@pytest.fixture
def own_2049(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path
    (tmp_path / "presets").mkdir()
    text = "2049:\n  free: [2049-01-01, 2049-01-04]\n  worked: [2049-01-02]\n"
    (tmp_path / "presets" / "holidays.yaml").write_text(text, encoding="utf-8")
    for kept in (own_holidays, all_workdays):
        kept.cache_clear()
    yield
    for kept in (own_holidays, all_workdays):
        kept.cache_clear()
