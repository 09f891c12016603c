"""What the pages of an import ask."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.kit.errors import Refusal
from bihuan.kit.fields import NumberField
from bihuan.kit.money import UNITS
from bihuan.kit.sheets import FORMATS
from bihuan.kit.words import _

from .rules import check_number


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files in one field; cleans to a list of them."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        try:
            check_number(len(files))
        except Refusal as told:
            raise forms.ValidationError(str(told)) from told
        return [super(ManyFiles, self).clean(each, initial) for each in files or [None]]


class UploadForm(forms.Form):
    workbooks = ManyFiles(
        label=_("Tables (Excel, WPS, Word, PDF, text)"),
        widget=ManyFilesInput(attrs={"accept": FORMATS}),
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=1990,
        max_value=2100,
        required=False,
        help_text=_("Only if the sheets do not say it."),
    )


class BatchAnswersForm(forms.Form):
    """Fields that a batch needs from a person; headers are answered beside them."""

    edition = NumberField(widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(
        label=_("Unit of money where none is stated"),
        required=False,
        empty_value=None,
        coerce=lambda word: UNITS[word],
        choices=[("", "—"), *((u, u) for u in UNITS)],
    )
    reason = forms.CharField(
        label=_("Reason, if locked months are corrected"), required=False, max_length=500
    )


class EditionForm(forms.Form):
    edition = NumberField(widget=forms.HiddenInput)
