"""What is asked of the log of the doors, and chosen for sign-in."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.accounts.roles import Role
from bihuan.kit.fields import DayField
from bihuan.kit.words import _

from .kinds import AccessKind
from .queries import Asked
from .wording import label_of

ROLES = [(role.value, role.label) for role in Role if role != Role.CONSOLE]


class LogForm(forms.Form):
    """Who, what and when."""

    who = forms.CharField(label=_("sign-in name"), required=False, max_length=150)
    kind = forms.ChoiceField(label=_("What"), required=False)
    from_ = DayField(label=_("From"), required=False)
    to = DayField(label=_("Up to"), required=False)

    def __init__(self, *given: Any, verbs: list[str], **options: Any) -> None:
        super().__init__(*given, **options)
        told = [(verb, label_of(verb)) for verb in verbs]
        self.fields["kind"].choices = [("", _("all")), *AccessKind.choices, *told]  # type: ignore[attr-defined]  # a choice field

    def asked(self) -> Asked:
        """Return what is asked; what cannot be read narrows nothing."""
        self.is_valid()
        return Asked(**{key: value for key, value in self.cleaned_data.items() if value})


class SignInRulesForm(forms.Form):
    """Which roles need a second step, and from which day."""

    two_step_roles = forms.MultipleChoiceField(
        label=_("roles that need a second step"),
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    two_step_since = DayField(label=_("required from"), required=False)
