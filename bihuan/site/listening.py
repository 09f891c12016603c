"""The address that the site is served at."""

import socket

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address. Raises Refusal if it is not to be had."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind(address)
    except (OSError, OverflowError) as error:
        sentence = gettext(
            "Cannot listen on %(host)s, port %(port)s: %(reason)s. Give another --port."
        )
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal(sentence % {"host": host, "port": port, "reason": reason}) from error
    return bound
