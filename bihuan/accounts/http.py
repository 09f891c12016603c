from django.http import HttpRequest

from bihuan.kit.errors import NotAllowed
from bihuan.kit.words import gettext

from .models import User


class UserRequest(HttpRequest):
    """A request behind sign-in: its user is one of ours."""

    user: User


def require_person(request: HttpRequest) -> None:
    """Raise NotAllowed for a programme: keys, passwords and roles are given by people alone."""
    if getattr(request, "token", None) is not None:
        raise NotAllowed(gettext("A key does not do this: sign in yourself."))
