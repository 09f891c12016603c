"""Traps in how offices write months: in characters, as days, bare, or by another name.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .columns import Meaning
from .drawing import CaseDraft

NUMERALS = "〇一二三四五六七八九"
FIRST_MONTH = re.compile(r"(?<!\d)1月")
MONTHS = (*"一二三四五六七八九十", "十一", "十二")


def _retitled(draft: CaseDraft, change: Callable[[str], str]) -> bool:
    lines = tuple(change(line) for line in draft.titles.lines)
    changed = lines != draft.titles.lines
    draft.titles = replace(draft.titles, lines=lines)
    return changed


def numerals_in_title(draft: CaseDraft) -> bool:
    """二〇二四年六月."""
    year, number = draft.truth.year, draft.truth.number
    written = "".join(NUMERALS[int(digit)] for digit in str(year)) + "年"
    month = f"{written}{MONTHS[number - 1]}月"
    return _retitled(
        draft,
        lambda line: line.replace(f"{year}年{number}月", month).replace(f"{year}年", written),
    )


def accounting_month(draft: CaseDraft) -> bool:
    """2024年5月26日—6月25日 is June."""
    year, number = draft.truth.year, draft.truth.number
    dash = draft.rng.choice(("-", "—", "至", "～"))
    days = f"{year}年{number - 1}月26日{dash}{number}月25日"
    told = (f"{year}年{number}月份", f"{year}年{number}月")
    return number > 1 and _retitled(
        draft, lambda line: line.replace(told[0], days).replace(told[1], days)
    )


def bare_months(draft: CaseDraft) -> bool:
    """1月 2月 3月, or 1 2 3, and nothing that says of what."""
    if not draft.has(Meaning.EACH_MONTH) or draft.unit_place in ("headings", "mixed"):
        return False
    if any("计划" in line for line in draft.titles.lines):
        return False
    form = draft.rng.choice(("{}月", "{}月", "{}月份", "{}"))
    draft.columns = [
        replace(c, path=(form.format(c.number),)) if c.meaning is Meaning.EACH_MONTH else c
        for c in draft.columns
    ]
    draft.open.add("measure")
    return True


def first_month_by_name(draft: CaseDraft) -> bool:
    """元月 is January."""
    first = [c for c in draft.columns if c.meaning is Meaning.EACH_MONTH and c.number == 1]
    if not first or not FIRST_MONTH.search(first[0].path[-1]):
        return False
    path = (*first[0].path[:-1], FIRST_MONTH.sub("元月", first[0].path[-1]))
    draft.columns[draft.columns.index(first[0])] = replace(first[0], path=path)
    return True


def days_as_headings(draft: CaseDraft) -> bool:
    """A spreadsheet keeps 2024年6月 as a day."""
    each = [c for c in draft.columns if c.meaning is Meaning.EACH_MONTH]
    if not each or len(each[0].path) == 1 or draft.unit_place == "headings":
        return False
    places = {n: c.number for n, c in enumerate(draft.columns) if c.meaning is Meaning.EACH_MONTH}

    def put(draft: CaseDraft) -> None:
        for place, number in places.items():
            draft.rows[draft.first - 1][place] = date(draft.truth.year, number, 1)

    draft.after.append(put)
    return True


def statistics_in_title(draft: CaseDraft) -> bool:
    """The title speaks of the statistics too: whose figures are these?"""
    if not draft.monthly:
        return False
    draft.open.add("source")
    return _retitled(draft, lambda line: line.replace("情况", "及入统情况"))
