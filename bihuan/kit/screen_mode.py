"""On what a page is shown: a desk, or the wall of a meeting room."""

from __future__ import annotations

from django.http import HttpRequest

MODE_COOKIE = "mode"
WALL = "wall"


def screen_mode(request: HttpRequest) -> str:
    """Return "wall" if the address or the browser's cookie asks for it, else nothing."""
    asked = request.GET.get("mode", request.COOKIES.get(MODE_COOKIE, ""))
    return WALL if asked == WALL else ""
