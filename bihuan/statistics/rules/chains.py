"""What the register of a chain must satisfy, and which chain counts an enterprise.

Pure: values in, refusal out. Source: docs/rules/progress.md, clauses CHAIN.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext


@dataclass(frozen=True)
class AboveScaleRules:
    """From which main-business revenue of a year an industrial enterprise is above scale (CHAIN-6).
    Set nationally, with the day from which it holds.
    """

    title: str
    source: str
    revenue_yuan: int

    def __post_init__(self) -> None:
        if self.revenue_yuan <= 0:
            raise ValueError(gettext("The threshold is above nothing."))

    def is_near(self, output_yuan: int) -> bool:
        """True if output reaches the threshold: whether revenue did is asked, not concluded."""
        return output_yuan >= self.revenue_yuan


@dataclass(frozen=True)
class PlaceDays:
    """From when and until when an enterprise stands in a chain, and whether this one counts it."""

    chain: str
    counts: bool
    since: date | None = None
    until: date | None = None

    def counts_in(self, year: int) -> bool:
        """True if this chain counts the year: it stood here at its end."""
        begun = self.since is None or self.since <= date(year, 12, 31)
        return self.counts and begun and (self.until is None or self.until >= date(year, 12, 31))


def check_enterprise(name: str, credit_code: str) -> None:
    """Refuse a nameless enterprise, and a credit code whose check digit is wrong (CHAIN-4)."""
    if not name.strip():
        raise Refusal(gettext("Name the enterprise."))
    try:
        if credit_code:
            uscc.validate(credit_code)
    except ValidationError:
        raise Refusal(gettext("“%s” is not a unified social credit code.") % credit_code) from None


def check_place(
    *, since: date | None, came_as: str, until: date | None, went_as: str, today: date
) -> None:
    """Refuse days in the future or in a wrong order, and a coming or leaving that lacks its day or
    its kind (CHAIN-4).
    """
    for day in (since, until):
        if day and day > today:
            raise Refusal(gettext("%s lies in the future.") % long_day(day))
    if since and until and until < since:
        raise Refusal(gettext("The last day comes after the first."))
    if came_as and since is None:
        raise Refusal(gettext("Say since when it stands in the chain."))
    if bool(until) != bool(went_as):
        raise Refusal(gettext("Say both the last day in the chain and how it left."))


def check_counting_chain(enterprise: str, year: int, places: Iterable[PlaceDays]) -> None:
    """Refuse that a second chain counts an enterprise in a year (CHAIN-3). `places` are those in
    other chains, and in this one first.
    """
    here, *others = places
    if not here.counts:
        raise Refusal(
            gettext("“%(enterprise)s” is only named in %(chain)s: another chain counts it.")
            % {"enterprise": enterprise, "chain": here.chain}
        )
    counting = next((each.chain for each in others if each.counts_in(year)), "")
    if counting:
        raise Refusal(
            gettext(
                "“%(enterprise)s” stands in two chains: %(counting)s counts it in %(year)s. Say in "
                "the register which of them counts it; the other names it."
            )
            % {"enterprise": enterprise, "counting": counting, "year": year}
        )


def check_one_counts(enterprise: str, counting: str) -> None:
    """Refuse a second place that counts, while a `counting` chain still does (CHAIN-3)."""
    if counting:
        raise Refusal(
            gettext(
                "“%(enterprise)s” stands in two chains: %(counting)s counts it. Let this chain "
                "only name it, or end its place there first."
            )
            % {"enterprise": enterprise, "counting": counting}
        )


def check_target(target_yuan: int, *, stands: bool, reason: str) -> None:
    """Refuse a target of nothing, and another in its place without a reason (CHAIN-5)."""
    if target_yuan <= 0:
        raise Refusal(gettext("A target is above nothing."))
    if stands and not reason.strip():
        raise Refusal(gettext("A target stands there: say why it changes."))


def check_expected(expected_output_yuan: int | None) -> None:
    """Refuse expected output below nothing (CHAIN-5)."""
    if expected_output_yuan is not None and expected_output_yuan < 0:
        raise Refusal(gettext("Output cannot be negative."))
