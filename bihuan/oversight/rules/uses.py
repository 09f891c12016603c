"""The sources of one project's money beside its uses, and which of them is ahead.

Pure: values in, sentences out. Source: docs/rules/oversight.md, clauses OVER-12 and OVER-13.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.funding.kinds import Programme
from bihuan.funding.rules.ladder import Sums
from bihuan.kit.money import in_unit
from bihuan.kit.words import gettext


@dataclass(frozen=True)
class SourceLine:
    """The money of one programme."""

    programme: Programme
    sums: Sums

    @property
    def money_ahead_yuan(self) -> int:
        """What was paid out beyond the works done."""
        return max(self.sums.paid - self.sums.works, 0)

    @property
    def works_ahead_yuan(self) -> int:
        """The works done beyond what was paid out."""
        return max(self.sums.works - self.sums.paid, 0)


@dataclass(frozen=True)
class SourcesAndUses:
    """Total investment, the money found for it by programme, and what became of it. Completed
    investment is that of the monthly reports; None while none counts.
    """

    total_yuan: int | None
    sources: tuple[SourceLine, ...]
    completed_yuan: int | None

    @property
    def sums(self) -> Sums:
        return sum((each.sums for each in self.sources), Sums())

    @property
    def gap_yuan(self) -> int | None:
        """Total investment for which no money was found; below zero if more was found."""
        return None if self.total_yuan is None else self.total_yuan - self.sums.issued

    @property
    def unfunded_yuan(self) -> int:
        """Completed investment beyond the money in place: owed, or of money that is not entered."""
        return max((self.completed_yuan or 0) - self.sums.in_place, 0)

    @property
    def money_ahead_yuan(self) -> int:
        return sum(each.money_ahead_yuan for each in self.sources)

    @property
    def works_ahead_yuan(self) -> int:
        return sum(each.works_ahead_yuan for each in self.sources)

    def sentences(self) -> tuple[str, ...]:
        """Return what is to be said, in words: the gap, and what is ahead of what."""
        return (*self._gap(), *self._ahead(), *self._completed())

    def _gap(self) -> Iterator[str]:
        gap, issued = self.gap_yuan, self.sums.issued
        if gap is None:
            yield gettext("The total investment is not known: no gap can be told.")
            return
        said = {
            "total": in_unit(self.total_yuan or 0),
            "found": in_unit(issued),
            "gap": in_unit(abs(gap)),
        }
        if gap > 0:
            yield gettext("Of %(total)s total investment %(found)s found: %(gap)s missing.") % said
        elif gap < 0:
            yield (
                gettext("For %(total)s total investment %(found)s found: %(gap)s too much.") % said
            )
        else:
            yield gettext("Money for all of the total investment of %(total)s was found.") % said

    def _ahead(self) -> Iterator[str]:
        for each in self.sources:
            said = {
                "programme": each.programme.label,
                "paid": in_unit(each.sums.paid),
                "works": in_unit(each.sums.works),
                "yuan": in_unit(abs(each.sums.paid - each.sums.works)),
            }
            if each.money_ahead_yuan:
                yield (
                    gettext(
                        "%(programme)s: %(paid)s paid out for %(works)s of works: money is "
                        "%(yuan)s ahead of works."
                    )
                    % said
                )
            elif each.works_ahead_yuan:
                yield (
                    gettext(
                        "%(programme)s: %(works)s of works, %(paid)s paid out: works are %(yuan)s "
                        "ahead of money."
                    )
                    % said
                )

    def _completed(self) -> Iterator[str]:
        if self.unfunded_yuan:
            said = {
                "completed": in_unit(self.completed_yuan or 0),
                "in_place": in_unit(self.sums.in_place),
                "yuan": in_unit(self.unfunded_yuan),
            }
            yield (
                gettext(
                    "%(completed)s completed by the reports and %(in_place)s in place by the "
                    "ladder: %(yuan)s are owed, or of money that is not entered."
                )
                % said
            )
