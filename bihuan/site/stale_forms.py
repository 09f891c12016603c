"""A form whose token has expired: what was typed is not lost, and nobody else's form is sent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bihuan.kit.words import gettext

from .failures import PART, answer
from .middleware import back_to_door

TOKEN = "csrfmiddlewaretoken"
READ_AGAIN = 2  # characters of a text that its writer wants to see again


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer a form of ours to be sent again with a fresh token; refuse a form of another site.

    A token expires when somebody signs in or out in another tab. Who has signed out is led to the
    door and back. A password is never put into a page: its form is opened anew.
    """
    if request.path.startswith("/api/") or request.headers.get(PART):
        sentence = gettext("This call came without the token of a page: load the page again.")
        return answer(request, 403, sentence)
    if not _is_ours(request):
        return answer(request, 403, gettext("This form was not sent from a page of this site."))
    if request.path.startswith(settings.LOGIN_URL):
        messages.warning(request, gettext("The page was too old: please sign in once more."))
        return redirect(request.get_full_path())
    if not request.user.is_authenticated:
        return back_to_door(request, settings.LOGIN_URL)
    if any("password" in name for name in request.POST):
        messages.warning(
            request, gettext("The page was too old, so nothing was saved: try once more.")
        )
        return redirect(request.get_full_path())
    return _offer(request)


def _is_ours(request: HttpRequest) -> bool:
    """True if the browser says that the form stood on a page of this site."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(said).netloc == request.get_host()
    except ValueError:  # no address at all
        return False


def _offer(request: HttpRequest) -> HttpResponse:
    fields = [
        (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
    ]
    files = [
        (name, file.name) for name, sent in request.FILES.lists() for file in sent if file.name
    ]
    context = {
        "address": request.get_full_path(),
        "fields": fields,
        "files": files,
        "typed": [value for _name, value in fields if _is_text(value)],
    }
    return render(request, "ui/stale_form.html", context, status=403)


def _is_text(value: str) -> bool:
    """True if somebody wrote it, rather than chose or counted it."""
    return len(value) >= READ_AGAIN and not re.fullmatch(r"[\w.-]*", value, re.ASCII)
