"""The ladder of one line of money: its stages and days in order, and no more paid than is in place.

Pure: values in, refusal out. Source: docs/rules/funding.md, clauses FUND.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bihuan.funding.kinds import MONEY, OF_QUOTA, FundingStage
from bihuan.funding.programmes import ProgrammeRules
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import LARGEST_YUAN, in_unit
from bihuan.kit.words import gettext, joined

S = FundingStage
NEEDS: Mapping[FundingStage, FundingStage] = {
    S.REVIEWED: S.APPLIED,
    S.LISTED: S.APPLIED,
    S.FORWARDED: S.ISSUED,
    S.IN_PLACE: S.ISSUED,
    S.PAID: S.ISSUED,
    S.COMPLETED: S.ISSUED,
    S.AUDITED: S.COMPLETED,
}
"""What must have been entered, of a day not later (FUND-3)."""


@dataclass(frozen=True)
class LadderStep:
    """One entry of a line as it counts: yuan below zero were taken back; None of a mere day."""

    stage: FundingStage
    on: date
    yuan: int | None = None


@dataclass(frozen=True)
class Sums:
    """What stands at each stage that carries money, in yuan."""

    applied: int = 0
    issued: int = 0
    in_place: int = 0
    paid: int = 0
    works: int = 0

    @property
    def to_return(self) -> int:
        """What is in place beyond the quota: a cut left it to be returned (FUND-6)."""
        return max(self.in_place - self.issued, 0)

    @property
    def unpaid(self) -> int:
        return self.in_place - self.paid

    def __add__(self, other: Sums) -> Sums:
        return Sums(**{s.value: getattr(self, s.value) + getattr(other, s.value) for s in MONEY})

    def with_step(self, step: LadderStep) -> Sums:
        """Return the sums after one step."""
        if step.yuan is None:
            return self
        return replace(self, **{step.stage.value: getattr(self, step.stage.value) + step.yuan})


def summed(steps: Iterable[LadderStep]) -> Sums:
    """Return what stands after all steps."""
    sums = Sums()
    for step in steps:
        sums = sums.with_step(step)
    return sums


def check_step(step: LadderStep, rules: ProgrammeRules, *, year: int, today: date) -> None:
    """Refuse a stage that the programme has not, a day to come, an amount where none belongs, and a
    quota that was issued in another year than its batch (FUND-2, FUND-3).
    """
    if step.stage not in rules.stages:
        raise Refusal(
            gettext("“%(programme)s” has no stage “%(stage)s”.")
            % {"programme": rules.code.label, "stage": step.stage.label}
        )
    if step.on > today:
        raise Refusal(gettext("%s lies in the future.") % long_day(step.on))
    if (step.stage in MONEY) != (step.yuan is not None):
        raise Refusal(
            gettext("“%s” takes an amount.") % step.stage.label
            if step.yuan is None
            else gettext("“%s” takes a day and no amount.") % step.stage.label
        )
    if step.yuan == 0 or abs(step.yuan or 0) > LARGEST_YUAN:
        raise Refusal(gettext("An amount is above nothing."))
    if step.stage is S.ISSUED and (step.yuan or 0) > 0 and step.on.year != year:
        raise Refusal(
            gettext("A quota of %(day)s is of a batch of %(is)s, not of %(year)s.")
            % {"day": long_day(step.on), "is": step.on.year, "year": year}
        )


def check_ladder(steps: Sequence[LadderStep]) -> None:
    """Refuse steps whose days are out of order, more paid than in place, and more in place than the
    quota, at the end of any day. A cut of the quota may leave more in place; nothing is added to it
    then, and nothing more is paid than the quota (FUND-3 to FUND-6).
    """
    _check_order(steps)
    by_day: defaultdict[date, list[LadderStep]] = defaultdict(list)
    for step in steps:
        by_day[step.on].append(step)
    sums = Sums()
    for day in sorted(by_day):
        for step in by_day[day]:
            sums = sums.with_step(step)
        _check_sums(sums, day, {each.stage for each in by_day[day] if (each.yuan or 0) > 0})


def _check_order(steps: Sequence[LadderStep]) -> None:
    firsts: dict[FundingStage, date] = {}
    for step in steps:
        if step.yuan is None or step.yuan > 0:
            firsts[step.stage] = min(step.on, firsts.get(step.stage, step.on))
    for stage, on in firsts.items():
        before = NEEDS.get(stage)
        if before is None:
            continue
        if before not in firsts:
            raise Refusal(
                gettext("“%(stage)s” of %(day)s comes after “%(before)s”, which has no entry.")
                % {"stage": stage.label, "day": long_day(on), "before": before.label}
            )
        if on < firsts[before]:
            raise Refusal(
                gettext("“%(stage)s” of %(day)s would come before “%(before)s” of %(then)s.")
                % {
                    "stage": stage.label,
                    "day": long_day(on),
                    "before": before.label,
                    "then": long_day(firsts[before]),
                }
            )


def _check_sums(sums: Sums, day: date, added: set[FundingStage]) -> None:
    """Refuse what the sums at the end of a day may not be; `added` are the stages that grew."""
    for stage in MONEY:
        if getattr(sums, stage.value) < 0:
            raise Refusal(
                gettext("By %(day)s more would be taken back of “%(stage)s” than there is.")
                % {"day": long_day(day), "stage": stage.label}
            )
    if S.IN_PLACE in added and sums.in_place > sums.issued:
        raise _beyond(day, S.IN_PLACE, sums.in_place, S.ISSUED, sums.issued)
    if sums.paid > sums.in_place:
        raise _beyond(day, S.PAID, sums.paid, S.IN_PLACE, sums.in_place)
    if S.PAID in added and sums.paid > sums.issued:
        raise _beyond(day, S.PAID, sums.paid, S.ISSUED, sums.issued)


def _beyond(day: date, stage: FundingStage, yuan: int, limit: FundingStage, most: int) -> Refusal:
    return Refusal(
        gettext("By %(day)s “%(stage)s” would be %(yuan)s, and “%(limit)s” is only %(most)s.")
        % {
            "day": long_day(day),
            "stage": stage.label,
            "yuan": in_unit(yuan),
            "limit": limit.label,
            "most": in_unit(most),
        }
    )


def check_corrected(steps: Sequence[LadderStep], was: Sums) -> None:
    """Refuse a correction that leaves more money to return than there was: what was issued falls by
    a cut with its document (FUND-5, FUND-6).
    """
    if summed(steps).to_return > was.to_return:
        raise Refusal(
            gettext(
                "This would leave more in place than the quota. If the quota was cut, enter the "
                "cut with its document."
            )
        )


def check_cut(yuan: int, sums: Sums, document_number: str, reason: str) -> None:
    """Refuse a cut of more than the quota, without its document or a reason (FUND-6)."""
    check_funding_reason(reason)
    if not document_number.strip():
        raise Refusal(gettext("Name the document that cuts the quota."))
    if not 0 < yuan <= sums.issued:
        raise Refusal(
            gettext("The quota is %s: it cannot be cut by that much.") % in_unit(sums.issued)
        )


def handed_back(yuan: int, sums: Sums) -> int:
    """Return how much of what is handed back had been paid. Refuse more than is to be returned
    (FUND-6).
    """
    if not 0 < yuan <= sums.to_return:
        raise Refusal(
            gettext("%s is to be returned: enter the cut of the quota first, if there is one.")
            % in_unit(sums.to_return)
        )
    return max(sums.paid - (sums.in_place - yuan), 0)


def check_funding_reason(reason: str) -> None:
    """Refuse a change of what was entered without saying why (FUND-5)."""
    if not reason.strip():
        raise Refusal(gettext("Say why."))


def check_document(
    stage: FundingStage, rules: ProgrammeRules, number: str, yuan: int | None
) -> None:
    """Refuse a quota without the number of its document (FUND-4)."""
    needed = stage is S.ISSUED and rules.has_quota and (yuan or 0) > 0
    if needed and not number.strip():
        raise Refusal(gettext("A quota has a document number."))


def check_missing(stage: FundingStage, missing: Sequence[str], reason: str) -> None:
    """Refuse a stage before its conditions are met, unless it is said why (FUND-7)."""
    if missing and not reason.strip():
        raise Refusal(
            gettext("Before “%(stage)s” there is to be: %(missing)s. If it was so, say why.")
            % {"stage": stage.label, "missing": joined(missing)}
        )


def is_of_quota(stage: FundingStage) -> bool:
    """Return whether a stage comes from above, so that the office enters it (FUND-11)."""
    return stage in OF_QUOTA
