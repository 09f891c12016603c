"""Turn a domain refusal into an answer, once, for every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import NotAllowed, Refusal
from .words import say


class RefusalMiddleware:
    """Answer `Refusal` with 409 and `NotAllowed` with 403, each with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):  # no database can look for it
            sentence = say("The address holds a character that no text has.")
            return render(
                request, "ui/refusal.html", {"sentence": sentence, "allowed": True}, status=400
            )
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            told = {"sentence": str(error), "allowed": True}
            return render(request, "ui/refusal.html", told, status=409)
        if isinstance(error, NotAllowed):
            told = {"sentence": str(error), "allowed": False}
            return render(request, "ui/refusal.html", told, status=403)
        return None
