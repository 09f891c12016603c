"""Addresses of channels: which are taken, and what a screen may show of them. Pure.

Source: docs/rules/work.md, clauses NOTICE-5 to NOTICE-7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .kinds import ROBOTS, ChannelKind, Security

PUBLIC = {
    ChannelKind.WECOM: ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key="),
    ChannelKind.DINGTALK: ("oapi.dingtalk.com", "/robot/send?access_token="),
    ChannelKind.FEISHU: ("open.feishu.cn", "/open-apis/bot/v2/hook/"),
}
"""Host of the public edition of each robot, and what stands before its key."""


@dataclass(frozen=True)
class MailServer:
    """The office's mail server. `password` None: the one there is stays."""

    host: str = ""
    port: int = 465
    security: str = Security.SSL
    user: str = ""
    password: str | None = None
    sender: str = ""


_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")
SHOWN = 4


def read_address(kind: str, typed: str) -> str:
    """Return the full address that was typed or pasted; a robot's key alone will do (NOTICE-5).

    Raises Refusal for what leads nowhere.
    """
    typed = typed.strip()
    if kind == ChannelKind.MAIL:
        if not _MAIL.fullmatch(typed):
            raise Refusal(gettext("“%s” is not an e-mail address.") % typed)
        return typed
    if kind in ROBOTS and _KEY.fullmatch(typed):
        host, path = PUBLIC[ChannelKind(kind)]
        return f"https://{host}{path}{typed}"
    _check_web(typed)
    return typed


def check_server(server: MailServer) -> None:
    """Refuse a mail server that cannot be one."""
    if server.sender:
        read_address(ChannelKind.MAIL, server.sender)
    if server.host and not re.fullmatch(r"[A-Za-z0-9.:-]{1,200}", server.host):
        raise Refusal(gettext("“%s” is not the name of a server.") % server.host)
    if server.security not in Security.values or not 0 < server.port < 65_536:
        raise Refusal(gettext("There is no such encryption, or no such port."))


def is_public(kind: str, address: str) -> bool:
    """True if the address belongs to the public edition of its robot, or is a mailbox: anybody
    may have it. Others lead to a server of somebody's choice (NOTICE-6).
    """
    if kind == ChannelKind.MAIL:
        return True
    if kind not in ROBOTS:
        return False
    host, path = PUBLIC[ChannelKind(kind)]
    return address.startswith(f"https://{host}{path}")


def masked(kind: str, address: str) -> str:
    """Return the address as a screen may show it: the host, and the last characters of a robot's
    key; of a mailbox the first letter and its server (NOTICE-7).
    """
    if kind == ChannelKind.MAIL:
        name, _at, server = address.partition("@")
        return f"{name[:1]}•••@{server}"
    parts = urlsplit(address)
    return f"{parts.hostname}/•••{secret_part(address)[-SHOWN:]}"


def secret_part(address: str) -> str:
    """Return what must not be shown of a web address: its key, or the end of its path."""
    parts = urlsplit(address)
    values = [value for found in parse_qs(parts.query).values() for value in found]
    return max(values, key=len, default="") or parts.path.rsplit("/", 1)[-1]


def _check_web(typed: str) -> None:
    try:
        parts = urlsplit(typed)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s\x00-\x1f]", typed) or "@" in parts.netloc:
        raise Refusal(gettext("Paste the whole address, beginning with https://"))
