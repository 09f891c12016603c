"""The page that works with no network, and the worker that keeps it on the device."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from bihuan.visits.wording import page_words

FILES = (
    "kit/tokens.css",
    "kit/base.css",
    "kit/masthead.css",
    "kit/blocks.css",
    "kit/charts.css",
    "kit/tables.css",
    "kit/forms.css",
    "kit/app.js",
    "kit/icon.svg",
    "vendor/htmx.min.js",
    "visits/visits.css",
    "visits/go.js",
    "visits/page.js",
    "visits/draft.js",
    "visits/place.js",
    "visits/lists.js",
    "visits/store.js",
    "visits/send.js",
    "visits/photos.js",
    "visits/camera.js",
)


@login_not_required
def go(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: what is personal stays in the device's own store."""
    context = {"user": AnonymousUser(), "csrf_token": "", "words": page_words()}
    answer = render(request, "visits/go.html", context)
    answer["Cache-Control"] = "no-cache"
    return answer


@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. A new version of any file makes it a new worker."""
    context = {"version": _version(), "files": [static(name) for name in FILES]}
    answer = render(request, "visits/worker.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _version() -> str:
    """A digest of the files that the worker keeps."""
    digest = hashlib.sha256()
    for name in FILES:
        if path := finders.find(name):
            digest.update(Path(str(path)).read_bytes())
    return digest.hexdigest()[:16]
