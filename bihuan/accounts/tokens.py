"""Sign-in of programmes: a bearer token stands for its user."""

import hashlib

from django.http import HttpRequest
from ninja.security import HttpBearer

from .models import Token, User


def digest(key: str) -> str:
    """Return what is kept of a token's key."""
    return hashlib.sha256(key.encode()).hexdigest()


class TokenAuth(HttpBearer):
    """Accepts `Authorization: Bearer KEY`; the request then acts as the token's user."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = (
            Token.objects.select_related("user")
            .filter(digest=digest(token), revoked_at__isnull=True, user__is_active=True)
            .first()
        )
        if found is None:
            return None
        request.user = found.user
        return found.user
