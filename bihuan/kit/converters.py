"""Months, years and rows in addresses, known to every `urls.py`: `path("<month:month>/", …)`.

Django's own `int` takes as many digits as come, which neither a year nor a database's key has.
"""

from .months import Month


class MonthConverter:
    """2024-03, as a `Month`; anything else is no page."""

    regex = r"(?:(?:19|20)\d{2}|2100)-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: object) -> str:
        return str(value)


class YearConverter:
    """A year of which there may be months."""

    regex = r"(?:19|20)\d{2}|2100"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: object) -> str:
        return str(value)


class RowConverter(YearConverter):
    """The key of a row, no larger than a database's integers: for keys that are not looked for
    under their own name, which Django bounds itself.
    """

    regex = r"\d{1,18}"
