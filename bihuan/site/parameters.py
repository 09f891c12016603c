"""A call of the API that names a parameter which it does not have is refused: an ignored filter
would answer with more than was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.errors import ValidationError
from ninja.operation import Operation

from bihuan.kit.words import gettext, joined

UNKNOWN = "unknown_parameter"
View = Callable[..., Any]


def refuse_unknown_parameters(router: Router) -> None:
    """Let every operation of a router refuse parameters behind the `?` that it does not have."""
    for path_view in router.path_operations.values():
        for operation in path_view.operations:
            operation.view_func = _refusing(operation.view_func, frozenset(_names(operation)))


def _names(operation: Operation) -> Iterator[str]:
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            yield from model.__ninja_flatten_map__


def _refusing(view: View, known: frozenset[str]) -> View:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **said: Any) -> Any:
        if unknown := [name for name in request.GET if name not in known]:
            raise ValidationError([_fault(name, known) for name in unknown])
        return view(request, *args, **said)

    return checked


def _fault(name: str, known: frozenset[str]) -> dict[str, Any]:
    listed = joined(sorted(known)) or gettext("none")
    said = gettext("There is no parameter “%(name)s” here; there are: %(known)s.")
    return {
        "type": UNKNOWN,
        "loc": ("query", name),
        "msg": said % {"name": name, "known": listed},
    }
