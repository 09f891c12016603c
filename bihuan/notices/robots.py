"""Chat robots of WeCom, DingTalk and Feishu: what is posted to them, and what their answer means.

They answer 200 even when they refuse, with the reason inside; Apprise takes that for success, so
they are spoken to directly. Private editions differ by their host alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bihuan.kit.words import gettext

from . import hosts
from .kinds import ChannelKind

MOST_BYTES = {ChannelKind.WECOM: 4_000, ChannelKind.DINGTALK: 18_000, ChannelKind.FEISHU: 18_000}
"""How long a message may be in UTF-8, a little below what each robot takes."""


class SendingFailed(Exception):
    """The message did not go out; the sentence says why and holds no secret."""


def payload(kind: str, subject: str, body: str, secret: str, at: datetime) -> dict[str, Any]:
    """Return what is posted: `body` is Markdown. Feishu's signature stands inside."""
    text = fitted(body, MOST_BYTES[ChannelKind(kind)])
    if kind == ChannelKind.WECOM:
        return {"msgtype": "markdown", "markdown": {"content": text}}
    if kind == ChannelKind.DINGTALK:
        return {"msgtype": "markdown", "markdown": {"title": subject, "text": text}}
    card = {
        "header": {"title": {"tag": "plain_text", "content": subject}},
        "elements": [{"tag": "markdown", "content": text}],
    }
    signed: dict[str, Any] = {}
    if secret:
        moment = str(int(at.timestamp()))
        signed = {"timestamp": moment, "sign": _signature(f"{moment}\n{secret}", "")}
    return {**signed, "msg_type": "interactive", "card": card}


def target(kind: str, address: str, secret: str, at: datetime) -> str:
    """Return where it is posted to: DingTalk's signature stands in the address."""
    if kind != ChannelKind.DINGTALK or not secret:
        return address
    moment = str(int(at.timestamp() * 1000))
    sign = quote(_signature(secret, f"{moment}\n{secret}"), safe="")
    return f"{address}{'&' if '?' in address else '?'}timestamp={moment}&sign={sign}"


def check_answer(answer: Mapping[str, Any]) -> None:
    """Raise SendingFailed with the number of the reason if the robot refused. Its own words are
    not shown: whatever server answers could speak through them.
    """
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
    if code == 0:
        return
    if not isinstance(code, int):
        raise SendingFailed(gettext("The server's answer cannot be read."))
    raise SendingFailed(gettext("The robot refused it, for its reason number %s.") % code)


def post(address: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Post JSON and return the answer, an object of JSON. Raises SendingFailed."""
    try:
        read = json.loads(deliver_json(address, said))
    except ValueError:
        raise SendingFailed(gettext("The server's answer cannot be read.")) from None
    if not isinstance(read, dict):
        raise SendingFailed(gettext("The server's answer cannot be read."))
    return read


def deliver_json(address: str, said: Mapping[str, Any]) -> bytes:
    """Post JSON and return the answer; any status but a good one is a failure. Raises
    SendingFailed, whose sentence tells of the answer its status alone.
    """
    try:
        status, answer = hosts.post(address, json.dumps(said, ensure_ascii=False).encode())
    except hosts.Unreachable as told:
        raise SendingFailed(str(told)) from None
    if not 200 <= status < 300:
        raise SendingFailed(gettext("The server answered %s.") % status)
    return answer


def fitted(text: str, most: int) -> str:
    """Return `text` cut at whole lines so that it has `most` bytes at most."""
    if len(text.encode()) <= most:
        return text
    lines = text.splitlines()
    while lines and len("\n".join([*lines, "…"]).encode()) > most:
        lines.pop()
    return "\n".join([*lines, "…"])


def _signature(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()
