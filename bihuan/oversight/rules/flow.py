"""The year's money as one flow: source, programme, project, and how far it has come.

Pure: values in, values out. Source: docs/rules/oversight.md, clauses OVER-14 and OVER-15.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bihuan.funding.kinds import Programme
from bihuan.funding.rules.ladder import Sums
from bihuan.oversight.kinds import MoneySource, MoneyState

P = Programme
K = TypeVar("K")
SOURCES: Mapping[Programme, MoneySource] = {
    P.CENTRAL_BUDGET: MoneySource.CENTRAL,
    P.TREASURY_BOND: MoneySource.CENTRAL,
    P.ADDITIONAL_BOND: MoneySource.CENTRAL,
    P.SPECIAL_BOND: MoneySource.BONDS,
    P.PROVINCIAL: MoneySource.PROVINCE,
    P.MUNICIPAL: MoneySource.CITY,
    P.POLICY_LOAN: MoneySource.BANKS,
    P.OWN: MoneySource.OWNERS,
    P.PRIVATE: MoneySource.OWNERS,
}


@dataclass(frozen=True)
class FlowLine:
    """The money of one programme for one project in one batch."""

    programme: Programme
    project: int
    name: str
    sums: Sums
    batch: str = ""

    @property
    def source(self) -> MoneySource:
        return SOURCES[self.programme]

    @property
    def states(self) -> dict[MoneyState, int]:
        """Return how the quota stands: paid out, in place and not paid, not in place yet; together
        the quota. What is in place beyond it is no part of it (OVER-15).
        """
        issued = max(self.sums.issued, 0)
        arrived = min(self.sums.in_place, issued)
        paid = min(self.sums.paid, arrived)
        return {
            MoneyState.PAID: paid,
            MoneyState.IN_PLACE: arrived - paid,
            MoneyState.AWAITED: issued - arrived,
        }

    @property
    def beyond_yuan(self) -> int:
        """What is in place beyond the quota: money to return."""
        return max(self.sums.in_place - max(self.sums.issued, 0), 0)


@dataclass(frozen=True)
class FlowProject:
    """One project of the flow, or several joined: how many, their names, and their lines."""

    key: str
    name: str
    project: int | None
    lines: tuple[FlowLine, ...]

    @property
    def count(self) -> int:
        return len({line.project for line in self.lines})

    @property
    def issued_yuan(self) -> int:
        return sum(line.sums.issued for line in self.lines)


@dataclass(frozen=True)
class MoneyFlow:
    """The lines of a year with a quota, and the projects by which they are drawn."""

    lines: tuple[FlowLine, ...]
    projects: tuple[FlowProject, ...]

    @property
    def sums(self) -> Sums:
        return sum((line.sums for line in self.lines), Sums())

    def by_source(self) -> dict[MoneySource, int]:
        """Return the quotas of each source that has any, in the order of the list."""
        return _added(MoneySource, ((line.source, line.sums.issued) for line in self.lines))

    def by_programme(self) -> dict[Programme, int]:
        return _added(Programme, ((line.programme, line.sums.issued) for line in self.lines))

    def by_state(self) -> dict[MoneyState, int]:
        pairs = ((s, yuan) for line in self.lines for s, yuan in line.states.items())
        return _added(MoneyState, pairs)

    @property
    def beyond_yuan(self) -> int:
        return sum(line.beyond_yuan for line in self.lines)


def flow_of(lines: Iterable[FlowLine], named: int) -> MoneyFlow:
    """Return the flow of the lines with a quota: so many projects named, those with most money, all
    others joined (OVER-14). One more is named rather than joined alone.
    """
    found = tuple(line for line in lines if line.sums.issued > 0)
    of_project: defaultdict[int, list[FlowLine]] = defaultdict(list)
    for line in found:
        of_project[line.project].append(line)
    each = [FlowProject(f"p{pk}", own[0].name, pk, tuple(own)) for pk, own in of_project.items()]
    ranked = sorted(each, key=lambda one: (-one.issued_yuan, one.key))
    if len(ranked) <= named + 1:
        return MoneyFlow(found, tuple(ranked))
    others = tuple(line for one in ranked[named:] for line in one.lines)
    return MoneyFlow(found, (*ranked[:named], FlowProject("others", "", None, others)))


def _added(order: Iterable[K], pairs: Iterable[tuple[K, int]]) -> dict[K, int]:
    """Return what is added up under each key that has anything, in the order given."""
    found: defaultdict[K, int] = defaultdict(int)
    for key, yuan in pairs:
        found[key] += yuan
    return {key: found[key] for key in order if found[key]}
