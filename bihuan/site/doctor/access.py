"""Who could come in from outside: settings that are open, passwords that everybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from bihuan.accounts.models import User
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.site import lock
from bihuan.site.demo_accounts import check_no_example_in_a_real_district, shown_accounts

from .kinds import DoctorFinding, fine, note, wrong
from .slips import look_at_slips


def look() -> Iterator[DoctorFinding]:
    """Tell which settings let in too many, or let them listen."""
    yield from list(_open_settings()) or [fine(gettext("The settings let nobody in by mistake."))]


def _open_settings() -> Iterator[DoctorFinding]:
    if settings.DEBUG:
        yield wrong(
            gettext("DEBUG is on: every fault shows the inside of the programme to its reader."),
            gettext("Start the server without DEBUG=1."),
        )
    yield from look_at_slips()
    serves_others = _serves_others()
    if "*" in settings.ALLOWED_HOSTS:
        told = gettext("The site answers under any address.")
        todo = gettext("Name its addresses in ALLOWED_HOSTS, with commas between.")
        yield wrong(told, todo) if serves_others or settings.BEHIND_HTTPS else note(told, todo)
    if not settings.BEHIND_HTTPS:
        told = gettext("Nothing is encrypted on the way: passwords can be read in the network.")
        todo = gettext("Put a proxy with a certificate in front, and set BIHUAN_HTTPS=1.")
        yield wrong(told, todo) if serves_others else note(told, todo)
    elif serves_others:
        yield note(
            gettext("The server itself listens to the whole network, beside its proxy."),
            gettext("Start it with --host 127.0.0.1, so that nobody comes in past the proxy."),
        )


EXAMPLE_ACCOUNTS = (
    "office",
    "reporter",
    "department",
    "commander",
    "supervisor",
    "statistics",
    "viewer",
)
OLD_EXAMPLE_PASSWORD = "Bihuan-2024"  # until the example drew one for each data folder


def look_at_passwords() -> Iterator[DoctorFinding]:
    """Tell whether anybody could sign in who read the example's accounts, of today or of old."""
    try:
        check_no_example_in_a_real_district()
    except Refusal as told:
        yield wrong(str(told), gettext("Delete the file, and give these accounts other passwords."))
        return
    users = User.objects.filter(is_active=True, username__in=EXAMPLE_ACCOUNTS).order_by("pk")
    known = [user.username for user in users if user.check_password(OLD_EXAMPLE_PASSWORD)]
    if known:
        yield wrong(
            gettext("These accounts have the password of an earlier example: %s")
            % ", ".join(known),
            gettext("Give them other passwords now."),
        )
    elif shown_accounts():
        yield note(
            gettext("This is the example district: its sign-in page tells the passwords."),
            gettext("Use another data folder for real work."),
        )
    else:
        yield fine(gettext("No account has a password that the example tells."))


def look_at_request(request: HttpRequest) -> Iterator[DoctorFinding]:
    """Tell whether what the proxy says fits the settings."""
    said = request.META.get("HTTP_X_FORWARDED_PROTO", "")
    if said and not settings.BEHIND_HTTPS:
        yield wrong(
            gettext("A proxy stands in front, but the server does not know of it."),
            gettext("Set BIHUAN_HTTPS=1."),
        )
    elif settings.BEHIND_HTTPS and not said:
        yield wrong(
            gettext("BIHUAN_HTTPS is set, but no proxy says that it encrypts."),
            gettext("Let the proxy send X-Forwarded-Proto, and overwrite what comes from outside."),
        )
    else:
        yield fine(gettext("What the proxy says fits the settings."))


def _serves_others() -> bool:
    """True if the running server can be reached from other machines."""
    served = lock.holder(settings.HOME)
    if served is None or not served.port:
        return False
    try:
        return not ip_address(served.host).is_loopback
    except ValueError:
        return served.host != "localhost"
