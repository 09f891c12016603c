"""Which servers a message may be posted to, and a connection that goes nowhere else.

A name is looked up once; what was found is checked, and that very address is connected to: a name
that changes its mind between the look and the call leads nowhere (NOTICE-10).
"""

from __future__ import annotations

import http.client
import socket
import ssl
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

from bihuan.kit.words import gettext

Address = IPv4Address | IPv6Address
SECONDS = 10
METADATA = frozenset({"100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"})
"""Where machines in clouds tell their secrets; the usual 169.254.169.254 is link-local anyway."""
WRAPPED = IPv6Network("64:ff9b::/96")  # IPv4 inside IPv6, translated on the way


class Unreachable(Exception):
    """Nothing may be, or could be, sent there; the sentence says why and holds no secret."""


def is_open(address: Address) -> bool:
    """True if messages may be posted to the address. Pure but for the settings.

    With `ROBOT_NETWORKS` set, these and public addresses are open; without, private networks are
    too, since the robots of governments live there. This machine itself never is, unless listed.
    """
    address = _inner(address)
    if _is_listed(address):
        return True
    if str(address) in METADATA or address.is_loopback or address.is_link_local:
        return False
    if address.is_multicast or address.is_unspecified or address.is_reserved:
        return False
    return address.is_global or (address.is_private and not settings.ROBOT_NETWORKS)


def checked(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """Return the address to connect to. Raises Unreachable unless all that the name leads to are
    open: one that is not makes the name suspect.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(gettext("The server cannot be reached.")) from None
    for family, _kind, _protocol, _name, at in found:
        if not is_open(ip_address(at[0])) or _is_own(family, str(at[0])):
            raise Unreachable(
                gettext("Messages are not sent to this machine or to such an address.")
            )
    family, _kind, _protocol, _name, at = found[0]
    return family, (str(at[0]), int(at[1]))


def post(url: str, content: bytes) -> tuple[int, bytes]:
    """Post JSON; return the status and the beginning of the answer. No redirection is followed."""
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    family, address = checked(host, port)
    line = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        line.sock = _opened(family, address, host if secure else "")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request(
            "POST",
            path,
            content,
            {
                "Content-Type": "application/json; charset=utf-8",
                "Host": parts.netloc,
            },
        )
        answer = line.getresponse()
        return answer.status, answer.read(100_000)
    except (OSError, http.client.HTTPException):
        raise Unreachable(gettext("The server cannot be reached.")) from None
    finally:
        line.close()


def _opened(
    family: socket.AddressFamily, address: tuple[str, int], name: str
) -> socket.socket | ssl.SSLSocket:
    """Connect to the address that was checked; with a name, encrypted, its certificate checked."""
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(SECONDS)
        plain.connect(address)
        if not name:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=name)
    except BaseException:
        plain.close()
        raise


def _is_listed(address: Address) -> bool:
    listed = (ip_network(each, strict=False) for each in settings.ROBOT_NETWORKS)
    return any(address.version == each.version and address in each for each in listed)


def _inner(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one wraps, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in WRAPPED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_own(family: socket.AddressFamily, address: str) -> bool:
    """True if the address is one of this machine's: it would then speak from it, too."""
    if any(
        ip_address(address) in ip_network(each, strict=False) for each in settings.ROBOT_NETWORKS
    ):
        return False
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, 9))  # sends nothing
        except OSError:
            return False
        return str(probe.getsockname()[0]) == address
