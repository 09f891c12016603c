"""From which address a request comes, whatever it claims: proxies are believed only if trusted."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
NETWORK_BITS = 64  # of an IPv6 address: whoever has one has all addresses of its network


def networks(listed: str) -> tuple[Any, ...]:
    """Read addresses and networks, parted by commas. Raises ValueError for what is neither."""
    return tuple(ip_network(part.strip()) for part in listed.split(",") if part.strip())


def client_address(peer: str, forwarded: str, trusted: Sequence[Any]) -> str:
    """Return the address that a request came from. `forwarded` is believed as far as trusted
    proxies wrote it: read from the right, the first address that is no proxy's counts.
    """
    nearest = _read(peer)
    hops = [hop for hop in forwarded.split(",") if hop.strip()]
    while nearest is not None and hops and _is_among(nearest, trusted):
        further = _read(hops.pop())
        if further is None:
            break
        nearest = further
    return str(nearest or "")


def network_of(address: str) -> str:
    """Return what is counted for an address: itself, or the network of an IPv6 address."""
    read = _read(address)
    if isinstance(read, IPv6Address):
        return str(IPv6Network((read, NETWORK_BITS), strict=False))
    return str(read or "")


def address_of(request: HttpRequest) -> str:
    """Return the address that `request` came from, as far as our own proxies vouch for it."""
    peer, forwarded = (request.META.get(key, "") for key in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR"))
    return client_address(peer, forwarded, settings.TRUSTED_PROXIES)


def _read(text: str) -> Address | None:
    """Read an address, also with a port or in brackets; None if it is none."""
    text = text.strip().strip('"')
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        read = ip_address(bare)
    except ValueError:
        return None
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return mapped or read


def _is_among(address: Address, trusted: Sequence[Any]) -> bool:
    return any(address in network for network in trusted)
