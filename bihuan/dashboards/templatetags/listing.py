"""The rows of the list of projects, by one function: tags for each cell cost more than all else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from bihuan.dashboards.forms import ViewForm
from bihuan.dashboards.queries.list_totals import ListTotals
from bihuan.dashboards.queries.listing import ON_PHONES, ListCell, ListColumn
from bihuan.dashboards.queries.narrowing import Filter
from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.kit.months import Month
from bihuan.kit.templatetags.ui import light, options
from bihuan.kit.words import gettext

register = template.Library()


LONGEST_NAME = 24
"""A longer name may be cut on the screen: it can be read whole by resting on it."""
LONGEST_PROBLEM = 40
ONE_LINE = ("class", "state", "day")
PLACES = {"light": "at-light", "responsible": "at-who"}
"""Where a phone puts a cell."""


@register.simple_tag
def project_rows(lines: Iterable[tuple[ProjectRow, list[ListCell]]], year: int) -> SafeString:
    """A row for each project: its name, which opens its page, and its cells."""
    before, _number, after = reverse("dashboards:project", args=[0]).rpartition("0")
    openings: dict[str, str] = {}
    rows = []
    for row, cells in lines:
        name = escape(row.name)
        whole = f' title="{name}"' if len(row.name) > LONGEST_NAME else ""
        rows.append(f'<tr><td class="name"><a href="{before}{row.pk}{after}?year={year}"{whole}>')
        rows.append(f"{name}</a></td>")
        for cell in cells:
            key = cell.column.key
            if key not in openings:
                openings[key] = _opening(cell.column)
            rows.append(f"{openings[key]}{_inside(cell)}</td>")
        rows.append("</tr>\n")
    return mark_safe("".join(rows))  # names and cells are escaped one by one


@register.simple_tag
def filter_field(narrowing: Filter, month: Month) -> SafeString:
    """A choice above the list: its options, or a field to type a part of a name into."""
    label, name = narrowing.label, narrowing.name
    if narrowing.is_typed:
        return format_html(
            _TYPED,
            label=label,
            name=name,
            typed=narrowing.typed,
            hint=gettext("A part of the name"),
            names=f"{reverse('dashboards:names')}?year={month.year}&month={month.number}",
        )
    choices = options([("", gettext("all")), *narrowing.options], narrowing.chosen)
    return format_html(_CHOSEN, label=label, name=name, options=choices)


_CHOSEN = '<label class="field">{label} <select name="{name}">{options}</select></label>'
_TYPED = """
<label class="field">{label}
  <input name="{name}" value="{typed}" list="names-{name}" autocomplete="off" placeholder="{hint}"\
 hx-get="{names}" hx-trigger="focus once, input changed delay:200ms" hx-target="#names-{name}">
</label>
<datalist id="names-{name}"></datalist>
"""


@register.simple_tag
def view_name_field() -> SafeString:
    """The field for the name of a view that is saved; blank, so that it is the same for all."""
    return _view_name_field(get_language())


@cache
def _view_name_field(_language: str) -> SafeString:
    name = ViewForm()["name"]
    return format_html('<label class="field">{} {}</label>', name.label, name)


@register.simple_tag
def column_boxes(columns: Iterable[ListColumn], shown: Iterable[ListColumn]) -> SafeString:
    """A box for each column that the list may show."""
    keys = {column.key for column in shown}
    boxes = (
        f'<label><input type="checkbox" name="columns" value="{column.key}"'
        f"{' checked' * (column.key in keys)}> {escape(str(column.label))}</label>\n"
        for column in columns
    )
    return mark_safe("".join(boxes))  # labels are escaped one by one


@register.simple_tag
def totals_row(totals: ListTotals, columns: list[ListColumn]) -> SafeString:
    """The sums of all rows found, or of a part of them."""
    cells = (
        f"{_opening(column)}{_total(column, text)}</td>"
        for column, text in zip(columns, totals.texts, strict=True)
    )
    return mark_safe(  # escaped one by one
        f'<tr class="total"><th scope="row">{escape(totals.counted_text)}</th>{"".join(cells)}</tr>'
    )


def _total(column: ListColumn, text: str) -> str:
    return escape(text) or ("—" if column.has_total else "")


def _opening(column: ListColumn) -> str:
    """Return how a column's cells begin. Only what a phone shows says what it is there."""
    kinds = {
        PLACES.get(column.key, ""): column.key in ON_PHONES,
        "minor": column.key not in ON_PHONES,
        "num": column.is_number,
        "nowrap": column.kind in ONE_LINE,
        "held": column.kind == "held_up",
    }
    before, after = ON_PHONES.get(column.key, ("", ""))
    said = f' data-before="{escape(str(before))}"' if before else ""
    unit = f' data-after="{escape(str(after))}"' if after else ""
    named = " ".join(kind for kind, holds in kinds.items() if kind and holds)
    return f'<td class="{named}"{said}{unit}>'


def _inside(cell: ListCell) -> str:
    if cell.colour:
        return light(cell.colour)
    if cell.column.kind == "held_up" and cell.text:
        return _problem(cell.text)
    return escape(cell.text) or "—"


def _problem(text: str) -> str:
    """Return what holds a project up in two lines; the whole of it can be read by resting on it."""
    if len(text) <= LONGEST_PROBLEM:
        return escape(text)
    return f'<span title="{escape(text)}">{escape(text[:LONGEST_PROBLEM])}…</span>'
