"""Shapes in: a channel, and how the office sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Organisation
from bihuan.kit.fields import JudgedByAction

from .addresses import MailServer
from .kinds import ChannelKind, Security
from .models import Post

OWN = [choice for choice in ChannelKind.choices if choice[0] != ChannelKind.JSON]


class OwnChannelForm(forms.Form):
    """A way to oneself."""

    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(label=_("Way"), choices=OWN)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("A mailbox, or the robot's webhook address as its group shows it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        help_text=_("Only if the robot was given one (DingTalk, Feishu)."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class GroupChannelForm(OwnChannelForm):
    """A way to a chat group: an organisation's, or the whole office's."""

    organisation = forms.ModelChoiceField(
        label=_("Group of"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("the key-project office"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=_("Way"), choices=ChannelKind.choices)
        self.fields["organisation"].queryset = Organisation.objects.standing()  # type: ignore[attr-defined]  # a field of ours
        self.order_fields(["organisation", "name", "kind", "address", "secret"])


class PostForm(JudgedByAction):
    """From which hour, by which mail server. An empty password keeps the one there is."""

    mail_password = forms.CharField(
        label=_("Password of the mail server"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty to keep the one there is."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    mail_security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices)

    class Meta:
        model = Post
        fields = (
            "digest_from",
            "site_address",
            "mail_host",
            "mail_port",
            "mail_security",
            "mail_user",
            "mail_password",
            "mail_from",
        )
        widgets = {"digest_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"})}

    @property
    def server(self) -> MailServer:
        """What was typed of the mail server."""
        told = self.cleaned_data
        return MailServer(
            host=told["mail_host"],
            port=told["mail_port"],
            security=told["mail_security"],
            user=told["mail_user"],
            password=told["mail_password"] or None,
            sender=told["mail_from"],
        )
