"""Pages are sent compressed where nothing can be learned from their length."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/html", "application/json", "text/plain")


class CompressedPages(GZipMiddleware):
    """Django's, for pages and answers of the API that were read, not for files.

    Who can let a page repeat words of theirs beside a secret, and sees how long the answer is,
    guesses the secret letter by letter (BREACH). The secret that all pages hold, the token of
    forms, is masked anew each time, and a random number of bytes is added to every answer. Pages
    that show a secret once, at the door or after a form was sent, go out as they are.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        is_read = request.method == "GET" and response.status_code == 200
        if not is_read or response.streaming or kind not in TEXT or _is_door(request.path):
            return response
        return super().process_response(request, response)


def _is_door(path: str) -> bool:
    """True for sign-in, passwords, second steps and their codes."""
    return path.startswith(settings.LOGIN_URL.removesuffix("login/"))
