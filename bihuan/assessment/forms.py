"""Shapes in: which scheme the district follows, and which mark somebody asks about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.kit.fields import SinceField

from .presets import scheme_presets


class SchemeForm(forms.Form):
    """Which scheme holds, and from which day on."""

    scheme = forms.ChoiceField(label=_("Scheme of assessment"))
    since = SinceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"] = forms.ChoiceField(
            label=_("Scheme of assessment"),
            choices=[(name, dated.latest.title) for name, dated in scheme_presets().items()],
        )


class MarkForm(forms.Form):
    """A number of points of which somebody asks what would have brought it."""

    mark = forms.DecimalField(
        label=_("What would have made it"),
        min_value=0,
        max_value=1000,
        max_digits=7,
        decimal_places=3,
        required=False,
    )

    @property
    def points(self) -> Decimal | None:
        """The mark asked for; None without one, or if it is no number."""
        return self.cleaned_data.get("mark") if self.is_valid() else None
