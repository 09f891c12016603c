"""The one place through which anything leaves the machine."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from bihuan.kit.sealing import SecretLost, unseal
from bihuan.kit.words import gettext

from .kinds import ROBOTS, ChannelKind
from .models import Channel, Post
from .robots import SendingFailed, check_answer, deliver_json, payload, post, target

JSON_FORM = {"version": "1.0", "attachments": [], "type": "info"}  # that of Apprise


def send(channel: Channel, subject: str, body: str, *, at: datetime) -> None:
    """Send one message, or raise SendingFailed. `body` is HTML for mail, Markdown for the rest."""
    try:
        address, secret = unseal(channel.address), unseal(channel.secret)
        if channel.kind in ROBOTS:
            said = payload(channel.kind, subject, body, secret, at)
            check_answer(post(target(channel.kind, address, secret, at), said))
        elif channel.kind == ChannelKind.JSON:
            deliver_json(address, {**JSON_FORM, "title": subject, "message": body})
        else:
            _by_apprise(_mail_to(address), subject, body)
    except SecretLost as told:
        raise SendingFailed(str(told)) from None


def _by_apprise(service: dict[str, Any], subject: str, body: str) -> None:
    import apprise  # large, and nothing is sent until a channel is there

    sender = apprise.Apprise()
    capture = apprise.LogCapture(level=logging.WARNING, fmt="%(message)s")  # type: ignore[no-untyped-call]  # not typed there
    with capture:
        way = apprise.Apprise.instantiate(service)
        good = way is not None and sender.add(way)
        sent = good and sender.notify(title=subject, body=body, body_format="html")
    if not sent:  # in our own words: those of Apprise may hold the address
        sentence = gettext(
            "The mail server did not take it: check its name, port, encryption and user."
        )
        raise SendingFailed(sentence)


def _mail_to(address: str) -> dict[str, Any]:
    office = Post.objects.current()
    if not office.mail_host or not office.mail_from:
        raise SendingFailed(gettext("No mail server is set."))
    return {
        "schema": "mailto",
        "host": office.mail_host,
        "smtp_host": office.mail_host,
        "port": office.mail_port,
        "secure_mode": office.mail_security,
        "user": office.mail_user or None,
        "password": unseal(office.mail_password) or None,
        "from_addr": office.mail_from,
        "targets": [("", address)],
        "format": "html",
    }
