"""What the city publishes of its counties: ranks, and which county is ours.

Pure: values in, places out. Source: docs/rules/funding.md, clauses FUND-12 and FUND-13.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.kit.errors import Refusal
from bihuan.kit.money import LARGEST_YUAN
from bihuan.kit.months import Month, check_begun
from bihuan.kit.words import gettext

SHORTEST_NAME, LONGEST_NAME = 2, 40
_SUFFIX = re.compile(r"(?:自治县|自治区|新区|经开区|高新区|开发区|县|市|区|旗)$")


@dataclass(frozen=True)
class RankedCounty:
    """One county of a table: its place among all, and which others share it."""

    county: str
    yuan: int
    rank: int
    tied_with: tuple[str, ...]
    is_ours: bool


def ranked(amounts: Mapping[str, int], district: str) -> list[RankedCounty]:
    """Return the counties by their amounts, the largest first; equal ones share a rank."""
    order = sorted(amounts, key=lambda each: (-amounts[each], each))
    return [
        RankedCounty(
            county,
            amounts[county],
            1 + sum(1 for yuan in amounts.values() if yuan > amounts[county]),
            tuple(x for x in order if x != county and amounts[x] == amounts[county]),
            is_ours(county, district),
        )
        for county in order
    ]


def is_ours(county: str, district: str) -> bool:
    """Return whether a county is the district served: 鹤城 and 怀化市鹤城区 are 鹤城区."""
    mine, its = ("".join(each.split()) for each in (district, county))
    if len(mine) < SHORTEST_NAME or len(its) < SHORTEST_NAME:
        return False
    if mine.endswith(its) or its.endswith(mine):
        return True
    short = _SUFFIX.sub("", its)
    return len(short) > 1 and _SUFFIX.sub("", mine).endswith(short)


def check_county(county: str, year: int, until: date, yuan: int, *, today: date) -> None:
    """Refuse a county without a name, an amount that is none, and a month to come (FUND-12)."""
    if not county.strip() or len(county.strip()) > LONGEST_NAME:
        raise Refusal(gettext("Name the county, in at most %s characters.") % LONGEST_NAME)
    if not 0 <= yuan <= LARGEST_YUAN:
        raise Refusal(gettext("What a county won is no less than nothing."))
    if until.year != year:
        raise Refusal(gettext("%s is not a month of that year.") % Month.of(until))
    check_begun(Month.of(until), today=today)


def check_county_correction(reason: str) -> None:
    """Refuse another amount in place of one that stands without saying why (FUND-12)."""
    if not reason.strip():
        raise Refusal(gettext("An amount stands there: say why it is another."))
