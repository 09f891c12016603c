"""The page of the search."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.accounts.http import UserRequest

from .joining import SEARCHERS, search


def search_page(request: UserRequest) -> HttpResponse:
    """What was found, by kind; without words, what can be searched."""
    text = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    groups = search(request.user, text, kind)
    context = {
        "text": text,
        "kind": kind if kind in SEARCHERS else "",
        "groups": groups,
        "total": sum(group.count for group in groups),
    }
    return render(request, "search/search.html", context)
