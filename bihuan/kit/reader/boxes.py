"""Words that are known by where they stand, put into the rows and columns that they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .grids import GridBuilder

NEAR = 0.7  # of a character's height: a smaller gap parts no columns
BRIDGES = 0.15  # of the lines: so many may hold merged cells
FEWEST_LINES = 3  # with several words each, of a table


@dataclass(frozen=True)
class Box:
    """Words and the area they cover; x to the right and y down, in any unit."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def looks_like_table(boxes: Sequence[Box], near: float = NEAR) -> bool:
    """True if the words of several lines stand in two columns at least."""
    lines = lines_of(boxes, near)
    return sum(len(line) > 1 for line in lines) >= FEWEST_LINES and len(_columns(lines)) > 1


def grid_of(boxes: Sequence[Box], name: str, near: float = NEAR) -> GridBuilder:
    """Return the words as rows and columns; what reaches over several columns is merged."""
    lines = lines_of(boxes, near)
    columns = _columns(lines)
    grid = GridBuilder(name)
    for line in lines:
        grid.add_row()
        cells: dict[int, list[Box]] = {}
        for box in line:
            first, across = _place(box, columns)
            if len(line) > 1 and across > 1 and first not in cells:
                grid.span((grid.row, first), across, 1)
            cells.setdefault(first if len(line) > 1 else 0, []).append(box)
        for column in sorted(cells):
            grid.column = column
            grid.put(" ".join(box.text for box in cells[column]))
    return grid


def lines_of(boxes: Sequence[Box], near: float = NEAR) -> list[list[Box]]:
    """Return the lines from above, each from the left, with words joined that stand close: `near`
    is how many heights of a character part two columns.
    """
    lines: list[list[Box]] = []
    for box in sorted((b for b in boxes if b.text.strip()), key=lambda each: each.middle):
        last = lines[-1] if lines else None
        if last and box.middle - median(b.middle for b in last[-8:]) < last[-1].height / 2:
            last.append(box)
        else:
            lines.append([box])
    return [_joined(sorted(line, key=lambda each: each.left), near) for line in lines]


def _joined(line: list[Box], near: float) -> list[Box]:
    joined: list[Box] = []
    for box in line:
        last = joined[-1] if joined else None
        if last and box.left - last.right < near * max(box.height, last.height):
            gap = " " if box.left - last.right > 0.15 * box.height else ""
            joined[-1] = Box(
                last.left,
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
                last.text + gap + box.text,
            )
        else:
            joined.append(box)
    return joined


def _columns(lines: Sequence[Sequence[Box]]) -> list[tuple[float, float]]:
    """Return left and right of each column, told by the lines with the most words: what few of
    them cover is a merged cell that bridges two columns, unless it stands alone.
    """
    most = max(map(len, lines), default=0)
    full = [line for line in lines if len(line) > 1 and len(line) >= 0.7 * most]
    spans = [(box.left, box.right) for line in full for box in line]
    columns = _covered(spans, int(BRIDGES * len(full)))
    alone = [
        span
        for span in spans
        if not any(span[0] < right and left < span[1] for left, right in columns)
    ]
    return sorted(columns + _covered(alone, 0))


def _covered(spans: Sequence[tuple[float, float]], few: int) -> list[tuple[float, float]]:
    """Return the stretches that more than `few` of the spans cover."""
    ends = sorted([(left, 1) for left, _right in spans] + [(right, -1) for _left, right in spans])
    found, depth, start = [], 0, 0.0
    for at, step in ends:
        if step == 1 and depth == few:
            start = at
        if step == -1 and depth == few + 1 and at > start:
            found.append((start, at))
        depth += step
    return found


def _shared(box: Box, left: float, right: float) -> float:
    return min(box.right, right) - max(box.left, left)


def _place(box: Box, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Return the column that a box stands in, and over how many it reaches."""
    under = [
        at
        for at, (left, right) in enumerate(columns)
        if min(box.right, right) - max(box.left, left)
        > 0.3 * min(box.right - box.left, right - left)
    ]
    if under:
        return under[0], under[-1] - under[0] + 1
    centre = (box.left + box.right) / 2
    near = min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - centre), default=0)
    return near, 1
