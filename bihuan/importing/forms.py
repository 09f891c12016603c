"""What the pages of an import ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.kit.errors import Refusal
from bihuan.kit.fields import NumberField, YearField
from bihuan.kit.sheets import FORMATS
from bihuan.kit.words import _

from .rules import check_number

LONGEST_PASTE = 2_000_000  # characters


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files in one field; cleans to a list of them."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and not self.required:
            return []
        try:
            check_number(len(files))
        except Refusal as told:
            raise forms.ValidationError(str(told)) from told
        return [super(ManyFiles, self).clean(each, initial) for each in files or [None]]


class UploadForm(forms.Form):
    workbooks = ManyFiles(
        required=False,
        label=_("Tables (Excel, WPS, Word, PDF, text)"),
        widget=ManyFilesInput(attrs={"accept": FORMATS}),
    )
    year = YearField(
        label=_("Year"),
        required=False,
        help_text=_("Only if the sheets do not say it."),
    )

    pasted = forms.CharField(
        label=_("Or paste a table"),
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Out of a chat, a mail or a sheet: rows as they come."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        told = cleaned.get("workbooks") or cleaned.get("pasted", "").strip()
        if not self.errors and not told:
            self.add_error("workbooks", _("Choose files, or paste a table."))
        return cleaned

    def files_or_paste(self) -> list[Any]:
        """Return the files chosen, and what was pasted as one more."""
        pasted = self.cleaned_data["pasted"]
        files = list(self.cleaned_data["workbooks"])
        if pasted.strip():
            name = str(_("pasted table")) + ".txt"
            files.append(SimpleUploadedFile(name, pasted.encode("utf-8", "replace")))
        return files


class BatchAnswersForm(forms.Form):
    """Fields that a batch needs from a person; headers are answered beside them."""

    edition = NumberField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, if locked months are corrected"), required=False, max_length=500
    )


class EditionForm(forms.Form):
    edition = NumberField(widget=forms.HiddenInput)
