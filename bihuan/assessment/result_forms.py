"""Shapes in: freezing, terms, appeals and their answers, results and their papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.kit.errors import Refusal
from bihuan.kit.fields import DayField, WanField, left_to_action
from bihuan.kit.months import Month
from bihuan.papers.rules import SIGNER_MOST, TEXT_MOST

from .kinds import AssessedPeriod, MeasureLevel, ResultMeasure

Choices = Iterable[tuple[Any, Any]]


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Do what a form asks; what is refused stands on the form as its error."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _words(label: Any, rows: int = 3, most: int = 2_000, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


class _NamedForm(forms.Form):
    """A form on a page with others: its fields' ids bear its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class FreezeForm(_NamedForm):
    """Which scores are frozen."""

    period = forms.ChoiceField(label=_("Period"), choices=AssessedPeriod.choices)
    month = forms.CharField(
        label=_("Its last month"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
    )

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"])
        except (Refusal, ValueError) as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class _TermForm(_NamedForm):
    """What an exemption and an adjustment share."""

    first_month = forms.IntegerField(label=_("From month"), min_value=1, max_value=12)
    last_month = forms.IntegerField(label=_("To month"), min_value=1, max_value=12)
    reason = left_to_action(_words(_("Reason")))
    document = forms.CharField(
        label=_("Document number"), max_length=120, required=False, help_text=_("Of the approval")
    )


class ExemptionForm(_TermForm):
    """From what a subject is excused."""

    item = forms.ChoiceField(label=_("Excused from"))

    def __init__(self, *args: Any, items: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"] = forms.ChoiceField(label=_("Excused from"), choices=list(items))
        self.order_fields(["item", "first_month", "last_month", "reason", "document"])


class AdjustmentForm(_TermForm):
    """Points given or taken."""

    points = forms.DecimalField(
        label=_("Points"),
        max_digits=10,
        decimal_places=6,
        help_text=_("Taken with a minus"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "class": "num"}),
    )
    clause = forms.CharField(
        label=_("Clause"), max_length=60, help_text=_("On which the adjustment rests")
    )
    field_order = ("points", "clause", "first_month", "last_month", "reason", "document")


class TermDecisionForm(_NamedForm):
    """What is said of it; needed for a refusal."""

    note = forms.CharField(
        label=_("Remark"), max_length=2_000, required=False, help_text=_("Needed for a refusal")
    )


class RevocationForm(_NamedForm):
    reason = left_to_action(forms.CharField(label=_("Why it is revoked"), max_length=2_000))


class AppealForm(_NamedForm):
    """Against which line, and why."""

    line = forms.ChoiceField(label=_("Line"))
    text = left_to_action(_words(_("Why"), rows=4, most=5_000))

    def __init__(self, *args: Any, lines: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"] = forms.ChoiceField(label=_("Line"), choices=list(lines))
        self.order_fields(["line", "text"])


class AnswerForm(_NamedForm):
    """The outcome of an appeal, and why."""

    REJECT, EXEMPT, ADJUST = "reject", "exempt", "adjust"
    outcome = forms.ChoiceField(
        label=_("Outcome of the appeal"),
        choices=[
            (REJECT, _("Reject: the score stands")),
            (EXEMPT, _("Uphold: exempt from this item")),
            (ADJUST, _("Uphold: give points")),
        ],
        widget=forms.RadioSelect,
    )
    points = forms.DecimalField(
        label=_("Points"),
        max_digits=10,
        decimal_places=6,
        required=False,
        help_text=_("Only with “give points”"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "class": "num"}),
    )
    answer = left_to_action(_words(_("Answer"), rows=4, most=5_000))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        gives = said.get("outcome") == self.ADJUST
        if gives and said.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("Say how many points."))
        return said

    def grant(self) -> dict[str, Any]:
        """Return what the outcome grants, as the action takes it."""
        said = self.cleaned_data
        return {
            "exempt": said["outcome"] == self.EXEMPT,
            "points": said["points"] if said["outcome"] == self.ADJUST else None,
        }


class ResultForm(_NamedForm):
    """A reward or penalty that rests on a score."""

    measure = forms.ChoiceField(label=_("Measure"), choices=ResultMeasure.choices)
    day = DayField(label=_("Day"))
    decided_by = left_to_action(forms.CharField(label=_("Decided by"), max_length=60))
    yuan = WanField(
        label=_("Amount"), required=False, help_text=_("Funds only, in ten thousand yuan")
    )
    text = left_to_action(_words(_("Why")))


class NoticeForm(ResultForm):
    """What a notice of the city or the province says of somebody."""

    level = forms.ChoiceField(
        label=_("Whose notice"),
        choices=[
            (each.value, each.label) for each in MeasureLevel if each is not MeasureLevel.DISTRICT
        ],
    )
    subject = forms.ChoiceField(label=_("Of whom"))
    document = left_to_action(forms.CharField(label=_("Number of the notice"), max_length=120))

    def __init__(self, *args: Any, subjects: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"] = forms.ChoiceField(label=_("Of whom"), choices=list(subjects))
        self.order_fields(["level", "subject", "measure", "document", "day"])


class ResultPaperForm(_NamedForm):
    """The text of a paper and who signs it."""

    text = _words(_("Text, one paragraph a line"), rows=8, most=TEXT_MOST)
    signer = forms.CharField(label=_("signed by"), max_length=SIGNER_MOST)


class VoidResultForm(_NamedForm):
    reason = left_to_action(forms.CharField(label=_("Why it is void"), max_length=2_000))
