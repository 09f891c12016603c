from django.http import HttpRequest

from .models import User


class UserRequest(HttpRequest):
    """A request behind sign-in: its user is one of ours."""

    user: User
