"""The one place through which anything leaves the machine."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bihuan.kit.words import say

from .kinds import ROBOTS, ChannelKind
from .models import Channel, Post
from .robots import SendingFailed, check_answer, payload, post, target

FORMATS = {ChannelKind.MAIL: "html", ChannelKind.JSON: "markdown"}


def send(channel: Channel, subject: str, body: str, *, at: datetime) -> None:
    """Send one message, or raise SendingFailed. `body` is HTML for mail, Markdown for the rest."""
    if channel.kind in ROBOTS:
        said = payload(channel.kind, subject, body, channel.secret, at)
        check_answer(post(target(channel.kind, channel.address, channel.secret, at), said))
        return
    service = _mail(channel) if channel.kind == ChannelKind.MAIL else _json(channel)
    _by_apprise(channel, service, subject, body)


def _by_apprise(channel: Channel, service: dict[str, Any], subject: str, body: str) -> None:
    import apprise  # large, and nothing is sent until a channel is there

    sender = apprise.Apprise()
    capture = apprise.LogCapture(level=logging.WARNING, fmt="%(message)s")  # type: ignore[no-untyped-call]  # not typed there
    with capture as said:
        way = apprise.Apprise.instantiate(service)
        good = way is not None and sender.add(way)
        sent = good and sender.notify(
            title=subject, body=body, body_format=FORMATS[ChannelKind(channel.kind)]
        )
        why = said.getvalue()
    if not sent:
        raise SendingFailed(_why(channel, why))


def _json(channel: Channel) -> dict[str, Any]:
    """The service as Apprise wants it; no redirection is followed."""
    parts = urlsplit(channel.address)
    return {
        "schema": "jsons" if parts.scheme == "https" else "json", "host": parts.hostname,
        "port": parts.port, "fullpath": parts.path or "/",
        "params": dict(parse_qsl(parts.query)), "redirect": False,
    }  # fmt: skip


def _mail(channel: Channel) -> dict[str, Any]:
    office = Post.objects.current()
    if not office.mail_host or not office.mail_from:
        raise SendingFailed(say("No mail server is set."))
    return {
        "schema": "mailto", "host": office.mail_host, "smtp_host": office.mail_host,
        "port": office.mail_port, "secure_mode": office.mail_security,
        "user": office.mail_user or None, "password": office.mail_password or None,
        "from_addr": office.mail_from, "targets": [("", channel.address)], "format": "html",
    }  # fmt: skip


def _why(channel: Channel, said: str) -> str:
    """What became of it, in our own words: those of Apprise may hold the address."""
    if channel.kind == ChannelKind.MAIL:
        return say("The mail server did not take it: check its name, port, encryption and user.")
    if code := re.search(r"error=(\d{3})\b", said):
        return say("The server answered %s.") % code[1]
    return say("The server cannot be reached.")
