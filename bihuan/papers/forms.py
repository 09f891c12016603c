"""What is typed of a paper. Limits live in `paper_rules.py`."""

from __future__ import annotations

from django import forms

from bihuan.kit.fields import NumberField
from bihuan.kit.words import _

from .rules import REASON_MOST, SIGNER_MOST, TEXT_MOST


class IssueForm(forms.Form):
    """The text and who signs. `issued_before` is how many papers of the kind there were."""

    text = forms.CharField(
        label=_("Text, one paragraph a line"),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    signer = forms.CharField(label=_("signed by"), max_length=SIGNER_MOST)
    issued_before = NumberField(min_value=0, widget=forms.HiddenInput)


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("why it is void"), max_length=REASON_MOST)
