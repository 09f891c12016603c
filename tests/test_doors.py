"""Every door is closed unless it is listed here as open."""

import re

import pytest
from django.urls import URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from bihuan.site.api import api

OPEN_PAGES: set[str] = set()
METHODS = ("get", "post", "put", "patch", "delete")


def pages(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if not inside.startswith("api-"):
                yield from pages(pattern.url_patterns, inside)
        else:
            yield f"{prefix}{pattern.name}", pattern.callback


PAGES = dict(pages(get_resolver().url_patterns))
CALLS = [
    (method, path, call)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, call in methods.items()
    if method in METHODS
]


def test_every_page_needs_a_sign_in_but_those_listed():
    opened = {n for n, view in PAGES.items() if not getattr(view, "login_required", True)}
    assert opened == OPEN_PAGES


@pytest.mark.parametrize("page", sorted(PAGES.keys() - OPEN_PAGES))
def test_a_stranger_is_sent_to_sign_in(client, page):
    try:
        address = reverse(page)
    except NoReverseMatch:
        address = reverse(page, args=[1])
    answer = client.get(address)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize(
    ("method", "path", "call"), CALLS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_every_api_call_answers_a_stranger_401(client, method, path, call):
    address = re.sub(r"\{[^}]+\}", "1", path)
    assert (
        client.generic(method.upper(), address, content_type="application/json").status_code == 401
    )
    assert call["security"]


def test_every_api_call_declares_what_it_may_answer():
    undeclared = [f"{m} {p}" for m, p, call in CALLS if "401" not in call["responses"]]
    assert not undeclared
