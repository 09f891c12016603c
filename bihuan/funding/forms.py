"""What the pages of money take in. Limits live in `rules/` and the presets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from bihuan.kit.fields import DayField, NumberField, WanField, left_to_action
from bihuan.kit.months import Month
from bihuan.kit.words import _

from .drafts import CountyDraft, FundingEntryDraft
from .kinds import FundingStage, Programme


def _reason(*, needed: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    field = forms.CharField(label=_("Reason"), required=False, max_length=2_000, widget=widget)
    return left_to_action(field) if needed else field


def _number() -> forms.CharField:
    return forms.CharField(label=_("Document number"), required=False, max_length=80)


class OpenLineForm(forms.Form):
    """A line that is to be opened for a project."""

    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices)
    year = NumberField(label=_("Year of the batch"), min_value=2001)
    batch = forms.CharField(label=_("Batch"), required=False, max_length=40)
    is_lump = forms.BooleanField(label=_("Issued as a lump plan"), required=False)


class FundingEntryForm(forms.Form):
    """A stage that was reached, of those the programme has."""

    stage = forms.ChoiceField(label=_("Stage"))
    on = DayField(label=_("Day"))
    amount_yuan = WanField(
        label=_("Amount"), required=False, help_text=_("ten thousand yuan; none of a mere day")
    )
    document_number = _number()
    total_yuan = WanField(
        label=_("Total of the document"),
        required=False,
        help_text=_("only if it names several projects"),
    )
    reason = _reason()

    def __init__(self, stages: Sequence[FundingStage], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].choices = [(each.value, each.label) for each in stages]  # type: ignore[attr-defined]  # a choice field

    @property
    def draft(self) -> FundingEntryDraft:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        return FundingEntryDraft(**{**said, "stage": FundingStage(said["stage"])})


class CorrectEntryForm(FundingEntryForm):
    """What stands in an entry's place; its stage stays."""

    reason = _reason(needed=True)


class TakenBackForm(forms.Form):
    """Money that a quota is cut by, or that is handed back."""

    yuan = WanField(label=_("Amount"), help_text=_("ten thousand yuan"))
    on = DayField(label=_("Day"))
    document_number = _number()
    reason = _reason(needed=True)


class CountyForm(forms.Form):
    """What one county won by the city's table."""

    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices)
    until = forms.RegexField(
        r"^(19|20)\d{2}-(0[1-9]|1[0-2])$",
        label=_("To the end of the month"),
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2024-03"}),
    )
    county = forms.CharField(label=_("County"), max_length=40)
    amount_yuan = WanField(label=_("Amount"), help_text=_("ten thousand yuan"))
    source = forms.CharField(label=_("Published in"), required=False, max_length=200)
    reason = forms.CharField(
        label=_("Reason, if an amount stands there"), required=False, max_length=2_000
    )

    @property
    def draft(self) -> CountyDraft:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        month = Month.parse(said.pop("until"))
        return CountyDraft(**said, year=month.year, until=month.first_day)


class WithdrawEntryForm(forms.Form):
    """Why an entry no longer counts."""

    reason = _reason(needed=True)
