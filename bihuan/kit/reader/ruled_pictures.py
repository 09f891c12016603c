"""The drawn lines of a table in a picture, and the words between them as its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

import cv2
import numpy
from pdfplumber.table import (
    Table,
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)
from PIL import Image

from .boxes import Box, lines_of
from .grids import GridBuilder, titles_above
from .values import Sheet

_SHORTEST = 40  # a line is at least the picture's side, parted by this
_MOST_EDGES = 4_000
_NO_PAGE: Any = None  # only a table's cells are asked for
NEAR = 8  # pixels within which two lines are one, and two ends meet


def ruled_tables(picture: Image.Image, boxes: Sequence[Box], name: str) -> list[Sheet]:
    """Return the tables that lines are drawn around, each under the lines of words above it."""
    sheets, top = [], 0.0
    for table in _tables(picture):
        left, upper, right, lower = table.bbox
        inside = [b for b in boxes if left <= _centre(b) <= right and upper <= b.middle <= lower]
        if not inside:
            continue
        above = [box for box in boxes if top <= box.middle < upper]
        lines = [" ".join(box.text for box in line) for line in lines_of(above)]
        grid = _grid(table, inside, name)
        sheets.append(grid.sheet(titles_above(lines), doubtful=True))
        top = lower
    return sheets


def _tables(picture: Image.Image) -> list[Any]:
    edges = list(_edges(numpy.asarray(picture.convert("L"))))
    if not edges or len(edges) > _MOST_EDGES:
        return []
    crossings = edges_to_intersections(merge_edges(edges, NEAR, NEAR, NEAR, NEAR), NEAR, NEAR)
    tables = (
        Table(_NO_PAGE, cells) for cells in cells_to_tables(intersections_to_cells(crossings))
    )
    real = [table for table in tables if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    return sorted(real, key=lambda each: (each.bbox[1], each.bbox[0]))


def _edges(grey: Any) -> Iterator[dict[str, Any]]:
    """Yield the straight lines of a picture as pdfplumber describes those of a page."""
    dark = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12
    )
    height, width = dark.shape
    for orientation, size in (("h", (width // _SHORTEST, 1)), ("v", (1, height // _SHORTEST))):
        shape = cv2.getStructuringElement(cv2.MORPH_RECT, (max(size[0], 1), max(size[1], 1)))
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, shape)
        thick = (1, 3) if orientation == "h" else (3, 1)
        lines = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_RECT, thick))
        _number, _labels, stats, _centres = cv2.connectedComponentsWithStats(lines)
        for x, y, across, down, _area in stats[1:].tolist():
            long, thin = (across, down) if orientation == "h" else (down, across)
            if thin > 3 * NEAR or long < 4 * thin:
                continue
            x0, x1 = (x, x + across) if orientation == "h" else (x + across / 2,) * 2
            top, bottom = (y + down / 2,) * 2 if orientation == "h" else (y, y + down)
            yield {
                "x0": x0,
                "x1": x1,
                "top": top,
                "bottom": bottom,
                "width": x1 - x0,
                "height": bottom - top,
                "orientation": orientation,
                "object_type": "line",
            }


def _grid(table: Any, boxes: Sequence[Box], name: str) -> GridBuilder:
    grid = GridBuilder(name)
    edges = sorted({cell[0] for cell in table.cells})
    tops = sorted({cell[1] for cell in table.cells})
    size = median(box.height for box in boxes)
    for row in table.rows:
        grid.add_row()
        for column, area in enumerate(row.cells):
            if area is None:
                continue
            left, top, right, bottom = area
            grid.column = column
            within = [b for b in boxes if left <= _centre(b) < right and top <= b.middle < bottom]
            grid.put(_text(within, right - left, size) or None)
            across = sum(left <= edge < right - 1 for edge in edges)
            grid.span((grid.row, column), across, sum(top <= each < bottom - 1 for each in tops))
    return grid


def _text(boxes: Sequence[Box], width: float, size: float) -> str:
    """Return the words of a cell; a line that fills the cell goes on in the next."""
    text, room = "", 0.0
    for line in lines_of(boxes):
        text += "\n" if text and room > 1.5 * size else ""
        text += " ".join(box.text for box in line)
        room = width - (line[-1].right - line[0].left)
    return text


def _centre(box: Box) -> float:
    return (box.left + box.right) / 2
