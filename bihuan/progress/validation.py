"""What a report may say: impossible values stop it, odd ones are asked about.

Pure: values in, sentences out. Source: docs/rules/progress.md, clauses SANE (stops) and DOUBT.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bihuan.kit.money import WAN, in_unit
from bihuan.kit.words import gettext

from .kinds import FundSource

TIMES_TOTAL = 10  # SANE-4: a month above ten times the project's total is a slip of the unit
TIMES_PLAN = 100  # SANE-4: where no total is known, above a hundred times the year's plan
TINY_SHARE = 10_000  # DOUBT-6: a month below 1/10,000 of the year's plan
AHEAD = Decimal("1.5")  # DOUBT-1
TIMES_MONTH = 3  # DOUBT-2
LEAP = 10  # DOUBT-4, points


@dataclass(frozen=True)
class ReportInput:
    """What a report states. Funds are from January to date; a stated cumulative is checked only."""

    completed_yuan: int = 0
    physical_percent: Decimal | None = None
    physical_text: str = ""
    funds: Mapping[str, int] = field(default_factory=dict)
    stated_cumulative_yuan: int | None = None


@dataclass(frozen=True)
class Filling(ReportInput):
    """All that the form holds."""

    problems: str = ""
    next_month_text: str = ""

    def columns(self) -> dict[str, Any]:
        """Return what is stored on the report itself."""
        return {
            "completed_yuan": self.completed_yuan,
            "physical_percent": self.physical_percent,
            "physical_text": self.physical_text,
            "problems": self.problems,
            "next_month_text": self.next_month_text,
        }


@dataclass(frozen=True)
class Known:
    """What is known before the report: `earlier_yuan` is January to the month before."""

    earlier_yuan: int = 0
    before_year_yuan: int = 0
    previous_yuan: int | None = None
    previous_percent: Decimal | None = None
    previous_text: str = ""
    previous_problems: str = ""
    previous_next_text: str = ""
    previous_funds: Mapping[str, int] = field(default_factory=dict)
    planned_yuan: int | None = None
    planned_month_yuan: int | None = None
    total_yuan: int | None = None


@dataclass(frozen=True)
class ReportProblem:
    """One sentence about one field, and the clause it rests on."""

    clause: str
    field: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def carried(known: Known) -> Filling:
    """Return what a month begins with: all that the report before says, but for its money."""
    return Filling(
        physical_percent=known.previous_percent,
        physical_text=known.previous_text,
        problems=known.previous_problems,
        next_month_text=known.previous_next_text,
        funds=known.previous_funds,
    )


def impossible(said: ReportInput, known: Known, *, unit: int = WAN) -> list[ReportProblem]:
    """Return why the report cannot be true; with any, it is not taken. Amounts are told in `unit`
    yuan.
    """
    return [*_money(said, known, unit), *_percent(said, known), *_funds(said, known)]


def odd(said: ReportInput, known: Known) -> list[ReportProblem]:
    """Return what the reporter should look at again; it may still be true."""
    return [*_odd_money(said, known), *_odd_movement(said, known), *_odd_size(said, known)]


def _money(said: ReportInput, known: Known, unit: int) -> Iterator[ReportProblem]:
    if said.completed_yuan < 0:
        yield ReportProblem(
            "SANE-1", "completed", gettext("The month's investment cannot be negative.")
        )
    if sentence := _cumulative(said, known, unit):
        yield ReportProblem("SANE-2", "cumulative", sentence)
    if _slipped(said.completed_yuan, known):
        yield ReportProblem(
            "SANE-4",
            "completed",
            gettext("Far beyond the project's size: yuan, ten thousand, hundred million mixed up?"),
        )


def _cumulative(said: ReportInput, known: Known, unit: int) -> str:
    """Return what is wrong with a stated cumulative."""
    stated, derived = said.stated_cumulative_yuan, known.earlier_yuan + said.completed_yuan
    if stated is None or stated == derived:
        return ""
    sentence = (
        gettext("The cumulative falls: %(stated)s is stated, %(before)s stood a month before.")
        if stated < known.earlier_yuan
        else gettext("The cumulative is stated as %(stated)s, the months sum to %(derived)s.")
    )
    numbers = {"stated": stated, "before": known.earlier_yuan, "derived": derived}
    return sentence % {name: in_unit(yuan, unit) for name, yuan in numbers.items()}


def _slipped(completed_yuan: int, known: Known) -> bool:
    if known.total_yuan:
        return completed_yuan > TIMES_TOTAL * known.total_yuan
    return bool(known.planned_yuan) and completed_yuan > TIMES_PLAN * (known.planned_yuan or 0)


def _percent(said: ReportInput, known: Known) -> Iterator[ReportProblem]:
    percent = said.physical_percent
    if percent is None:
        return
    if not 0 <= percent <= 100:
        yield ReportProblem(
            "SANE-3", "percent", gettext("Physical progress lies between 0 and 100.")
        )
    elif known.previous_percent is not None and percent < known.previous_percent:
        yield ReportProblem(
            "SANE-3",
            "percent",
            gettext("Physical progress cannot fall: last month it was %s%%.")
            % known.previous_percent.normalize().__format__("f"),
        )


def _funds(said: ReportInput, known: Known) -> Iterator[ReportProblem]:
    for source, yuan in said.funds.items():
        label = FundSource(source).label
        if yuan < 0:
            yield ReportProblem("SANE-5", source, gettext("%s: funds cannot be negative.") % label)
        elif yuan < known.previous_funds.get(source, 0):
            yield ReportProblem(
                "SANE-5", source, gettext("%s: funds in place to date cannot fall.") % label
            )


def _odd_money(said: ReportInput, known: Known) -> Iterator[ReportProblem]:
    to_date = known.earlier_yuan + said.completed_yuan
    if known.planned_yuan and to_date > AHEAD * known.planned_yuan:
        yield ReportProblem(
            "DOUBT-1", "completed", gettext("The year stands above one and a half times its plan.")
        )
    if known.planned_month_yuan and said.completed_yuan > TIMES_MONTH * known.planned_month_yuan:
        yield ReportProblem(
            "DOUBT-2", "completed", gettext("More than three times what the month planned.")
        )
    if known.total_yuan and known.before_year_yuan + to_date > known.total_yuan:
        yield ReportProblem(
            "DOUBT-3", "completed", gettext("More has been completed than the total investment.")
        )


def _odd_movement(said: ReportInput, known: Known) -> Iterator[ReportProblem]:
    if said.physical_percent is None or known.previous_percent is None:
        return
    risen = said.physical_percent - known.previous_percent
    if risen >= LEAP and said.completed_yuan == 0:
        yield ReportProblem(
            "DOUBT-4", "percent", gettext("Progress leapt although nothing was spent.")
        )
    if risen == 0 and said.completed_yuan > 0 and known.previous_percent < 100:
        yield ReportProblem(
            "DOUBT-5", "percent", gettext("Money was spent but progress stands still.")
        )


def _odd_size(said: ReportInput, known: Known) -> Iterator[ReportProblem]:
    completed = said.completed_yuan
    if known.planned_yuan and 0 < completed < known.planned_yuan // TINY_SHARE:
        yield ReportProblem("DOUBT-6", "completed", gettext("Very little: was the unit mistaken?"))
    if completed > 0 and completed == known.previous_yuan:
        yield ReportProblem(
            "DOUBT-7", "completed", gettext("Exactly the same amount as last month.")
        )
    text = said.physical_text.strip()
    if completed > 0 and text and text == known.previous_text.strip():
        yield ReportProblem("DOUBT-8", "text", gettext("The words are last month's, unchanged."))
