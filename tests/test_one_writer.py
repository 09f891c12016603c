"""Every action locks first and reads then (`kit/writing.py`), and is tried against every other."""

import ast
import inspect
import textwrap
from importlib import import_module

import pytest

from .house import PRODUCT, holds, name
from .races.scenes import actions, not_covered

FILES = [p for p in PRODUCT if holds(p, "actions") and p.name != "__init__.py"]
WRITERS = {
    "record",
    "record_many",
    "save",
    "delete",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "get_or_create",
    "update_or_create",
}
BOOKKEEPING = {
    "access.note": "one INSERT that decides nothing: no page waits for an import to note a visit",
    "accounts.note_use": "one UPDATE that decides nothing, and that gives up rather than wait",
}
"""Single statements that take no turn, and why."""


def test_every_action_that_is_offered_writes_alone():
    loose = [each for each in actions() if _writes(each) and not _is_alone(each)]
    assert set(loose) >= BOOKKEEPING.keys(), "no longer needed in BOOKKEEPING"
    loose = sorted(set(loose) - BOOKKEEPING.keys())
    assert not loose, "begin with @action, or write within one_writer()"


def test_every_action_that_is_offered_is_tried_by_two_at_once():
    assert not_covered() == [], "put it into a scene of tests/races"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_action_begins_a_transaction_of_another_kind(path):
    assert "transaction.atomic" not in path.read_text(encoding="utf-8")


def _definition(action: str) -> ast.FunctionDef:
    app, _dot, said = action.partition(".")
    found = getattr(import_module(f"bihuan.{app}.actions"), said)
    [function] = ast.parse(textwrap.dedent(inspect.getsource(found))).body
    assert isinstance(function, ast.FunctionDef)
    return function


def _writes(action: str) -> bool:
    called = {n.func for n in ast.walk(_definition(action)) if isinstance(n, ast.Call)}
    return bool({ast.unparse(each).rpartition(".")[2] for each in called} & WRITERS)


def _is_alone(action: str) -> bool:
    function = _definition(action)
    entered = {
        ast.unparse(item.context_expr)
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
    }
    decorated = {ast.unparse(each) for each in function.decorator_list}
    return "action" in decorated or "one_writer()" in entered
