"""Shapes in: a scheme that somebody brings as a file or a text, to be tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from bihuan.kit.errors import Refusal
from bihuan.kit.preset_faults import PresetError, PresetFault
from bihuan.kit.words import _

from .tried_schemes import LONGEST_TEXT


class BroughtSchemeForm(forms.Form):
    """A scheme as a file or pasted; `faults` says by line what is wrong with it."""

    file = forms.FileField(
        label=_("A scheme as a file (YAML)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.txt"}),
    )
    text = forms.CharField(
        label=_("Or paste its text"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "code", "spellcheck": "false"}),
    )
    faults: Sequence[PresetFault] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file:
            cleaned["text"] = self._text_of(file)
        if not self.errors and not cleaned.get("text", "").strip():
            self.add_error("text", _("Choose a file, or paste a text."))
        return cleaned

    def _text_of(self, file: UploadedFile[Any]) -> str:
        if (file.size or 0) > LONGEST_TEXT:
            self.add_error("file", _("This file is longer than any rules: more than 1 MB."))
            return ""
        try:
            text = bytes(file.read()).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("This is no text in UTF-8."))
            return ""
        text = text.replace("\r\n", "\n")
        self.data = {**self.data, "text": text}  # shown again beside its faults
        return text

    @property
    def faulty_lines(self) -> list[tuple[PresetFault, str]]:
        """Return each fault with what stands on its line."""
        lines = self.cleaned_data.get("text", "").splitlines()
        return [(each, "".join(lines[each.line - 1 : each.line])) for each in self.faults]

    def refuse(self, told: Refusal) -> None:
        """Note what is wrong with the scheme."""
        if isinstance(told, PresetError):
            self.faults = told.faults
            self.add_error(None, _("This is no scheme yet: each fault stands below with its line."))
        else:
            self.add_error("text", str(told))
