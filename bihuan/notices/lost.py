"""Secrets of channels and of the mail server that no key opens any more."""

from __future__ import annotations

from bihuan.kit.sealing import is_lost
from bihuan.kit.words import gettext

from .models import Channel, Post


def lost_secrets() -> list[str]:
    """Return a sentence for each: what it belongs to, and how to enter it anew."""
    told = [
        gettext("The address of the channel “%s” cannot be read: switch it off and add it anew.")
        % each
        for each in Channel.objects.filter(is_active=True)
        if is_lost(each.address) or is_lost(each.secret)
    ]
    if is_lost(Post.objects.current().mail_password):
        told.append(
            gettext(
                "The password of the mail server cannot be read: enter it anew with the channels."
            )
        )
    return told
