"""What is typed of an enterprise's output. Limits live in `rules.py`."""

from django import forms

from bihuan.kit.fields import WanField
from bihuan.kit.words import _
from bihuan.projects.models import Chain


class OutputForm(forms.Form):
    """One enterprise's output of a year beside the year before."""

    chain = forms.ModelChoiceField(Chain.objects.all(), label=_("industry chain"))
    enterprise = forms.CharField(label=_("enterprise"), max_length=120)
    output_yuan = WanField(label=_("output"), help_text=_("ten thousand yuan"))
    previous_output_yuan = WanField(
        label=_("output of the year before"), help_text=_("ten thousand yuan")
    )
    reason = forms.CharField(
        label=_("Reason, if output stands there"), required=False, max_length=2_000
    )
