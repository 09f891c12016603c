"""What is answered when no page can be: one sentence, and the number under which the log tells."""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from bihuan.kit.troubles import Trouble, trouble_of
from bihuan.kit.words import _, gettext

from .journal.requests import number_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PART = "HX-Request"
NO_SIGN_IN = _("Nobody is signed in: sign in, or send a key that is valid.")
UNREADABLE: tuple[tuple[type[Exception], int, StrOrPromise], ...] = (
    (DisallowedHost, 400, _("This site is not served under the address in the browser.")),
    (RequestDataTooBig, 413, _("More was sent than the server takes at once: at most 60 MB.")),
    (TooManyFieldsSent, 400, _("The form has too many fields to be taken at once.")),
    (TooManyFilesSent, 400, _("Too many files were sent at once: at most 100.")),
    (MultiPartParserError, 400, _("The form did not arrive whole: send it again.")),
)


def answer(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Answer in the caller's form: JSON for the API, a line for a part of a page, else a page. None
    of them needs the database, a session or a user.
    """
    number = number_of(request)
    if request.path.startswith("/api/"):
        return HttpResponse(
            programme_answer(sentence, number), "application/json; charset=utf-8", status=status
        )
    if request.headers.get(PART):
        return HttpResponse(f"{sentence} ({number})", "text/plain; charset=utf-8", status=status)
    return HttpResponse(page(status, sentence, number), status=status)


def programme_answer(sentence: str, number: str) -> str:
    """Return what programmes are told, as JSON."""
    return json.dumps({"message": sentence, "number": number}, ensure_ascii=False)


def page(status: int, sentence: str, number: str) -> str:
    """Return a page that rests on nothing; a bare one if even its template is out of reach."""
    told = {"status": status, "sentence": sentence, "number": number, "passing": status == 503}
    try:
        return render_to_string("ui/failure.html", told)
    except Exception:  # noqa: BLE001  # this page is the last one: it must come
        return f"<!doctype html><meta charset=utf-8><title>{status}</title><p>{sentence}<p>{number}"


def language_of(cookies: str) -> str:
    """Return the language that a Cookie header chooses, if it can be read; else the default."""
    try:
        chosen = SimpleCookie(cookies).get(settings.LANGUAGE_COOKIE_NAME)
    except CookieError:
        chosen = None
    known = {code for code, _name in settings.LANGUAGES}
    return chosen.value if chosen and chosen.value in known else settings.LANGUAGE_CODE


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell what could not be read of a request."""
    told = next((each for each in UNREADABLE if isinstance(exception, each[0])), None)
    with translation.override(_language(request)):
        sentence = told[2] if told else gettext("The server could not make sense of what was sent.")
        return answer(request, told[1] if told else 400, str(sentence))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    with translation.override(_language(request)):
        if _for_programmes(request):
            return answer(request, 403, gettext("You may not see or do this."))
        return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    with translation.override(_language(request)):
        if _for_programmes(request):
            return answer(request, 404, gettext("There is no such page."))
        return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Tell what is wrong around us, or that the fault is ours. Called while it is handled."""
    error = sys.exc_info()[1]
    trouble = trouble_of(error) if error else None
    with translation.override(_language(request)):
        return answer(request, status_of(trouble), sentence_of(trouble))


def status_of(trouble: Trouble | None) -> int:
    """Return 503 for what passes, or is put right, without a change of the programme."""
    return HTTPStatus.SERVICE_UNAVAILABLE if trouble else HTTPStatus.INTERNAL_SERVER_ERROR


def sentence_of(trouble: Trouble | None) -> str:
    return str(trouble.label) if trouble else gettext("The fault is ours and was noted.")


def _for_programmes(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or bool(request.headers.get(PART))


def _language(request: HttpRequest) -> str:
    return language_of(request.META.get("HTTP_COOKIE", ""))
