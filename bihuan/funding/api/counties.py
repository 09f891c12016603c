"""The counties of the city over HTTP, by what each won of a programme."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from ninja import Field, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.funding import actions, queries
from bihuan.funding.drafts import CountyDraft
from bihuan.funding.kinds import Programme
from bihuan.funding.models import CountyFunding
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText, Text, YearNumber, Yuan

router = Router()


class RankedCountyOut(Schema):
    """A county with its place; those with which it shares it."""

    county: str
    yuan: int
    rank: int
    tied_with: list[str]
    is_ours: bool


class CountyTableOut(Schema):
    """A table of the city; `rank` is our place, null if it does not name us."""

    programme: Programme
    until: date
    sources: list[str]
    rank: int | None
    counties: list[RankedCountyOut]


class CountyOut(Schema):
    id: int
    county: str
    programme: str
    year: int
    until: date
    amount_yuan: int
    source: str
    version: int
    reason: str


class CountyIn(Schema):
    """What a county won to the end of a month; `reason` where another amount stands there."""

    county: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
    programme: Programme
    month: MonthText
    amount_yuan: Yuan
    source: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""
    reason: Text = ""

    def draft(self) -> CountyDraft:
        month = Month.parse(self.month)
        said = self.dict(exclude={"month"})
        return CountyDraft(**said, until=month.first_day, year=month.year)


@router.get("counties/{int:year}", response={200: list[CountyTableOut], **READING})
def read_counties(request: UserRequest, year: YearNumber) -> list[CountyTableOut]:
    """The city's newest table of each programme of the year, with our place among the counties."""
    return [
        CountyTableOut(
            programme=table.programme,
            until=table.until,
            sources=list(table.sources),
            rank=table.ours.rank if table.ours else None,
            counties=[RankedCountyOut.from_orm(each) for each in table.counties],
        )
        for table in queries.county_tables(year).values()
    ]


@router.post("counties", response={201: CountyOut, **WRITING})
def enter_county(request: UserRequest, said: CountyIn) -> Status[CountyFunding]:
    """Enter what one county won by the city's table."""
    entry = actions.enter_county(draft=said.draft(), by=request.user, at=timezone.now())
    return Status(201, entry)
