"""What the page of sign-in says of the platform."""

from django.conf import settings
from django.http import HttpRequest

from .configuration import platform


def offered(request: HttpRequest) -> dict[str, object]:
    """On the page of sign-in: the platform, if one is set."""
    return {"platform": platform()} if request.path == settings.LOGIN_URL else {}
