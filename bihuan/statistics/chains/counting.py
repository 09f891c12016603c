"""Which chain counts an enterprise: what the register says, and what output says (CHAIN-3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from bihuan.projects.models import Chain
from bihuan.projects.rules import name_key
from bihuan.statistics.rules.chains import PlaceDays

from .models import ChainMember, ChainMonth, ChainOutput

Places = dict[str, list[PlaceDays]]


class CountingChains:
    """The places of enterprises in chains, and the chains in which output of a year stands. Two
    queries for a year, and one of the register.
    """

    def __init__(self, year: int) -> None:
        self.year = year
        self._places: defaultdict[str, dict[str, PlaceDays]] = defaultdict(dict)
        self._by_output: defaultdict[str, set[str]] = defaultdict(set)
        members = ChainMember.objects.values_list(
            "enterprise__name_key", "chain__name", "counts", "since", "until"
        )
        for key, chain, counts, since, until in members:
            self._places[key][chain] = PlaceDays(chain, counts, since, until)
        year_rows = ChainOutput.objects.filter(year=year, is_current=True, output_yuan__gt=0)
        month_rows = ChainMonth.objects.filter(month__year=year, is_current=True, output_yuan__gt=0)
        for rows in (year_rows, month_rows):
            for enterprise, chain in rows.values_list("enterprise", "chain__name").distinct():
                self.add(enterprise, chain)

    def add(self, enterprise: str, chain: str) -> None:
        """Note that output of an enterprise stands, or will, in a chain."""
        self._by_output[name_key(enterprise)].add(chain)

    def places(self, enterprise: str, chain: str) -> list[PlaceDays]:
        """Return the enterprise's place in this chain, and then those in others. Output in another
        chain is a place that counts, unless the register says that it does not.
        """
        key = name_key(enterprise)
        known = dict(self._places.get(key, {}))
        here = known.pop(chain, PlaceDays(chain, counts=True))
        last_day = date(self.year, 12, 31)
        for each in self._by_output.get(key, set()) - {chain}:
            if each not in known or known[each].counts:
                known[each] = PlaceDays(each, counts=True, until=last_day)
        return [here, *known.values()]


def counting_elsewhere(name: str, besides: Chain) -> str:
    """Return the chain that counts an enterprise and still does, other than one; "" if none."""
    places = ChainMember.objects.filter(
        enterprise__name_key=name_key(name), counts=True, until=None
    )
    return places.exclude(chain=besides.pk).values_list("chain__name", flat=True).first() or ""


def unplaced(chain: Chain, names: Collection[str]) -> list[str]:
    """Return which of these enterprises have no place in the register of a chain."""
    keys = set(
        ChainMember.objects.filter(chain=chain).values_list("enterprise__name_key", flat=True)
    )
    return [name for name in names if name_key(name) not in keys]
