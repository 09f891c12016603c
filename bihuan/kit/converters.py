"""Months in addresses: `path("<month:month>/", …)`, known to every `urls.py`."""

from .months import Month


class MonthConverter:
    """2024-03, as a `Month`; anything else is no page."""

    regex = r"(?:(?:19|20)\d{2}|2100)-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: object) -> str:
        return str(value)
