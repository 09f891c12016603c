"""The hard-bone list: what puts a project on it, and what takes it off.

Pure: values in, reasons out. Source: docs/rules/command.md, clauses BONE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import half_up
from bihuan.kit.words import gettext
from bihuan.lights.kinds import RANK, Colour
from bihuan.project_months.rules import ProjectMonth

from .kinds import HardBoneOutcome, ReasonMeasure

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class HardBoneRules:
    """When a project comes onto the list and when it may leave. None switches a clause off.

    `overdue_days` are working days, `behind_points` percentage points of the annual plan.
    """

    title: str
    source: str
    version: int
    red_months: int | None = 2
    overdue_days: int | None = 15
    overdue_level: int = 3
    behind_points: Decimal | None = Decimal(30)
    clear_months: int = 2
    longest_days: int = 366

    def __post_init__(self) -> None:
        months = (self.clear_months, self.red_months or 1)
        if not all(1 <= number <= 12 for number in months):
            raise ValueError(gettext("The months running are 1 to 12."))
        if not 0 <= (self.overdue_days or 0) <= 250 or not 1 <= self.overdue_level <= 4:
            raise ValueError(gettext("Working days overdue are 0 to 250, levels 1 to 4."))
        if self.behind_points is not None and not 0 < self.behind_points <= HUNDRED:
            raise ValueError(gettext("Percentage points behind are above 0, and 100 at most."))

    @property
    def months_read(self) -> int:
        """How many months back the clauses look."""
        return max(self.red_months or 1, self.clear_months)


@dataclass(frozen=True)
class Overdue:
    """A project's longest overdue matter at the level that counts, in working days."""

    number: str
    days: int
    level: int


@dataclass(frozen=True)
class HardBoneFacts:
    """What is known of one project. `colours` are headlines by month, the oldest first; the last
    is that of the month judged. `any_overdue` counts every overdue matter, of whatever level.
    """

    colours: Sequence[Colour | None] = ()
    overdue: Overdue | None = None
    any_overdue: int = 0
    position: ProjectMonth | None = None
    is_live: bool = True


@dataclass(frozen=True)
class HardBoneReason:
    """One clause that speaks, with the figures that its sentence needs (decimal strings)."""

    clause: str
    why: ReasonMeasure
    figures: dict[str, str] = field(default_factory=dict)


def enter_reasons(facts: HardBoneFacts, rules: HardBoneRules) -> list[HardBoneReason]:
    """Return every clause that puts the project on the list (BONE-1 to BONE-3)."""
    if not facts.is_live:
        return []
    return [
        reason
        for reason in (_red(facts, rules), _overdue(facts, rules), _behind(facts, rules))
        if reason
    ]


def leave_reasons(facts: HardBoneFacts, rules: HardBoneRules) -> list[HardBoneReason]:
    """Return what takes the project off the list, or nothing while it must stay (BONE-4, BONE-5).

    `facts.colours` are those of the months since it came onto the list.
    """
    if not facts.is_live:
        return [HardBoneReason("BONE-5", ReasonMeasure.ENDED)]
    clear = running(facts.colours, red=False)
    speaks = bool(facts.colours) and facts.colours[-1] in RANK
    if not speaks or clear < rules.clear_months or facts.any_overdue:
        return []
    return [
        HardBoneReason("BONE-4", ReasonMeasure.CLEAR, {"months": str(clear)}),
        HardBoneReason("BONE-4", ReasonMeasure.NO_OVERDUE),
    ]


def _red(facts: HardBoneFacts, rules: HardBoneRules) -> HardBoneReason | None:
    months = running(facts.colours, red=True)
    if rules.red_months is None or months < rules.red_months:
        return None
    return HardBoneReason("BONE-1", ReasonMeasure.RED, {"months": str(months)})


def _overdue(facts: HardBoneFacts, rules: HardBoneRules) -> HardBoneReason | None:
    late = facts.overdue
    if rules.overdue_days is None or late is None:
        return None
    if late.days <= rules.overdue_days or late.level < rules.overdue_level:
        return None
    figures = {"number": late.number, "days": str(late.days), "level": str(late.level)}
    return HardBoneReason("BONE-2", ReasonMeasure.OVERDUE, figures)


def _behind(facts: HardBoneFacts, rules: HardBoneRules) -> HardBoneReason | None:
    points = facts.position.behind_points if facts.position else None
    if facts.position is None or points is None or rules.behind_points is None:
        return None
    if points <= rules.behind_points:
        return None
    done, expected = facts.position.completed_percent, facts.position.expected_percent
    figures = {"points": points, "done": done or 0, "expected": expected or 0}
    shown = {name: f"{half_up(Decimal(value), 2)}" for name, value in figures.items()}
    return HardBoneReason("BONE-3", ReasonMeasure.BEHIND, shown)


def running(colours: Sequence[Colour | None], *, red: bool) -> int:
    """Count the judged months up to the last that are red, or that are not; months without a
    signal are passed over (BONE-6).
    """
    judged = [colour is Colour.RED for colour in colours if colour in RANK]
    found = 0
    for is_red in reversed(judged):
        if is_red != red:
            break
        found += 1
    return found


def check_enters(
    *, is_live: bool, is_on: bool, why: str, target_on: date, today: date, rules: HardBoneRules
) -> None:
    """Raise Refusal unless the project may be put on the list with these words (BONE-7)."""
    if not is_live:
        raise Refusal(gettext("A project that ended does not come onto the list."))
    if is_on:
        raise Refusal(gettext("This project is on the hard-bone list already."))
    if not why.strip():
        raise Refusal(gettext("Say why the project comes onto the list."))
    check_target(target_on, today=today, rules=rules)


def check_target(target_on: date, *, today: date, rules: HardBoneRules) -> None:
    """Raise Refusal unless the day lies ahead, and not too far (BONE-7)."""
    if not 0 < (target_on - today).days <= rules.longest_days:
        told = gettext("The day by which it is to be solved lies 1 to %s days ahead.")
        raise Refusal(told % rules.longest_days)


def check_leaves(outcome: str, why: str, reasons: Sequence[HardBoneReason]) -> None:
    """Raise Refusal unless a hard bone may leave so: solved or ended only if the rules say so, by
    decision with a reason (BONE-5, BONE-8).
    """
    if outcome not in HardBoneOutcome.values:
        raise Refusal(gettext("There is no outcome “%s”.") % outcome)
    ended = any(reason.why is ReasonMeasure.ENDED for reason in reasons)
    if outcome == HardBoneOutcome.ENDED and not ended:
        raise Refusal(gettext("The project has not ended."))
    if outcome == HardBoneOutcome.SOLVED and (ended or not reasons):
        raise Refusal(gettext("The rules do not say that it is solved: take it off by decision."))
    if outcome == HardBoneOutcome.DECIDED and not why.strip():
        raise Refusal(gettext("Say why it is taken off the list."))
