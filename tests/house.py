"""The project's own files, as the tests of its habits read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "bihuan"
CODE = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
PRODUCT = [p for p in CODE if "tests" not in p.parts]
TESTS = [p for p in CODE if p.name.startswith("test_")] + sorted((ROOT / "tests").glob("test_*.py"))
OTHERS = sorted([*ROOT.glob("tools/*.py"), *ROOT.glob("bench/*.py"), *ROOT.glob("tests/*.py")])
NAMED = [*CODE, *(p for each in ("tools", "bench", "tests") for p in (ROOT / each).rglob("*.py"))]
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
STYLES = sorted(p for p in PACKAGE.rglob("static/**/*.css") if "vendor" not in p.parts)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def holds(path: Path, kind: str) -> bool:
    """True if `path` is the file of that kind, or part of the package it grew into."""
    return path.stem == kind or kind in path.relative_to(PACKAGE).parts[:-1]


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all that a file holds, walked once for all tests."""
    return tuple(ast.walk(tree(path)))


written_out = cache(ast.unparse)
"""The text of a node; the same names and calls are read by many tests."""


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in nodes(path) if isinstance(node, ast.FunctionDef))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(path) if isinstance(node, ast.Call))
