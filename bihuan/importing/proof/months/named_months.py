"""The months that title, sheet and file name of a table: one, or several that contradict. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.importing.proof.heads import is_date_line, month_number, years_in
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.dates import in_digits, month_in
from bihuan.kit.months import Month
from bihuan.kit.numbers import plain
from bihuan.kit.words import gettext

_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_REACH = re.compile(r"\d\s*月?\s*[-~—–至到]+\s*\d{1,2}\s*月|[季半]")

_UNTIL = re.compile(r"截[至止到]\s*(?:(20\d{2})年|([上去]一?年)度?)?\s*(\d{1,2})月")
_PART = re.compile(r"[上中下本]旬|旬报|本周|周报|第[一二三四五六七八九十\d]+周|日报")
_SEVERAL = re.compile(r"(?<!\d)([2-9]|1[0-2])月?(?:[-~—–至到、和及与])+(\d{1,2})月(?!\d{1,2}日)")
"""Several months, not from January on: 5-6月."""
WHOLE = "month"


def named_months(stated: Month, titles: Sequence[str], sheet: str, file: str) -> list[Month]:
    """Return the months that a table may be of by its words: the one that is `stated`, those that
    contradict it, and those to whose end amounts reach, 截至4月30日.
    """
    several = [Month(stated.year, n) for n in contradicting_months(titles, sheet, file)]
    reached = [each for text in titles for each in _UNTIL.findall(in_digits(text))]
    until = [
        Month(int(year or stated.year - (bool(before) or int(number) > stated.number)), int(number))
        for year, before, number in reached
        if 1 <= int(number) <= 12
    ]
    return list(dict.fromkeys([*(several or [stated]), *until]))


def without_year_before(titles: Sequence[str]) -> list[str]:
    """Return titles without the year of 截至2024年12月底 where they name the next one too: a
    meeting of January tells of December, and the months tell the year.
    """
    rest = [_UNTIL.sub("", in_digits(text)) for text in titles]
    years = years_in(rest)
    reached = {int(y) for text in titles for y, _b, _n in _UNTIL.findall(in_digits(text)) if y}
    return rest if len(years) == 1 and reached == {years[0] - 1} else list(titles)


def is_of_whole_month(
    desk: Desk,
    above: Sequence[str],
    titles: Sequence[str],
    holds: str,
    *,
    is_open: bool,
    left: Sequence[str] = (),
) -> bool:
    """Ask about a table that speaks of ten days or of a week: sums that agree with the month's do
    not prove that no more follows. False while it is asked, and if it is not to be read. `left` are
    headings of columns that are not read: 本周完成投资 beside 6月累计 tells the week apart.
    """
    words: Sequence[str] = (*above, *titles)
    if any(_PART.search(in_digits(each)) for each in left) and not is_open:
        words = titles  # a column of its own tells of the part
    told = next((each for each in words if _PART.search(in_digits(each))), None)
    if told is None:
        alone = titles if len(titles) == 1 else ()
        return _is_of_one_month(desk, (*(above if is_open else ()), *alone), holds)
    text = gettext("“%s” speaks of a part of a month: are the amounts those of the whole month?")
    choices = [
        AnswerChoice(WHOLE, gettext("Yes, of the whole month"), holds),
        AnswerChoice(LEAVE, gettext("No: do not read this table"), nothing_read()),
    ]
    return desk.ask("part", text % told, choices) == WHOLE


def _is_of_one_month(desk: Desk, words: Sequence[str], holds: str) -> bool:
    """Ask about a table that speaks of several months, not from January on, and has one column."""
    spoken = ((each, _SEVERAL.search(in_digits(each))) for each in words)
    told = next((each for each, found in spoken if found and found[1] != found[2]), None)
    if told is None:
        return True
    text = gettext("“%s” speaks of several months: are the amounts those of the last one alone?")
    choices = [
        AnswerChoice(WHOLE, gettext("Yes, of the last month, or of the year to its end"), holds),
        AnswerChoice(LEAVE, gettext("No: do not read this table"), nothing_read()),
    ]
    return desk.ask("part", text % told, choices) == WHOLE


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
