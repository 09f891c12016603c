"""Turn a domain refusal into an answer, once, for every page."""

from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.forms import Form
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
    RawPostDataException,
)
from django.shortcuts import render

from .errors import NotAllowed, Refusal
from .words import gettext


def is_busy(error: Exception) -> bool:
    """True if another, longer piece of work, such as an import, held the database all the time."""
    return isinstance(error, OperationalError) and "locked" in str(error)


def busy() -> str:
    return gettext(
        "Something large is being written just now: nothing was saved. Try again shortly."
    )


def json_refusal(request: HttpRequest, status: int, sentence: str) -> JsonResponse:
    """Return the one form of a refusal to a programme: the sentence, and the request's number."""
    said = {"message": sentence, "number": getattr(request, "number", "")}
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


def content_sent(request: HttpRequest) -> bytes:
    """Return the content that a call brings: its whole body, or the one file of a form.

    Raises Refusal for a form without a file, or with several.
    """
    files: list[Any] = list(request.FILES.values())
    if len(files) == 1:
        return bytes(files[0].read())
    try:
        return bytes(request.body)
    except RawPostDataException as error:  # it was read as a form
        raise Refusal(gettext("Send the file as the body of the call, or as one file.")) from error


class RefusalMiddleware:
    """Answer `Refusal` with 409 and `NotAllowed` with 403, each with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):  # no database can look for it
            sentence = gettext("The address holds a character that no text has.")
            if request.path.startswith("/api/"):
                return json_refusal(request, 400, sentence)
            return render(
                request, "ui/refusal.html", {"sentence": sentence, "allowed": True}, status=400
            )
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed):
            return _only_sent(request, answer)
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            context = {"sentence": str(error), "allowed": True}
            return render(request, "ui/refusal.html", context, status=409)
        if isinstance(error, NotAllowed):
            context = {"sentence": str(error), "allowed": False}
            return render(request, "ui/refusal.html", context, status=403)
        if is_busy(error):
            context = {"sentence": busy(), "allowed": True}
            return render(request, "ui/refusal.html", context, status=503)
        return None


def _only_sent(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Tell a reader who opened the address of a form, as after a reload, what to do instead."""
    if request.path.startswith("/api/"):
        sentence = gettext("This address takes only: %s.") % answer["Allow"]
        refused: HttpResponse = json_refusal(request, 405, sentence)
    else:
        sentence = gettext("There is nothing to see here: go back and send the form again.")
        context = {"sentence": sentence, "allowed": True}
        refused = render(request, "ui/refusal.html", context, status=405)
    refused["Allow"] = answer["Allow"]
    return refused


def status_after(form: Form, act: Callable[[], object]) -> int:
    """Do what a form asks for and return 0; 422 if it is not valid, 409 with the sentence above it
    if a rule forbids it.
    """
    if not form.is_valid():
        return 422
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return 409
    return 0
