"""What the system knows already, as far as it can prove a table's reading. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bihuan.projects.kinds import Tier


class KnownFacts(Protocol):
    """The facts beside which a table is held. A project goes by its number; amounts are yuan."""

    def find(self, name: str, code: str) -> int | None:
        """Return the project of a code or a name, or None."""

    def total(self, project: int) -> int | None:
        """Return its total investment."""

    def planned(self, project: int, year: int) -> frozenset[int]:
        """Return its plans of a year: one for each list it stands on, in every version."""

    def tiers(self, project: int, year: int) -> frozenset[Tier]:
        """Return the lists of a year on which it stands."""

    def before(self, project: int, year: int) -> int | None:
        """Return what was completed before a year; None if nobody said."""

    def months(self, project: int, year: int) -> Mapping[int, int]:
        """Return what was completed in each month of a year that was reported."""

    def opened(self, project: int, year: int) -> int:
        """Return the month to which an opening sum of a year reaches, 0 if there is none."""

    def money(self, project: int) -> Mapping[tuple[str, str], int]:
        """Return what stands in the ladder of money, by programme and stage."""


class NothingKnown:
    """An empty system."""

    def find(self, name: str, code: str) -> int | None:  # as the protocol has it
        return None

    def total(self, project: int) -> int | None:  # as above
        return None

    def planned(self, project: int, year: int) -> frozenset[int]:  # as above
        return frozenset()

    def tiers(self, project: int, year: int) -> frozenset[Tier]:  # as above
        return frozenset()

    def before(self, project: int, year: int) -> int | None:  # as above
        return None

    def months(self, project: int, year: int) -> Mapping[int, int]:  # as above
        return {}

    def opened(self, project: int, year: int) -> int:  # as above
        return 0

    def money(self, project: int) -> Mapping[tuple[str, str], int]:  # as above
        return {}
