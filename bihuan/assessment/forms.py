"""Shapes in: which scheme the district follows, what of a scoreboard is shown, which mark is asked
about.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.kit.fields import NumberField, SinceField
from bihuan.projects.kinds import ProjectClass

from .kinds import BoardPart
from .presets import schemes_known
from .queries.board_rows import BoardFilter


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


class BoardFilterForm(forms.Form):
    """What of a scoreboard is shown. What cannot be read is taken as not said."""

    q = forms.CharField(label=_("Search"), max_length=60, required=False)
    kind = forms.TypedChoiceField(
        label=_("Class"),
        choices=ProjectClass,
        coerce=ProjectClass,
        empty_value=None,
        required=False,
    )
    size = forms.IntegerField(label=_("Size group"), min_value=0, max_value=99, required=False)
    organisation = NumberField(label=_("Organisation"), min_value=1, required=False)
    commander = NumberField(label=_("Commander"), min_value=1, required=False)
    show = forms.TypedChoiceField(
        label=_("Show"), choices=BoardPart, coerce=BoardPart, empty_value=None, required=False
    )
    grade = forms.CharField(label=_("Grade"), max_length=60, required=False)
    sort = forms.CharField(max_length=60, required=False)

    @property
    def asked(self) -> BoardFilter:
        self.is_valid()
        said = self.cleaned_data
        return BoardFilter(
            words=said.get("q", ""),
            kind=said.get("kind"),
            size=said.get("size"),
            organisation=said.get("organisation"),
            commander=said.get("commander"),
            part=said.get("show"),
            grade=said.get("grade", ""),
            sort=said.get("sort", ""),
        )


class MarkForm(forms.Form):
    """A number of points of which somebody asks what would have brought it."""

    mark = forms.DecimalField(
        label=_("Target score"),
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
