"""Draw a table of moves as a Mermaid state diagram, so that docs cannot drift from code."""

from collections.abc import Mapping
from typing import TypeVar

from .choices import Choice

C = TypeVar("C", bound=Choice)


def state_diagram(moves: Mapping[C, frozenset[C]], *, start: C) -> str:
    """Return Mermaid text. A state without a way out is drawn as an end."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in moves]
    lines.append(f"    [*] --> {start.value}")
    for now, nexts in moves.items():
        lines += [f"    {now.value} --> {to.value}" for to in moves if to in nexts and to != now]
        if not nexts:
            lines.append(f"    {now.value} --> [*]")
    return "\n".join(lines)


def labelled_diagram(moves: Mapping[C, frozenset[tuple[C, Choice]]], *, start: C) -> str:
    """As `state_diagram`, each arrow with the label of its move; moves that stay are left out."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in moves]
    lines.append(f"    [*] --> {start.value}")
    for now, ways in moves.items():
        drawn = sorted((to.value, move.label) for to, move in ways if to != now)
        lines += [f"    {now.value} --> {to}: {label}" for to, label in drawn]
    return "\n".join(lines)
