"""A flow of money drawn by the server: columns of nodes, each as high as what goes through it, and
bands between them. It prints, needs no script, and says its numbers.

Pure: values in, SVG text out. Amounts are in yuan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .money import scale_of, shown, unit_name
from .plot import svg, text

WIDTH, NODE, HEAD = 960, 12, 30
TALLEST = 400
"""The height of all that flows, without the gaps."""
SLOT, GAP = 17, 7
"""A node has room for its name, however little goes through it."""
LONGEST_NAME = 16


@dataclass(frozen=True)
class FlowNode:
    """One node: its key, what it is called, and where it leads; `kind` is its colour."""

    key: str
    label: str
    yuan: int
    href: str = ""
    kind: str = ""


@dataclass(frozen=True)
class FlowLink:
    """So much goes from one node to another."""

    start: str
    end: str
    yuan: int


@dataclass(frozen=True)
class FlowChart:
    """Columns of nodes from left to right, each with its head, and the links between them."""

    heads: Sequence[str]
    columns: Sequence[Sequence[FlowNode]]
    links: Sequence[FlowLink]


@dataclass(frozen=True)
class _Placed:
    node: FlowNode
    x: float
    y: float
    height: float


def flow_chart(chart: FlowChart, title: str) -> str:
    """Draw the flow; names stand right of their nodes, those of the last column left of them."""
    largest = max((sum(node.yuan for node in column) for column in chart.columns), default=0)
    per_yuan = TALLEST / largest if largest else 0.0
    unit = scale_of(largest)
    placed, bottom = _placed(chart, per_yuan)
    parts = [*_heads(chart), *_bands(chart, placed, per_yuan, unit)]
    last = len(chart.columns) - 1
    for number, column in enumerate(chart.columns):
        parts += [_node(placed[node.key], unit, is_last=number == last) for node in column]
    parts.append(text(WIDTH, bottom + 16, unit_name(unit), "end"))
    drawing = svg(title, parts, int(bottom) + 22, WIDTH, "chart flow")
    if not any(node.href for column in chart.columns for node in column):
        return drawing
    return drawing.replace('role="img"', f'role="group" aria-label="{escape(title)}"', 1)


def _placed(chart: FlowChart, per_yuan: float) -> tuple[dict[str, _Placed], float]:
    """Return where each node lies, by its key, and how far down the tallest column goes."""
    found, bottom = {}, float(HEAD)
    step = (WIDTH - NODE) / max(len(chart.columns) - 1, 1)
    for number, column in enumerate(chart.columns):
        y = float(HEAD)
        for node in column:
            height = max(node.yuan * per_yuan, 1.0)
            room = max(height, SLOT)
            found[node.key] = _Placed(node, number * step, y + (room - height) / 2, height)
            y += room + GAP
        bottom = max(bottom, y)
    return found, bottom


def _heads(chart: FlowChart) -> list[str]:
    last = max(len(chart.columns) - 1, 1)
    step = (WIDTH - NODE) / last
    return [
        text(number * step + (NODE if number == last else 0), 14, head, _anchor(number, last))
        for number, head in enumerate(chart.heads)
    ]


def _anchor(number: int, last: int) -> str:
    return "end" if number == last else "start"


def _bands(chart: FlowChart, placed: dict[str, _Placed], per_yuan: float, unit: int) -> list[str]:
    """Draw each link as a band; at a node they lie below one another."""
    leaving: defaultdict[str, float] = defaultdict(float)
    arriving: defaultdict[str, float] = defaultdict(float)
    parts = []
    for link in chart.links:
        start, end = placed[link.start], placed[link.end]
        height = link.yuan * per_yuan
        y0, y1 = start.y + leaving[link.start], end.y + arriving[link.end]
        leaving[link.start] += height
        arriving[link.end] += height
        x0, x1 = start.x + NODE, end.x
        bend = (x0 + x1) / 2
        said = f"{start.node.label} → {end.node.label}: {shown(link.yuan, unit)}"
        parts.append(
            f'<path class="band {end.node.kind}" d="M{x0:.1f} {y0:.1f}'
            f"C{bend:.1f} {y0:.1f} {bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
            f"v{height:.2f}"
            f"C{bend:.1f} {y1 + height:.1f} {bend:.1f} {y0 + height:.1f} {x0:.1f} "
            f'{y0 + height:.1f}Z"><title>{escape(said)}</title></path>'
        )
    return parts


def _node(placed: _Placed, unit: int, *, is_last: bool) -> str:
    node = placed.node
    name = node.label if len(node.label) <= LONGEST_NAME else f"{node.label[: LONGEST_NAME - 1]}…"
    x = placed.x - 5 if is_last else placed.x + NODE + 5
    y = placed.y + placed.height / 2 + 4
    drawn = (
        f'<rect class="node {node.kind}" x="{placed.x:.1f}" y="{placed.y:.1f}" width="{NODE}" '
        f'height="{placed.height:.1f}"/>'
        f"{text(x, y, f'{name} {shown(node.yuan, unit)}', 'end' if is_last else 'start', 'strong')}"
        f"<title>{escape(node.label)}: {shown(node.yuan, unit)}</title>"
    )
    return f'<a href="{escape(node.href)}">{drawn}</a>' if node.href else f"<g>{drawn}</g>"
