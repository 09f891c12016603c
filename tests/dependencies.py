"""Watches every statement: a cached answer reads only tables of the apps it depends on."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps

from bihuan.audit.cached import dependencies

NAME = re.compile(r'"(\w+)"')


def read_only_the_dependencies(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Run a statement, unless it reads beyond what an answer being computed depends on."""
    for depends_on in dependencies():
        beyond = {
            name: _app_of()[name] for name in _names(sql) if _app_of()[name] not in depends_on
        }
        assert not beyond, f"cached on {sorted(depends_on)}, but reads {beyond}"
    return execute(sql, *rest)


@cache
def _names(sql: str) -> frozenset[str]:
    return frozenset(NAME.findall(sql)) & _app_of().keys()


@cache
def _app_of() -> dict[str, str]:
    """Return the app of every table."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.app_label for model in models}
