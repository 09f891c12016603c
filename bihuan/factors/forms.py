"""What the pages of needs take in. Limits live in `rules.py` and the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from bihuan.accounts.models import Organisation
from bihuan.kit.fields import DayField, NumberField, left_to_action
from bihuan.kit.words import _
from bihuan.matters.presets import district_policy
from bihuan.matters.wording import named

from .kinds import NeedVerb
from .models import Need
from .rules import WITH_REASON


def _words(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=False, max_length=5_000, widget=widget)


class NeedMoveForm(forms.Form):
    """Words beside a move, and what the page showed when it was filled in."""

    edition = NumberField(widget=forms.HiddenInput, required=False)
    note = _words(_("Words"))

    def __init__(self, need: Need, verb: NeedVerb, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {})["edition"] = need.edition
        super().__init__(*args, **options)
        if verb in WITH_REASON:
            left_to_action(self.fields["note"])
            self.fields["note"].label = _("Why")


class HandOverForm(NeedMoveForm):
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Organisation.objects.standing()
    )

    field_order = ("department", "note", "edition")

    def __init__(self, need: Need, verb: NeedVerb, *args: Any, **options: Any) -> None:
        options["initial"] = {"department": need.department_id}
        super().__init__(need, verb, *args, **options)


class ApproveForm(NeedMoveForm):
    number = left_to_action(forms.CharField(label=_("Approval number"), max_length=80))
    approved_on = DayField(label=_("Approved on"))
    valid_until = DayField(label=_("Valid until"), required=False)

    field_order = ("number", "approved_on", "valid_until", "note", "edition")


class PromiseForm(NeedMoveForm):
    ends_on = DayField(label=_("Papers promised by"))

    field_order = ("ends_on", "note", "edition")


FORMS: dict[NeedVerb, type[NeedMoveForm]] = {
    NeedVerb.HAND_OVER: HandOverForm,
    NeedVerb.APPROVE: ApproveForm,
    NeedVerb.PROMISE: PromiseForm,
}


class AddNeedForm(forms.Form):
    """An element put on one project's list."""

    element = forms.CharField(max_length=40)
    reason = left_to_action(forms.CharField(label=_("Why"), max_length=2_000))


class DayForm(forms.Form):
    """The day by which an element is needed, set by hand."""

    day = DayField(label=_("Needed by"))
    reason = left_to_action(forms.CharField(label=_("Why"), max_length=2_000))


class RaiseNeedForm(forms.Form):
    """A need raised as a matter."""

    severity = forms.ChoiceField(label=_("Severity"))
    text = _words(_("What is wanted"))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["severity"].choices = [  # type: ignore[attr-defined]  # a choice field
            (each.code, named(each)) for each in district_policy(on).severities
        ]
