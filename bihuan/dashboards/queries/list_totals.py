"""The sums of the list of projects, of all rows found and not of the page: of all together above
the rows, by tier and by class below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.audit.renewed import Told
from bihuan.kit.money import wan
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.particulars import BY_NAME
from bihuan.projects.rates import rate, rounding

from .listing import COLUMNS, ListColumn
from .project_row import ProjectRow, reader

"""Rates are rounded to so many digits, as those of one project are."""


@dataclass(frozen=True)
class ListTotals:
    """How many projects were found, how many of them stand on the year's lists, and the text of
    each column's sum, blank where a column has none. `part` names the tier or class that the sums
    are of; blank, they are of all.
    """

    count: int
    listed: int
    texts: list[str]
    part: str = ""

    @property
    def counted_text(self) -> str:
        """How many projects the sums are of."""
        if self.part:
            return gettext("Of these %(part)s: %(count)s") % {
                "part": self.part,
                "count": f"{self.count:,}",
            }
        said = gettext("Total of %(count)s") % {"count": f"{self.count:,}"}
        if self.listed != self.count:
            said += gettext(", %(listed)s on the lists") % {"listed": f"{self.listed:,}"}
        return said


@dataclass(frozen=True)
class ListSums:
    """The sums of a list: of all its rows, and of each tier and class."""

    whole: ListTotals
    parts: list[ListTotals]


def sums_of(rows: Sequence[ProjectRow], columns: Sequence[ListColumn], month: int) -> ListSums:
    return ListSums(list_totals(rows, columns, month), totals_by_part(rows, columns, month))


def sums_of_year(
    told: Told[int, ProjectRow], keys: tuple[str, ...], month: int, _: str
) -> ListSums:
    """Return the sums of the year's whole list, which many open; parts are named in a language."""
    rows = [row for row in told.values() if row.is_of_year]
    return sums_of(rows, [COLUMNS[key] for key in keys], month)


def totals_by_part(
    rows: Sequence[ProjectRow], columns: Sequence[ListColumn], month: int
) -> list[ListTotals]:
    """Return sums of the rows on the lists by tier and by class, without those that would repeat
    the sum of all: a project on two lists is in the sums of both, with the plan of each (FIGURE-2).
    """
    by_tier = [
        (
            each.label,
            [row.on_list(each) if row.of_lists else row for row in rows if each in row.tiers],
        )
        for each in Tier
    ]
    listed = [row for row in rows if row.planned_yuan is not None]
    by_class = [
        (each.label, [row for row in listed if row.project_class == each]) for each in ProjectClass
    ]
    return [
        list_totals(some, columns, month, part=str(label))
        for parts in (by_tier, by_class)
        for label, some in parts
        if some and len(some) < len(rows)
    ]


def list_totals(
    rows: Sequence[ProjectRow], columns: Sequence[ListColumn], month: int, part: str = ""
) -> ListTotals:
    """Return sums of the rows to the end of `month`; a rate is that of the sums."""
    listed = [row for row in rows if row.planned_yuan is not None]
    rates = _rates(listed, month)
    return ListTotals(
        len(rows),
        len(listed),
        [rates.get(column.key) or _sum(rows, column) for column in columns],
        part,
    )


def _rates(listed: Sequence[ProjectRow], month: int) -> dict[str, str]:
    planned = sum(row.planned_yuan or 0 for row in listed)
    done = sum(row.to_date_yuan or 0 for row in listed)
    mode = rounding()
    is_told = any(row.to_date_yuan is not None for row in listed)
    completion = rate(done, planned * is_told, mode)
    is_judged = any(row.gap_linear is not None for row in listed)
    gap = rate(done * 12 - planned * month, planned * 12 * is_judged, mode)
    return {
        "completion": "" if completion is None else f"{completion:.2f}",
        "gap_linear": "" if gap is None else f"{'+' if gap > 0 else ''}{gap:.2f}",
    }


def _sum(rows: Sequence[ProjectRow], column: ListColumn) -> str:
    if not column.is_summed:
        return ""
    known = [value for value in map(reader(column.key), rows) if value is not None]
    if not known:
        return ""
    if column.kind == "money":
        return wan(sum(known))
    return BY_NAME[column.kind].text(sum(known, Decimal(0)))
