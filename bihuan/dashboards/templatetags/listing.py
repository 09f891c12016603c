"""The rows of the list of projects, by one function: tags for each cell cost more than all else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bihuan.dashboards.queries.listing import ListCell, ListColumn
from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.kit.templatetags.ui import in_unit, light

register = template.Library()


@register.simple_tag
def project_rows(lines: Iterable[tuple[ProjectRow, list[ListCell]]], year: int) -> SafeString:
    """A row for each project: its name, which opens its page, and its cells."""
    before, _number, after = reverse("dashboards:project", args=[0]).rpartition("0")
    openings: dict[str, str] = {}
    rows = []
    for row, cells in lines:
        rows.append(f'<tr><td class="name"><a href="{before}{row.pk}{after}?year={year}">')
        rows.append(f"{escape(row.name)}</a></td>")
        for cell in cells:
            key = cell.column.key
            if key not in openings:
                openings[key] = _opening(cell.column)
            rows.append(f"{openings[key]}{_inside(cell)}</td>")
        rows.append("</tr>\n")
    return mark_safe("".join(rows))  # names and cells are escaped one by one


def _opening(column: ListColumn) -> str:
    """Return how a column's cells begin. A label stands only where a phone shows the cell."""
    if column.is_minor:
        return '<td class="num minor">' if column.is_number else '<td class="minor">'
    label = f"{column.label}{in_unit(column.unit) if column.unit else ''}"
    kind = ' class="num"' if column.is_number else ""
    return f'<td{kind} data-label="{escape(label)}">'


def _inside(cell: ListCell) -> str:
    return light(cell.colour) if cell.colour else escape(cell.text) or "—"
