"""Addresses whose code is imported when one beneath them is first asked for: to import the API
takes a third of the server's start, and most who serve pages alone never need it.
"""

from __future__ import annotations

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class LateUrls(URLResolver):
    """Addresses of a module's `urlpatterns`, in a namespace: no page is found by its bare name."""

    def __init__(self, route: str, module: str, *, app_name: str, namespace: str) -> None:
        pattern = RoutePattern(route, is_endpoint=False)
        super().__init__(pattern, module, app_name=app_name, namespace=namespace)

    def _populate(self) -> None:
        """Do nothing: whoever looks for all names need not know those of a namespace."""
