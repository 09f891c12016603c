"""What is to be said of a line of money, each with its clause and reason.

Pure: values in, verdicts out. Source: docs/rules/funding.md, clauses FUND-8 to FUND-10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.funding.kinds import FundingFlag, FundingStage
from bihuan.funding.programmes import ProgrammeRules
from bihuan.kit.choices import Choice
from bihuan.kit.days import long_day
from bihuan.kit.money import in_unit
from bihuan.kit.months import Month
from bihuan.kit.words import article, gettext

from .ladder import LadderStep, Sums, summed

S = FundingStage


@dataclass(frozen=True)
class FundingVerdict:
    """A flag with the clause that it rests on, and why. `source` is the published rule that the
    clause follows, where it has one of its own.
    """

    kind: Choice
    clause: str
    reason: str
    source: str = ""

    @property
    def article(self) -> str:
        """Return its clause as pages name it."""
        return self.source or article(self.clause)


def judged(
    steps: Sequence[LadderStep],
    rules: ProgrammeRules,
    *,
    lump: bool,
    total_investment_yuan: int | None,
    on: date,
) -> tuple[FundingVerdict, ...]:
    """Return the flags of a line as it stands on a day."""
    known = sorted((each for each in steps if each.on <= on), key=lambda each: each.on)
    sums = summed(known)
    found = [
        *_forwarding(known, rules, lump=lump, on=on),
        *_lying(known, sums, rules, on),
        *_sizes(sums, rules, total_investment_yuan),
    ]
    return tuple(found)


def _forwarding(
    steps: Sequence[LadderStep], rules: ProgrammeRules, *, lump: bool, on: date
) -> Iterator[FundingVerdict]:
    """FUND-8: ten working days for a direct plan, twenty for a lump one."""
    limit = rules.forwarding(lump=lump)
    issued = next((s.on for s in steps if s.stage is S.ISSUED), None)
    if limit is None or issued is None:
        return
    forwarded = next((s.on for s in steps if s.stage is S.FORWARDED), None)
    due = limit.ends(issued)
    if (forwarded or on) > due:
        said = {"due": long_day(due), "day": long_day(forwarded)}
        reason = (
            gettext("It was to be forwarded by %(due)s and was on %(day)s.")
            if forwarded
            else gettext("It was to be forwarded by %(due)s and is not yet.")
        )
        yield FundingVerdict(FundingFlag.FORWARDED_LATE, "FUND-8", reason % said)


def waits_since(steps: Sequence[LadderStep], paid: int) -> date | None:
    """Return the day on which the oldest money that is not paid out arrived: what came first is
    paid first. None if all is paid.
    """
    arrived = 0
    for step in steps:
        if step.stage is S.IN_PLACE:
            arrived += step.yuan or 0
            if arrived > paid:
                return step.on
    return None


def _lying(
    steps: Sequence[LadderStep], sums: Sums, rules: ProgrammeRules, on: date
) -> Iterator[FundingVerdict]:
    """FUND-9: money that arrived and is not paid out."""
    since = waits_since(steps, sums.paid) if sums.unpaid > 0 else None
    if since is None:
        return
    days = (on - since).days
    said = {"yuan": in_unit(sums.unpaid), "day": long_day(since), "days": days}
    if rules.idle_days is not None and days > rules.idle_days:
        reason = gettext(
            "%(yuan)s not paid out; the oldest of it came on %(day)s, %(days)s days ago."
        )
        yield FundingVerdict(FundingFlag.IDLE, "FUND-9", reason % said)
    if rules.spend_months is not None and on > months_later(since, rules.spend_months):
        said["months"] = rules.spend_months
        reason = gettext(
            "%(yuan)s not paid out; it came on %(day)s, more than %(months)s months ago."
        )
        yield FundingVerdict(FundingFlag.SPENT_LATE, "FUND-9", reason % said)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month if it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    then = Month(day.year + years, month + 1)
    return then.last_day.replace(day=min(day.day, then.last_day.day))


def _sizes(
    sums: Sums, rules: ProgrammeRules, total_investment_yuan: int | None
) -> Iterator[FundingVerdict]:
    """FUND-6 and FUND-10: money to return, paid ahead of the works, a quota above its share."""
    if sums.to_return:
        said = in_unit(sums.to_return)
        yield FundingVerdict(
            FundingFlag.TO_RETURN, "FUND-6", gettext("%s is in place beyond the quota.") % said
        )
    if rules.pays_after_works and sums.paid > sums.works:
        reason = gettext("%(paid)s paid out for %(works)s of works.")
        told = {"paid": in_unit(sums.paid), "works": in_unit(sums.works)}
        yield FundingVerdict(FundingFlag.AHEAD_OF_WORKS, "FUND-10", reason % told)
    if rules.cap_percent is None or not total_investment_yuan:
        return
    if Decimal(sums.issued) * 100 > rules.cap_percent * total_investment_yuan:
        reason = gettext("%(yuan)s is more than %(percent)s%% of the total investment.")
        shares = {"yuan": in_unit(sums.issued), "percent": rules.cap_percent}
        yield FundingVerdict(FundingFlag.ABOVE_CAP, "FUND-10", reason % shares)
