"""A digest of all code on which the text of a statement can depend: a statement that was kept by
another version of it is never read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ABOVE = frozenset({"site", "wall_charts", "dashboards", "todo", "importing"})
"""Apps above the figures, which these cannot import (an import contract holds it)."""
PASSED_OVER = frozenset({"tests", "migrations", "templates", "static", "locale"})
KINDS = frozenset({".py", ".yaml"})
LIBRARIES = ("ibis-framework", "sqlglot")


@cache
def code_digest() -> str:
    """Return the digest of the code as it was when this process first asked: 40 hexadecimal
    digits.
    """
    digest = sha256(sys.implementation.cache_tag.encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(PACKAGE)}\n".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:40]


def _sources() -> Iterator[Path]:
    for app in PACKAGE.iterdir():
        if app.is_dir() and app.name not in ABOVE:
            for path in app.rglob("*"):
                folders = path.relative_to(PACKAGE).parts[:-1]
                if path.suffix in KINDS and PASSED_OVER.isdisjoint(folders):
                    yield path
