"""Who stands at a door: a name, and from where. It need not be anybody's."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from bihuan.accounts.models import User
from bihuan.kit.addresses import address_of, network_of

from .rules import masked, name_key

COOKIE = "device"
SALT = "bihuan.access.device"
COOKIE_SECONDS = 180 * 24 * 3600
MOST_PEOPLE = 8  # that one device remembers
LONGEST_BROWSER = 200


@dataclass(frozen=True)
class VisitingActor:
    """Somebody at a door. `person` is the same however a name is written; `device` is empty unless
    the browser signed in as that person before.
    """

    name: str
    person: str
    address: str
    device: str
    browser: str

    @property
    def network(self) -> str:
        return network_of(self.address)

    def get_username(self) -> str:
        return self.name


def visitor(request: HttpRequest, *, user: User | None, name: str = "") -> VisitingActor:
    """Return who stands at the door: `user`, or nobody's `name`, which is kept masked."""
    if user is None:
        person = "?" + salted_hmac("bihuan.access.name", name_key(name)).hexdigest()[:40]
        shown, device = masked(name), ""
    else:
        person, shown = str(user.pk), user.username
        device = _devices(request).get(str(user.pk), "")
    browser = request.headers.get("User-Agent", "")[:LONGEST_BROWSER].replace("\x00", "")
    return VisitingActor(shown, person, address_of(request), device, browser)


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser show later that it signed in as `user`. It opens no door by itself."""
    known = _devices(request)
    nonce = known.pop(str(user.pk), "") or get_random_string(16)
    kept = dict([*known.items(), (str(user.pk), nonce)][-MOST_PEOPLE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _devices(request: HttpRequest) -> dict[str, str]:
    """Return what the browser can prove: the mark of each person who signed in with it."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return {}
    return {str(pk): str(nonce) for pk, nonce in told.items()}
