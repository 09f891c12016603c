"""What a measure of projects is: what each place on the lists gives, and what it is divided by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .kinds import RATES, Grain, Unit
from .questions import Question
from .segments import WORDS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Term = Callable[[ir.Table, Question], ir.IntegerColumn]
    Condition = Callable[[ir.Table, Question], ir.BooleanColumn]


@dataclass(frozen=True)
class Measure:
    """Sum of `part` over the rows of a segment; if `whole` is given, as a percentage of its sum.

    `over_investment` divides by the district's fixed-asset investment, which no project bears
    (FIGURE-8). `counted` says which places of a segment count at all. `plan` names the measure that
    says what was planned of this one, of the same segment. `told_by` names the column that counts
    the records without which nothing is known of it, and one `from_first_report` has no value
    before there are any (FIGURE-22). `beside` names facts that it reads beside the places.
    """

    name: str
    label: WORDS
    definition: WORDS
    unit: Unit
    part: Term
    whole: Term | None = None
    over_investment: bool = False
    grain: Grain = Grain.PROJECT
    digits: int = 2
    segments: tuple[str, ...] = ("all",)
    bare: bool = False
    counted: Condition | None = None
    plan: str = ""
    told_by: str = ""
    from_first_report: bool = False
    beside: str = ""

    @property
    def is_rate(self) -> bool:
        return self.unit in RATES
