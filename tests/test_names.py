"""Tests of names: one word has one meaning."""

import ast
from collections import defaultdict

import pytest

from .house import NAMED, ROOT, functions, name, nodes

pytestmark = pytest.mark.once
DJANGO_FINDS = {"Meta", "Config", "Command"}
"""What Django finds by these names inside another class or a module of that kind."""
DJANGO_TAKES = {"DatabaseOperations", "DatabaseWrapper", "SQLInsertCompiler"}
"""What a database backend must call its classes: Django takes them by name from each engine's."""
RIDDLES = {"bones", "heard", "here", "kept", "one", "played", "speak", "told", "two", "whose"}
"""Words that tell nobody what a module or a function is about."""


def test_no_class_name_is_used_twice():
    places = defaultdict(list)
    for path in NAMED:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{name(path)}:{node.lineno}")
    twice = {each: where for each, where in places.items() if len(where) > 1}
    assert not {each: twice[each] for each in twice.keys() - DJANGO_FINDS - DJANGO_TAKES}


def test_modules_and_functions_bear_standard_words():
    found = [
        name(path) for path in NAMED if RIDDLES & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]
    found += [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in NAMED
        for node in functions(path)
        if node.name.strip("_") in RIDDLES
    ]
    assert not found
