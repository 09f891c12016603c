"""What is typed of a chain's register. Limits live in `rules/chains.py`."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.accounts.models import Leader, Organisation
from bihuan.kit.fields import DayField, WanField, YearField
from bihuan.kit.words import _

from .drafts import PlaceDraft
from .kinds import CameAs, ChainLink, WentAs

NOT_SAID = [("", "—")]


class PlaceForm(forms.Form):
    """An enterprise and its place in a chain."""

    name = forms.CharField(label=_("Enterprise"), max_length=120)
    credit_code = forms.CharField(
        label=_("Unified social credit code"), required=False, max_length=18
    )
    link = forms.ChoiceField(label=_("Link"), choices=ChainLink.choices)
    above_scale_on = DayField(label=_("Above scale since"), required=False)
    since = DayField(label=_("In the chain since"), required=False)
    came_as = forms.ChoiceField(
        label=_("Came as"), choices=[*NOT_SAID, *CameAs.choices], required=False
    )
    until = DayField(label=_("Last day in the chain"), required=False)
    went_as = forms.ChoiceField(
        label=_("Left as"), choices=[*NOT_SAID, *WentAs.choices], required=False
    )
    counts = forms.BooleanField(
        label=_("This chain counts its output"),
        required=False,
        initial=True,
        help_text=_("Off where another chain counts it, and this one only names it"),
    )

    @property
    def draft(self) -> PlaceDraft:
        """Return what was typed."""
        said = self.cleaned_data
        return PlaceDraft(**said | {"credit_code": said["credit_code"].strip().upper()})


class EditPlaceForm(PlaceForm):
    """The same of an enterprise whose output stands under its name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["readonly"] = True


class ChainLeadForm(forms.Form):
    """Who leads a chain, and which department looks after it."""

    leader = forms.ModelChoiceField(
        Leader.objects.all(), label=_("Leader of the chain"), required=False
    )
    department = forms.ModelChoiceField(
        Organisation.objects.filter(merged_into=None), label=_("Lead department"), required=False
    )


class ChainTargetForm(forms.Form):
    """The output that a chain is to reach in a year."""

    year = YearField(label=_("Year"))
    target_yuan = WanField(label=_("Target of the year"), help_text=_("ten thousand yuan"))
    reason = forms.CharField(
        label=_("Reason, if a target stands there"), required=False, max_length=2_000
    )


class ChainProjectForm(forms.Form):
    """Where in its chain a project stands, and what it will add."""

    link = forms.ChoiceField(label=_("Link"), choices=ChainLink.choices)
    expected_output_yuan = WanField(
        label=_("Expected output a year"), required=False, help_text=_("ten thousand yuan")
    )
