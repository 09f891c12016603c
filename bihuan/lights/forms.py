"""Shapes in: which rules the district follows, and an excuse."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import waivable
from .presets import light_presets


class RulesForm(forms.Form):
    rules = forms.ChoiceField(label=_("Rules of the lights"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"] = forms.ChoiceField(
            label=_("Rules of the lights"),
            choices=[(name, rules.title) for name, rules in light_presets().items()],
        )


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    approver = forms.CharField(label=_("Approved by"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = [(clause, clause) for clause in waivable()]
        self.fields["clause"] = forms.ChoiceField(label=_("Clause"), choices=clauses)
        self.order_fields(["clause", "reason", "approver"])
