"""Sign-in of programmes: a bearer token stands for its user, within its areas."""

from __future__ import annotations

from django.db.models import CharField, DateTimeField
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from bihuan.accounts import rules
from bihuan.accounts.actions import note_use
from bihuan.accounts.models import Token, User
from bihuan.kit.addresses import address_of
from bihuan.kit.prepared import Prepared

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_live_token = Prepared(
    lambda at, digest: (
        Token.objects.live(at).filter(digest=digest).select_related("user__organisation")
    ),
    at=DateTimeField(),
    digest=CharField(),
)


class TokenAuth(HttpBearer):
    """Accepts `Authorization: Bearer KEY`; the request then acts as the token's user.

    Raises NotAllowed for a call outside of what the key opens.
    """

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        at = timezone.now()
        found = _live_token.first(at=at, digest=rules.digest_of(token))
        if found is None:
            return None
        note_use(token=found, address=address_of(request), by=found.user, at=at)
        rules.check_use(
            access=found.access,
            areas=found.areas,
            area=area_of(request.path_info),
            writes=request.method not in SAFE,
        )
        request.user = found.user
        request.token = found  # type: ignore[attr-defined]  # read by `require_person`
        return found.user


def area_of(path: str) -> str:
    """Return the area of the API that an address lies in: of `/api/plans/lists` it is `plans`."""
    return [*path.split("/"), "", "", ""][2]
