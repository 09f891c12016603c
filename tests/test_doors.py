"""Every door is closed unless it is listed here as open."""

import re

from django.urls import URLResolver, get_resolver
from django.urls.converters import get_converters

from bihuan.site.tests.contract import contract

from .cells import every

OPEN_PAGES = {
    "account_login",
    "account_logout",
    "openid_connect_login",
    "openid_connect_callback",
    "account_inactive",
    "mfa_authenticate",
    "set_language",
    "visits:go",
    "visits:worker",  # the same for everybody; what is personal is fetched, signed in
}
METHODS = ("get", "post", "put", "patch", "delete")


def pages(patterns, prefix="", root="/"):
    """Yield name, view and an address of every page."""
    for pattern in patterns:
        path = root + re.sub(r"<(?:(\w+):)?\w+>", _sample, str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if not inside.startswith("api-"):
                yield from pages(pattern.url_patterns, inside, path)
        else:
            yield f"{prefix}{pattern.name}", pattern.callback, path


def _sample(parameter):
    """Return a value that the converter of a path's parameter accepts."""
    converter = get_converters()[parameter[1] or "str"]
    samples = ("1", "2024-03", "2024", "word", "00000000-0000-0000-0000-000000000000")
    return next(s for s in samples if re.fullmatch(converter.regex, s))


PAGES = {name: (view, path) for name, view, path in pages(get_resolver().url_patterns)}
CALLS = [
    (method, path, call)
    for path, methods in contract()["paths"].items()
    for method, call in methods.items()
    if method in METHODS
]


def test_every_page_needs_a_sign_in_but_those_listed():
    opened = {
        name for name, (view, _) in PAGES.items() if not getattr(view, "login_required", True)
    }
    assert opened == OPEN_PAGES


@every("page", sorted(PAGES.keys() - OPEN_PAGES))
def test_a_stranger_is_sent_to_sign_in(client, page):
    _view, address = PAGES[page]
    answer = client.get(address)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@every(("method", "path", "call"), CALLS, ids=lambda cell: f"{cell[0]} {cell[1]}")
def test_every_api_call_answers_a_stranger_401(client, method, path, call):
    address = re.sub(r"\{[^}]+\}", "1", path)
    assert (
        client.generic(method.upper(), address, content_type="application/json").status_code == 401
    )
    assert call["security"]


def test_every_api_call_declares_what_it_may_answer():
    undeclared = [f"{m} {p}" for m, p, call in CALLS if 401 not in call["responses"]]
    assert not undeclared
