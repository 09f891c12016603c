"""What is chosen and changed on the page of a new year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from bihuan.kit.errors import Refusal
from bihuan.kit.fields import WanField, YearField
from bihuan.kit.money import wan
from bihuan.kit.words import _
from bihuan.plans.rules import check_plan
from bihuan.projects.kinds import ProjectClass, Tier

from .actions import CarryOverChange
from .queries import Carried
from .rules import left_of

PLAN = WanField()
"""Reads and shows a plan, as every form does."""


class YearsForm(forms.Form):
    """From which year's lists into which year."""

    from_year = YearField(label=_("from the lists of"))
    to_year = YearField(label=_("into"))
    tiers = forms.MultipleChoiceField(
        label=_("lists"),
        choices=Tier.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def lists(self) -> list[Tier] | None:
        """Return the lists that are named; None for all that there are."""
        named = [Tier(each) for each in self.cleaned_data["tiers"]]
        return None if len(named) == len(Tier) else named


@dataclass(frozen=True)
class CarryOverLine:
    """One proposal with what is typed beside it."""

    row: Carried
    is_taken: bool
    chosen_class: str
    typed_plan: str
    fault: str = ""

    @property
    def left_yuan(self) -> int | None:
        return left_of(self.row.project.total_investment_yuan, self.row.completed_before_yuan)

    @property
    def counted_yuan(self) -> int:
        """The plan that was typed, if it can be read; else the one proposed."""
        if self.fault or self.is_as_proposed:
            return self.row.planned_yuan
        return int(PLAN.clean(self.typed_plan) or 0)

    @property
    def is_as_proposed(self) -> bool:
        """True if the plan stands as the page showed it, which is rounded to a hundred yuan."""
        return self.typed_plan.strip() == wan(self.row.planned_yuan)

    def change(self) -> CarryOverChange:
        """Return what was changed. The line has no fault."""
        return CarryOverChange(
            project_class=ProjectClass(self.chosen_class),
            planned_yuan=None if self.is_as_proposed else PLAN.clean(self.typed_plan),
            stays=not self.is_taken,
        )


def lines_of(rows: Sequence[Carried], typed: Mapping[str, str] | None) -> list[CarryOverLine]:
    """Return the proposals as lines to change: as proposed, or as they were typed."""
    return [_line(row, typed) for row in rows if row.is_carried]


def _line(row: Carried, typed: Mapping[str, str] | None) -> CarryOverLine:
    pk = row.project.pk
    if typed is None or f"plan-{pk}" not in typed:  # nothing was said of it: it goes as proposed
        return _as_proposed(row)
    plan, chosen = typed[f"plan-{pk}"], typed.get(f"class-{pk}", row.project_class)
    taken = f"take-{pk}" in typed
    known = chosen if chosen in ProjectClass.values else row.project_class
    return CarryOverLine(row, taken, known, plan, _fault(plan) if taken else "")


def _as_proposed(row: Carried) -> CarryOverLine:
    return CarryOverLine(
        row, is_taken=True, chosen_class=row.project_class, typed_plan=wan(row.planned_yuan)
    )


def _fault(plan: str) -> str:
    try:
        check_plan(int(PLAN.clean(plan) or 0))
    except forms.ValidationError as told:
        return " ".join(told.messages)
    except Refusal as told:
        return str(told)
    return ""
