"""Modules that are imported when something of them is first asked for: what a process may never
need shall cost it neither time nor memory.

A type checker reads the import itself:

    if TYPE_CHECKING:
        import ibis
    else:
        ibis = LateImport("ibis")
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LateImport:
    """Stands for a module, or for one thing in it."""

    def __init__(self, module: str, name: str = "") -> None:
        self._module, self._name = module, name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found(), name)

    def __getitem__(self, key: Any) -> Any:
        return self._found()[key]

    def _found(self) -> Any:
        module = import_module(self._module)
        return getattr(module, self._name) if self._name else module
