"""What is typed of the bureau's figures and of output. Limits live in `rules.py`."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.kit.fields import DayField, WanField
from bihuan.kit.words import _
from bihuan.projects.models import Chain


def _month() -> forms.RegexField:
    return forms.RegexField(
        r"^(19|20)\d{2}-(0[1-9]|1[0-2])$",
        label=_("Month"),
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2024-03"}),
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason, if a figure stands there"), required=False, max_length=2_000
    )


class StandingForm(forms.Form):
    """When a project entered the statistics, and when it started by their test."""

    entered_on = DayField(
        label=_("Entered the statistics"),
        required=False,
    )
    started_on = DayField(
        label=_("Started (statistics)"),
        required=False,
    )


class MonthForm(forms.Form):
    """What the statistics counted of a project in one month."""

    month = _month()
    completed_yuan = WanField(label=_("Completed (statistics)"), help_text=_("ten thousand yuan"))
    reason = _reason()


class InvestmentForm(forms.Form):
    """The district's fixed-asset investment to date."""

    month = _month()
    cumulative_yuan = WanField(
        label=_("Fixed-asset investment, January to this month"), help_text=_("ten thousand yuan")
    )
    reason = _reason()


class OutputForm(forms.Form):
    """One enterprise's output of a year beside the year before."""

    chain = forms.ModelChoiceField(Chain.objects.all(), label=_("industry chain"))
    enterprise = forms.CharField(label=_("enterprise"), max_length=120)
    output_yuan = WanField(label=_("output"), help_text=_("ten thousand yuan"))
    previous_output_yuan = WanField(
        label=_("output of the year before"), help_text=_("ten thousand yuan")
    )
    reason = forms.CharField(
        label=_("Reason, if output stands there"), required=False, max_length=2_000
    )

    def __init__(self, *args: Any, chains: QuerySet[Chain], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chain"].queryset = chains  # type: ignore[attr-defined]  # a choice of rows
