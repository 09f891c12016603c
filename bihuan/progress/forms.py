"""What the pages of the monthly round take in. Limits live in `rules.py` and `believable.py`."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.kit.fields import DayField, NumberField, WanField, left_to_action
from bihuan.kit.words import _

from .kinds import FundSource
from .validation import Filling, ReportProblem

FIELDS = {"completed": "completed_yuan", "percent": "physical_percent", "text": "physical_text"}


def _words(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": options.pop("rows", 3)})
    return forms.CharField(label=label, required=False, max_length=2_000, widget=widget, **options)


class FillForm(forms.Form):
    """One project's month."""

    completed_yuan = WanField(label=_("Completed this month"), help_text=_("ten thousand yuan"))
    completed_yuan.widget.attrs["autofocus"] = True
    physical_percent = forms.DecimalField(
        label=_("Physical progress, percent"),
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal", "class": "num"}),
    )
    physical_text = _words(_("Physical progress"), help_text=_("What stands now, in words"))
    problems = _words(
        _("Problems"), help_text=_("What still holds the project up; empty if nothing")
    )
    next_month_text = _words(_("Plan for next month"))
    edition = NumberField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for source in FundSource:
            self.fields[f"funds_{source.value}"] = WanField(label=source.label, required=False)

    @classmethod
    def start(cls, filling: Filling, *, edition: int, blank: bool) -> dict[str, Any]:
        """Return the form's first values; the month's money stays `blank` until it is known."""
        funds = {f"funds_{source}": yuan for source, yuan in filling.funds.items()}
        columns = filling.columns()
        if blank:
            columns["completed_yuan"] = None
        return {**columns, **funds, "edition": edition}

    @property
    def fund_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("funds_")]

    @property
    def has_funds(self) -> bool:
        """True if any source has money or a problem, so that the form shows them at once."""
        return any(field.value() or field.errors for field in self.fund_fields)

    def filling(self) -> Filling:
        """Return what was typed, once it is valid."""
        said = self.cleaned_data
        return Filling(
            completed_yuan=said["completed_yuan"],
            physical_percent=said["physical_percent"],
            physical_text=said["physical_text"],
            problems=said["problems"],
            next_month_text=said["next_month_text"],
            funds={s.value: said.get(f"funds_{s.value}") or 0 for s in FundSource},
        )

    def point_at(self, problems: list[ReportProblem]) -> None:
        """Put each sentence at the field that it is about."""
        for problem in problems:
            name = FIELDS.get(problem.field, f"funds_{problem.field}")
            self.add_error(name if name in self.fields else None, problem.sentence)


class CorrectForm(FillForm):
    """A new version of what was accepted."""

    reason = _words(_("Reason for the correction"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        left_to_action(self.fields["reason"])


class ReportReasonForm(forms.Form):
    """Words beside a step."""

    reason = forms.CharField(required=False, max_length=2_000)


class OpenForm(forms.Form):
    """Until when a round that is opened lasts; empty: as the rules say."""

    closes_on = DayField(required=False)


class ExtendForm(forms.Form):
    """A later last day of a round, and why."""

    closes_on = DayField()
    reason = forms.CharField(required=False, max_length=2_000)


class ReopenForm(forms.Form):
    project = NumberField(min_value=1)
    reason = left_to_action(forms.CharField(max_length=2_000))


class ReachForm(forms.Form):
    reached_on = DayField(
        label=_("Reached on"),
    )
    evidence = forms.CharField(label=_("Evidence"), required=False, max_length=500)
