"""What is typed and chosen on the district's settings page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from bihuan.kit.fields import SinceField, YearField
from bihuan.kit.words import _
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District

from .choices import PresetOption

RULES = ("rounds", "curve", "lights", "headline", "loop", "needs", "mechanisms", "assessment")
OWN = ("name", "region_code", "year", "rounding")


class DistrictForm(forms.Form):
    """The district, and the preset that holds for each of its rules."""

    name = forms.CharField(
        label=_("district"),
        max_length=60,
        error_messages={"required": _("Give the district's name: papers and pages bear it.")},
    )
    region_code = forms.CharField(
        label=_("region (GB/T 2260)"),
        required=False,
        max_length=6,
        help_text=_("Six digits, such as 431202"),
    )
    year = YearField(
        label=_("year in focus"),
        required=False,
        help_text=_("The year that pages show first; empty for this one"),
    )
    rounds = forms.ChoiceField(
        label=_("rules of the monthly round"),
        widget=forms.RadioSelect,
        help_text=_("An open round keeps its days"),
    )
    curve = forms.ChoiceField(
        label=_("expected progress"),
        widget=forms.RadioSelect,
        help_text=_("The curve of a plan of which none is given; plans that stand keep theirs"),
    )
    lights = forms.ChoiceField(label=_("rules of the lights"), widget=forms.RadioSelect)
    headline = forms.ChoiceField(label=_("rules of the overall light"), widget=forms.RadioSelect)
    loop = forms.ChoiceField(label=_("rules for matters"), widget=forms.RadioSelect)
    needs = forms.ChoiceField(label=_("rules of needs"), widget=forms.RadioSelect)
    mechanisms = forms.ChoiceField(label=_("mechanisms"), widget=forms.RadioSelect)
    assessment = forms.ChoiceField(label=_("schemes of assessment"), widget=forms.RadioSelect)
    since = SinceField(label=_("The rules chosen hold from"))
    rounding = forms.ChoiceField(
        label=_("rounding of rates"),
        widget=forms.RadioSelect,
        help_text=_("Holds for every rate that is shown, those of earlier months too"),
    )

    def __init__(
        self,
        *given: Any,
        offered: dict[str, list[PresetOption]],
        stands: District,
        held: Mapping[Rules, str],
        since: date | None,
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        own = {name: getattr(stands, name) for name in OWN}
        self.initial = {**own, **{name: held[Rules(name)] for name in RULES}, "since": since}
        for column, group in offered.items():
            labels = [(c.name, f"{c.title} · {c.meaning}" if c.meaning else c.title) for c in group]
            self.fields[column].choices = labels  # type: ignore[attr-defined]  # a choice field
