"""Settings that say what nobody can mean: the server takes them, and nothing comes of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from bihuan.kit.words import gettext

from .kinds import DoctorFinding, wrong

HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\]")


def look_at_slips() -> Iterator[DoctorFinding]:
    """Tell of each value of such a variable that is not what is wanted there."""
    switch = gettext("1, or nothing")
    address = gettext("addresses with their https://, with commas between")
    yield from _slips("ALLOWED_HOSTS", _is_host, gettext("host names, with commas between"))
    yield from _slips("TRUSTED_ORIGINS", _is_address, address)
    yield from _slips("BIHUAN_OIDC_SERVER", _is_address, gettext("an address with its https://"))
    for name in ("BIHUAN_HTTPS", "BIHUAN_OPEN_API_DOCS"):
        yield from _slips(name, {"0", "1"}.__contains__, switch)


def _slips(name: str, fits: Callable[[str], bool], wanted: str) -> Iterator[DoctorFinding]:
    for value in filter(None, (each.strip() for each in os.environ.get(name, "").split(","))):
        if not fits(value):
            yield wrong(
                gettext("%(name)s says “%(value)s”.") % {"name": name, "value": value},
                gettext("What is wanted there: %s.") % wanted,
            )


def _is_host(value: str) -> bool:
    return HOST.fullmatch(value) is not None


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
