"""The months that title, sheet and file name of a table: one, or several that contradict. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.kit.dates import month_in
from bihuan.kit.numbers import plain

from .heads import is_date_line, month_number

_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_REACH = re.compile(r"\d\s*月?\s*[-~—–至到]+\s*\d{1,2}\s*月|[季半]")


def contradicting_months(titles: Sequence[str], sheet: str, file: str) -> list[int]:
    """Return the months that title, sheet and file name if they name several, else none. A file is
    believed to hold other months than its name says where title and sheet agree, or where its name
    tells of several months.
    """
    title, page, name = (_number(texts) for texts in (titles, [sheet], [file]))
    found = [each for each in (title, page) if each]
    is_surely_told = len(found) == 2 and title == page
    if name and found and not is_surely_told and not _REACH.search(plain(file)):
        found.append(name)
    numbers = list(dict.fromkeys(found))
    return numbers if len(numbers) > 1 else []


def contradicting_years(titles: Sequence[int], file: str) -> list[int]:
    """Return the one year that a file's name names as such, if no title does."""
    named = {int(year) for year in _YEAR.findall(plain(file))} if not is_date_line(file) else set()
    return list(named) if len(named) == 1 and not named & set(titles) else []


def _number(texts: Sequence[str]) -> int | None:
    """Return the month that the first of the texts names which names one."""
    for text in texts:
        if is_date_line(text):
            continue
        if number := month_number(text):
            return number
        if month := month_in(text):
            return month.number
    return None
