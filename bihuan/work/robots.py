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
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bihuan.kit.words import say

from .kinds import ChannelKind

SECONDS = 10
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
    """Raise SendingFailed with the robot's own words if it refused."""
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
    if code != 0:
        why = str(answer.get("errmsg") or answer.get("msg") or answer)[:200]
        raise SendingFailed(say("The robot refused: %s") % why)


def post(address: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Post JSON and return the answer; no redirection is followed. Raises SendingFailed."""
    request = Request(  # the scheme was checked when the address was taken
        address, data=json.dumps(said, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )  # fmt: skip
    try:
        with build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            read = json.loads(answer.read(100_000))
    except HTTPError as error:
        raise SendingFailed(say("The server answered %s.") % error.code) from None
    except (URLError, OSError):
        raise SendingFailed(say("The server cannot be reached.")) from None
    except ValueError:
        raise SendingFailed(say("The server's answer cannot be read.")) from None
    if not isinstance(read, dict):
        raise SendingFailed(say("The server's answer cannot be read."))
    return read


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


class _Stay(HTTPRedirectHandler):
    """A robot does not redirect; whoever does is not the robot."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None
