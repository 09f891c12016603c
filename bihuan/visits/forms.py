"""What the pages of site visits take in. Limits live in `rules.py` and the manifest."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.kit.fields import NumberField
from bihuan.kit.words import _
from bihuan.lights.kinds import Colour
from bihuan.matters.forms import Files
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.wording import named

from .kinds import VisitPurpose
from .wording import finding_types

FINDINGS = 3
LIGHTS = [("", _("none")), *((c.value, c.label) for c in (Colour.GREEN, Colour.YELLOW, Colour.RED))]


class VisitForm(forms.Form):
    """A visit recorded online, with room for some findings."""

    device_id = forms.UUIDField(widget=forms.HiddenInput)
    visited_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    notes = forms.CharField(
        label=_("What was seen"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    purpose = forms.ChoiceField(
        label=_("Visit of supervision"), required=False, choices=[("", "—"), *VisitPurpose.choices]
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    longitude = forms.DecimalField(
        label=_("Longitude"), required=False, max_digits=9, decimal_places=6
    )
    latitude = forms.DecimalField(
        label=_("Latitude"), required=False, max_digits=8, decimal_places=6
    )
    photos = Files()

    def __init__(self, loop: MatterPolicy, *args: Any, inspects: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["photos"].label = _("Photos")
        self.fields["photos"].help_text = _("Evidence, never counted in any score")
        kinds, severities = finding_types(loop), [(s.code, named(s)) for s in loop.severities]
        for number in range(1, FINDINGS + 1):
            self.fields[f"title{number}"] = forms.CharField(
                label=_("Finding"), required=False, max_length=200
            )
            self.fields[f"type{number}"] = forms.ChoiceField(
                label=_("Type"), required=False, choices=kinds
            )
            self.fields[f"severity{number}"] = forms.ChoiceField(
                label=_("Severity"), required=False, choices=severities
            )
        if inspects:
            self.fields["colour"] = forms.ChoiceField(
                label=_("Inspector's light"), required=False, choices=LIGHTS
            )

    def findings(self) -> list[tuple[str, str, str]]:
        """Return title, type and severity of each finding that has words."""
        said = self.cleaned_data
        rows = (
            (said.get(f"title{n}", ""), said.get(f"type{n}", ""), said.get(f"severity{n}", ""))
            for n in range(1, FINDINGS + 1)
        )
        return [row for row in rows if row[0].strip()]


class SeedForm(forms.Form):
    seed = forms.IntegerField(label=_("Seed of the draw"), min_value=0, max_value=2**31 - 1)


class PutForm(forms.Form):
    project = NumberField(min_value=1)
    reason = forms.CharField(required=False, max_length=2_000)


class WhyForm(forms.Form):
    reason = forms.CharField(required=False, max_length=2_000)
