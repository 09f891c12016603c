"""How a flag is known as the source of a matter, and what the matter is called.

Pure. Source: docs/rules/oversight.md, clause OVER-8.
"""

from __future__ import annotations


def reference(line: int, kind: str) -> str:
    """Return what names the flag of a line, the same each time."""
    return f"{kind} {line}"


def title_of(kind: str, line: str) -> str:
    """Return a matter's title: which flag, of which money."""
    return f"{kind}: {line}" if kind.isascii() else f"{kind}：{line}"
