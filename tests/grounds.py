"""Watches every statement: what is kept may read only tables of the apps that it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps

from bihuan.audit.kept import grounds

NAME = re.compile(r'"(\w+)"')


def read_only_the_grounds(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Run a statement, unless it reads beyond what an answer under way says it rests on."""
    for rests_on in grounds():
        beyond = {name: _app_of()[name] for name in _names(sql) if _app_of()[name] not in rests_on}
        assert not beyond, f"kept on {sorted(rests_on)}, but reads {beyond}"
    return execute(sql, *rest)


@cache
def _names(sql: str) -> frozenset[str]:
    return frozenset(NAME.findall(sql)) & _app_of().keys()


@cache
def _app_of() -> dict[str, str]:
    """Return the app of every table."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.app_label for model in models}
