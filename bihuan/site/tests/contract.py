"""What the API says of itself, written out once for all tests that go through its calls."""

from functools import cache
from typing import Any

from bihuan.site.api import api


@cache
def contract() -> dict[str, Any]:
    """Return the description of the API."""
    return dict(api.get_openapi_schema())
