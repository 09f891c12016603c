"""A calendar month, the unit in which plans are set and reports are made."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import get_language

from .errors import Refusal
from .numbers import whole_number
from .words import gettext

YEARS = range(1950, 2101)  # that a project can have


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month. Stored in the database as its first day."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that `day` lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2024-03". Raises Refusal for anything else."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) not in YEARS:
            raise Refusal(gettext("“%s” is not a month such as 2024-03.") % text)
        return cls(int(found[1]), int(found[2]))

    @cached_property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @cached_property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> Month:
        return Month(self.year, self.number - 1) if self.number > 1 else Month(self.year - 1, 12)

    def before(self, months: int) -> Month:
        """Return the month that lies so many months back."""
        years, number = divmod(self.year * 12 + self.number - 1 - months, 12)
        return Month(years, number + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def in_words(self) -> str:
        """The month as a sentence names it: 2024年3月, or March 2024."""
        if (get_language() or "").startswith("zh"):
            return f"{self.year}年{self.number}月"
        return date_format(self.first_day, "F Y")


def month_named(text: str, year: int | None) -> Month | None:
    """Return the month of "2023-12", or of "3" in `year`; None for what names none."""
    number = whole_number(text)
    if number is not None:
        return Month(year, number) if year is not None and 1 <= number <= 12 else None
    try:
        return Month.parse(text) if text else None
    except Refusal:
        return None


def check_begun(month: Month, *, today: date) -> None:
    """Refuse a month that has not begun."""
    if month.first_day > today:
        raise Refusal(gettext("%s has not begun yet.") % month.in_words)


def months_of(year: int) -> list[Month]:
    """Return the twelve months of `year` in order."""
    return [Month(year, number) for number in range(1, 13)]
