"""What stands around the rows of a long list: heads that sort, pages, how many rows, printing."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from bihuan.kit.row_pages import CHOICES, MOST, RowPages, is_to_print

from .ui import icon, in_unit, query_with

register = template.Library()


@register.simple_tag(takes_context=True)
def pager(context: dict[str, Any], page: Page[Any], parameter: str = "page") -> SafeString:
    """Links to the pages before and after, keeping the query, and where the list offers it, how
    many rows a page has. Printed, it says which part it is.
    """
    links = []
    if page.has_previous():
        before = query_with(context, **{parameter: page.previous_page_number()})
        links.append((before, "prev", gettext("Previous")))
    if page.has_next():
        after = query_with(context, **{parameter: page.next_page_number()})
        links.append((after, "next", gettext("Next")))
    buttons = format_html_join("", '<a class="button" href="{}" rel="{}">{}</a>', links)
    return format_html(
        '<nav class="pager" aria-label="{}"><span>{}</span>{}<span class="cluster">{}</span></nav>',
        gettext("Pages"),
        _which_part(page),
        _row_choices(context, page),
        buttons,
    )


def _which_part(page: Page[Any]) -> str:
    return gettext("%(total)s in all, here %(first)s to %(last)s, page %(page)s of %(pages)s") % {
        "total": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "page": page.number,
        "pages": page.paginator.num_pages,
    }


def _row_choices(context: dict[str, Any], page: Page[Any]) -> SafeString:
    """How many rows a page may have, the choice in force marked."""
    pages = page.paginator
    if not isinstance(pages, RowPages) or pages.count <= int(CHOICES[0]):
        return mark_safe("")
    links = [
        (
            query_with(context, rows=each, page=None),
            mark_safe(' aria-current="true"') if each == pages.asked else "",
            gettext("all") if each == "all" else each,
        )
        for each in CHOICES
    ]
    return format_html(
        '<span class="row-choices no-print">{} {}</span>',
        gettext("Rows a page"),
        format_html_join(" ", '<a href="{}"{}>{}</a>', links),
    )


@register.simple_tag(takes_context=True)
def print_list(context: dict[str, Any], page: Page[Any]) -> SafeString:
    """A button that opens the whole list and prints it."""
    label = gettext("Print all") if page.has_other_pages() else gettext("Print")
    href = query_with(context, rows="all", print=1, page=None)
    now = mark_safe(" data-print-now") if is_to_print(context["request"]) else ""
    return format_html('<a class="button" href="{}"{}>{}{}</a>', href, now, icon("print"), label)


@register.simple_tag(takes_context=True)
def printed_part(context: dict[str, Any], page: Page[Any]) -> SafeString:
    """What paper says of a list of which it holds a part, and how to get the rest."""
    if not page.has_other_pages():
        return mark_safe("")
    pages = page.paginator
    if isinstance(pages, RowPages) and pages.is_cut:
        advice = gettext("One page holds %(most)s rows at most: narrow the list, or take Excel.")
    else:
        advice = gettext("“Print all” prints the whole list.")
    kind = "" if isinstance(pages, RowPages) and pages.is_cut else "print-only"
    told = {"part": _which_part(page), "advice": advice % {"most": f"{MOST:,}"}}
    said = gettext("%(part)s. %(advice)s") % told
    return format_html('<p class="part-note {}">{}</p>', kind, said)


@register.simple_tag(takes_context=True)
def sort_header(
    context: dict[str, Any],
    label: str,
    key: str,
    kind: str = "",
    parameter: str = "sort",
    unit: str = "",
) -> SafeString:
    """A column's head that sorts by it: once up, again down. `kind="num"` aligns right. An arrow
    says which way the rows stand now, a faint one that they can be sorted.
    """
    now = context["request"].GET.get(parameter, "")
    mark, state = {key: ("▲", "ascending"), f"-{key}": ("▼", "descending")}.get(now, ("↕", ""))
    href = query_with(context, **{parameter: f"-{key}" if now == key else key, "page": None})
    return format_html(
        '<th scope="col" class="{}"{}><a href="{}">{}&nbsp;<span class="sort" aria-hidden="true">{}'
        "</span>{}</a></th>",
        kind,
        format_html(' aria-sort="{}"', state) if state else "",
        href,
        label,
        mark,
        format_html('<span class="unit">{}</span>', in_unit(unit)) if unit else "",
    )
