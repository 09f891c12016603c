"""What stands around every page. What a page does not change is written once for all of them."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
LINK = re.compile(r'<a href="([^"]+)">')


@register.simple_tag
def nav_link(label: str, url_name: str) -> SafeString:
    """A link of the navigation; nothing if there is no such page."""
    href = _address(url_name)
    return format_html('<a href="{}">{}</a>', href, label) if href else mark_safe("")


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any], name: str, doors: Hashable) -> SafeString:
    """The links that open for somebody, written once; to where we are marked."""
    links, path = _navigation(name, doors, get_language()), context["request"].path
    for href in LINK.findall(links):
        if path == href if href == "/" else path.startswith(href):
            links = links.replace(f'<a href="{href}">', f'<a href="{href}" aria-current="page">')
    return SafeString(links)  # rendered, so escaped


@lru_cache(maxsize=64)
def _navigation(name: str, doors: Hashable, _language: str) -> str:
    return get_template(name).render({"doors": doors})


@register.simple_tag
def unchanging(name: str) -> SafeString:
    """A template that knows nothing but the language, rendered once."""
    return _unchanging(name, get_language())


@cache
def _unchanging(name: str, _language: str) -> SafeString:
    return SafeString(get_template(name).render())  # rendered, so escaped


@cache
def _address(url_name: str) -> str:
    """Where a page without parameters stands; nothing if there is none. Asked for on every page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def rendered(context: template.RequestContext, name: str) -> SafeString:
    """Render a template once, to be shown more than once."""
    found: Any = get_template(name)  # Django's own, which takes the context as it stands
    text: str = found.template.render(context)
    return SafeString(text)  # rendered, so escaped
