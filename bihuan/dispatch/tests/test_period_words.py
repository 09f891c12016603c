"""Periods as people name them."""

from datetime import date

import pytest
from django.utils import translation

from bihuan.dispatch.kinds import Calendar
from bihuan.dispatch.periods import period_of


@pytest.mark.parametrize(
    ("calendar", "day", "words"),
    [
        (Calendar.WEEKLY, date(2024, 12, 5), "2024年12月第1周"),
        (Calendar.WEEKLY, date(2025, 1, 1), "2025年1月第1周"),
        (Calendar.WEEKLY, date(2024, 12, 31), "2025年1月第1周"),  # its Thursday is in January
        (Calendar.HALF_MONTHLY, date(2024, 3, 15), "2024年3月上半月"),
        (Calendar.HALF_MONTHLY, date(2024, 3, 16), "2024年3月下半月"),
        (Calendar.MONTHLY, date(2024, 3, 16), "2024年3月"),
        (Calendar.QUARTERLY, date(2024, 3, 16), "2024年第1季度"),
        (Calendar.YEARLY, date(2024, 3, 16), "2024年"),
    ],
)
def test_a_period_is_named_in_words(calendar: Calendar, day: date, words: str) -> None:
    with translation.override("zh-hans"):
        assert period_of(calendar, day).in_words == words
