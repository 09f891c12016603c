"""What the city publishes of its counties: the newest table of each programme, and our place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.models import CountyFunding, FundingEntry
from bihuan.funding.rules.counties import RankedCounty, ranked
from bihuan.kit.months import Month
from bihuan.kit.words import joined
from bihuan.projects.models import District


@dataclass(frozen=True)
class CountyTable:
    """One programme's newest table of a year, with the counties in their order."""

    programme: Programme
    year: int
    until: date
    counties: tuple[RankedCounty, ...]
    records: tuple[int, ...]
    """The rows' keys, in the order of the counties."""
    sources: tuple[str, ...]

    @property
    def month(self) -> Month:
        return Month.of(self.until)

    @property
    def ours(self) -> RankedCounty | None:
        """Our district's place; None if the table does not name it, or names it twice."""
        mine = [each for each in self.counties if each.is_ours]
        return mine[0] if len(mine) == 1 else None

    @property
    def tied(self) -> str:
        """The counties that share our place."""
        return joined(self.ours.tied_with) if self.ours else ""

    @property
    def largest_yuan(self) -> int:
        return max((each.yuan for each in self.counties), default=0)

    @property
    def bars(self) -> list[tuple[RankedCounty, int]]:
        """Each county with its share of the largest, in percent."""
        most = self.largest_yuan or 1
        return [(each, each.yuan * 100 // most) for each in self.counties]


@dataclass(frozen=True)
class CityBesideLadder:
    """What the city says of us beside what the ladder says to the same month's end: a difference is
    a question, never corrected.
    """

    table: CountyTable
    ladder_yuan: int

    @property
    def city_yuan(self) -> int | None:
        return self.table.ours.yuan if self.table.ours else None

    @property
    def difference_yuan(self) -> int | None:
        return None if self.city_yuan is None else self.city_yuan - self.ladder_yuan


def county_tables(year: int, until: date | None = None) -> dict[Programme, CountyTable]:
    """Return the newest table of each programme of a year, to a month at the latest."""
    rows = CountyFunding.objects.filter(year=year, is_current=True)
    if until is not None:
        rows = rows.filter(until__lte=until)
    found: defaultdict[str, defaultdict[date, list[CountyFunding]]]
    found = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.programme][row.until].append(row)
    district = District.objects.served().name if found else ""
    return {
        each: _table(each, year, max(found[each]), found[each][max(found[each])], district)
        for each in Programme
        if each.value in found
    }


def _table(
    programme: Programme, year: int, until: date, rows: list[CountyFunding], district: str
) -> CountyTable:
    keys = {row.county: row.pk for row in rows}
    counties = ranked({row.county: row.amount_yuan for row in rows}, district)
    return CountyTable(
        programme,
        year,
        until,
        tuple(counties),
        tuple(keys[each.county] for each in counties),
        tuple(dict.fromkeys(row.source for row in rows if row.source)),
    )


def beside_ladder(tables: Iterable[CountyTable]) -> list[CityBesideLadder]:
    """Return each table beside the quotas that the ladder has of the year's batches by then."""
    return [CityBesideLadder(table, _issued(table)) for table in tables]


def _issued(table: CountyTable) -> int:
    entries = FundingEntry.objects.filter(
        line__programme=table.programme,
        line__year=table.year,
        stage=FundingStage.ISSUED,
        is_current=True,
        on__lte=table.month.last_day,
    )
    return entries.aggregate(yuan=Sum("amount_yuan"))["yuan"] or 0
