from django.http import HttpRequest

from bihuan.kit.errors import NotAllowed
from bihuan.kit.words import gettext

from .models import User

STANDS_IN = "stands_in"
"""In a session: number of the deputyship by which its user acts as somebody else."""

STOOD_IN = "stood_in"
"""In a session: for whom its user acted until the deputyship ended, to be told once."""


class UserRequest(HttpRequest):
    """A request behind sign-in: its user is one of ours."""

    user: User


def require_person(request: HttpRequest) -> None:
    """Raise NotAllowed for a programme: keys, passwords and roles are given by people alone."""
    if getattr(request, "token", None) is not None:
        raise NotAllowed(gettext("A key does not do this: sign in yourself."))


def signed_in(request: HttpRequest) -> User:
    """Return who signed in: the deputy, if one acts for the user of the request."""
    user: User = request.user  # type: ignore[assignment]  # asked behind sign-in
    return getattr(user, "stood_in_by", None) or user
