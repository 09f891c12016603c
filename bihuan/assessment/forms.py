"""Shapes in: which scheme the district follows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.kit.fields import SinceField

from .presets import schemes_known


class SchemeForm(forms.Form):
    """Which scheme holds, and from which day on."""

    scheme = forms.ChoiceField(label=_("Scheme of assessment"))
    since = SinceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"] = forms.ChoiceField(
            label=_("Scheme of assessment"),
            choices=[(name, dated.latest.title) for name, dated in schemes_known().items()],
        )
