"""The whole component vocabulary of the pages. See /ui/ for a live page of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from bihuan.kit import days, money
from bihuan.kit.months import Month
from bihuan.kit.numbers import half_up
from bihuan.kit.words import article, joined

register = template.Library()

TONES = {
    "accepted": "good",
    "locked": "good",
    "in_use": "good",
    "completed": "good",
    "applied": "good",
    "submitted": "accent",
    "construction": "accent",
    "open": "accent",
    "in_review": "accent",
    "staged": "accent",
    "returned": "warn",
    "paused": "warn",
    "draft": "warn",
    "late": "warn",
    "to_fill": "warn",
    "silent": "bad",
    "cancelled": "bad",
    "red": "bad",
    "yellow": "warn",
    "green": "good",
    "closed": "good",
    "verified": "good",
    "answered": "accent",
    "working": "accent",
    "assigned": "accent",
    "raised": "warn",
    "sent": "good",
    "failed": "warn",
    "given_up": "bad",
    "fine": "good",
    "note": "warn",
    "wrong": "bad",
    "made": "good",
    "missing": "bad",
    "ready": "good",
    "lacking": "warn",
    "won": "good",
}
LIGHT_SHAPES = {
    "green": '<circle class="light-shape" cx="8" cy="8" r="6.5"/>',
    "yellow": '<path class="light-shape" d="M8 1.2 15.2 14.4H.8Z"/>',
    "red": '<rect class="light-shape" x="2" y="2" width="12" height="12" rx="1.5"/>',
    "grey": '<circle class="light-shape" cx="8" cy="8" r="6"/>',
}
SHORT_VALUE = 9
"""A longer value, such as 117,300,000.00, is set smaller, so that it stays in one line."""
ICONS = {
    "up": "M12 19V5M5 12l7-7 7 7",
    "down": "M12 5v14M19 12l-7 7-7-7",
    "check": "M4 12l5 5L20 6",
    "cross": "M5 5l14 14M19 5L5 19",
    "plus": "M12 5v14M5 12h14",
    "print": "M6 9V3h12v6M6 18H4v-7h16v7h-2M7 14h10v7H7z",
    "download": "M12 3v12M6 10l6 6 6-6M4 21h16",
    "screen": "M3 4h18v12H3zM8 21h8M12 16v5",
}


@register.simple_block_tag
def card(content: str, title: str = "", fold: bool = False) -> SafeString:  # noqa: FBT001, FBT002  # named in templates
    """A titled box around anything; with `fold` it can be folded away, and is at first on a phone
    (app.js).
    """
    if fold:
        return format_html(
            '<details class="card" open data-fold><summary><h2>{}</h2></summary>{}</details>',
            title,
            content,
        )
    head = format_html("<h2>{}</h2>", title) if title else ""
    return format_html('<section class="card">{}{}</section>', head, content)


@register.simple_block_tag
def toolbar(content: str) -> SafeString:
    """A row of filters and buttons above a list."""
    return format_html('<div class="toolbar">{}</div>', content)


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """A message that stays on the page; `kind` is info, good, warn or bad."""
    role = "alert" if kind == "bad" else "status"
    return format_html('<div class="notice" data-kind="{}" role="{}">{}</div>', kind, role, content)


@register.simple_block_tag
def empty_state(content: str, title: str = "") -> SafeString:
    """What stands where there is nothing yet, and what to do about it."""
    return format_html('<div class="empty"><p>{}</p>{}</div>', title, content)


@register.simple_tag
def pill(choice: Any) -> SafeString:
    """A coloured label for any `Choice`: state, class, standing."""
    value = getattr(choice, "value", choice)
    label = getattr(choice, "label", choice)
    return format_html('<span class="pill" data-tone="{}">{}</span>', TONES.get(value, ""), label)


@register.simple_tag
def light(colour: Any) -> SafeString:
    """A light as shape, colour and word: green, yellow, red, or grey for no data."""
    return _light(str(getattr(colour, "value", colour) or "grey"), get_language())


@cache
def _light(value: str, language: str | None) -> SafeString:
    """The light in the language spoken now: a list shows hundreds."""
    words = {
        "green": gettext("Green"),
        "yellow": gettext("Yellow"),
        "red": gettext("Red"),
        "grey": gettext("No data"),
    }
    shape = mark_safe(LIGHT_SHAPES[value])  # a constant of ours
    return format_html(
        '<span class="light" data-colour="{}">'
        '<svg viewBox="0 0 16 16" aria-hidden="true">{}</svg>{}</span>',
        value,
        shape,
        words[value],
    )


@register.simple_tag
def measured(value: Any, unit: str = "") -> SafeString:
    """A value with its unit set smaller: 117.30亿元, CNY 11.73 bn."""
    if not unit or value == "—":
        return format_html("{}", value)
    before, behind = money.split_unit(str(unit))
    apart = " " if behind[:1].isascii() and behind[:1].isalpha() else ""
    currency = format_html("<small>{}</small> ", before) if before else ""
    return format_html("{}{}{}<small>{}</small>", currency, value, apart, behind)


@register.simple_tag
def stat(
    label: str = "", value: Any = "", unit: str = "", href: str = "", note: str = ""
) -> SafeString:
    """A headline figure with its unit; with `href` it opens to what lies under it."""
    shown = "—" if value is None or value == "" else value
    note_html = format_html('<span class="stat-note">{}</span>', note) if note else ""
    inner = format_html(
        '<span class="stat-label">{}</span><span class="stat-value"{}>{}</span>{}',
        label,
        mark_safe(' data-long="yes"') if len(str(shown)) > SHORT_VALUE else "",
        measured(shown, unit),
        note_html,
    )
    if href:
        return format_html('<a class="stat" href="{}">{}</a>', href, inner)
    return format_html('<div class="stat">{}</div>', inner)


@register.simple_tag
def progress_bar(
    percent: Any = None, target: Any = None, label: str = "", tone: Any = "", digits: int = 1
) -> SafeString:
    """A bar to 100 %, with a mark where it should stand by now; `tone` is a light's colour."""
    share = Decimal(percent or 0)
    mark = ""
    if target is not None:
        at = min(max(Decimal(target), Decimal(0)), Decimal(100))
        mark = format_html('<line x1="{0}" x2="{0}" y1="0" y2="10"/>', f"{at:.2f}")
    return format_html(
        '<span class="bar" data-tone="{}">{}<svg class="bar-track" viewBox="0 0 100 10" '
        'preserveAspectRatio="none" aria-hidden="true"><rect class="bar-ground" width="100" '
        'height="10" rx="1"/><rect class="bar-fill" width="{}" height="10" rx="1"/>{}</svg>'
        '<span class="bar-value">{}</span></span>',
        getattr(tone, "value", tone),
        format_html('<span class="bar-label">{}</span>', label) if label else "",
        f"{min(max(share, Decimal(0)), Decimal(100)):.2f}",
        mark,
        "—" if percent is None else f"{half_up(share, digits)}%",
    )


@register.simple_tag
def in_unit(unit: str) -> str:
    """What follows the name of a column: its unit in the brackets of the language."""
    return gettext(" (%s)") % unit


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = "") -> SafeString:
    """The options of a choice, each a value and what is read, the chosen one marked. One function:
    where a page offers hundreds, tags for each cost more than the rest of it.
    """
    marked = str(chosen)
    return mark_safe(  # escaped one by one
        "".join(
            f'<option value="{escape(str(value))}"{" selected" * (str(value) == marked)}>'
            f"{escape(str(label))}</option>"
            for value, label in choices
        )
    )


@register.filter(name="joined")
def joined_filter(things: Iterable[object]) -> str:
    """Show things in one line."""
    return joined(things)


@register.simple_tag
def comma() -> str:
    """What stands between things in one line."""
    return gettext(", ")


@register.simple_tag
def colon() -> str:
    """What stands between a thing and what is said of it."""
    return gettext(": ")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small line drawing beside words, never instead of them."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changed: Any) -> str:
    """Return the page's query with some parameters changed; None takes one away."""
    return query_with(context, **changed)


@register.filter
def yi(yuan: int | str | None) -> str:
    """Show yuan in 亿元."""
    return "—" if yuan is None or yuan == "" else money.yi(int(yuan))


@register.filter
def wan(yuan: int | str | None, places: int = 2) -> str:
    """Show yuan in 万元."""
    return "—" if yuan is None or yuan == "" else money.wan(int(yuan), places)


@register.filter
def wan_less(yuan: int | None, other_yuan: int | None) -> str:
    """Show in 万元 by how much one amount exceeds another that stands beside it in 万元."""
    if yuan is None or other_yuan is None:
        return "—"
    return f"{money.shown_difference(yuan, other_yuan, money.WAN):,}"


@register.filter
def amount(yuan: int | str | None, scale: int | None = None) -> str:
    """Show yuan in 亿元 if they are many, else in 万元 (in English in billions or millions);
    `scale` is the unit of a table's column, or of a card.
    """
    if yuan is None or yuan == "":
        return "—"
    return money.shown(int(yuan), scale or money.scale_of(int(yuan)))


@register.filter
def amount_unit(yuan: int | str | None, scale: int | None = None) -> str:
    """Name the unit in which `amount` shows these yuan."""
    if yuan is None or yuan == "":
        return ""
    return money.unit_name(scale or money.scale_of(int(yuan)))


@register.filter
def unit_name(scale: int) -> str:
    """Name the unit of a table's column."""
    return money.unit_name(scale)


@register.filter
def percent(value: Decimal | str | None, digits: int = 1) -> str:
    """Show a rate with so many digits, half up; the sign % stands in the column's head."""
    if value is None or value == "":
        return "—"
    return f"{half_up(Decimal(value), digits):,}"


@register.filter
def signed(value: Decimal | str | None, digits: int = 1) -> str:
    """Show a difference with its sign."""
    if value is None or value == "":
        return "—"
    rounded = half_up(Decimal(value), digits)
    return f"{rounded:+,}" if rounded else f"{abs(rounded):,}"


@register.filter
def month(value: Month | date | None) -> str:
    """Show a month: 2024年3月 or March 2024."""
    if not value:
        return "—"
    return (value if isinstance(value, Month) else Month.of(value)).in_words


register.filter(article)


@register.filter
def day(value: date | datetime | None) -> str:
    """Show a day in a table, 2024年3月5日 or 5 Mar 2024: the district's own if it is a moment."""
    if not value:
        return "—"
    return days.short_day(days.local_day(value) if isinstance(value, datetime) else value)


@register.filter
def long_day(value: date | datetime | None) -> str:
    """Show a day in words, 2024年3月5日 or 5 March 2024: the district's own if it is a moment."""
    if not value:
        return "—"
    return days.long_day(days.local_day(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """Show a moment in the district's time, to the minute."""
    return days.local_moment(value) if value else "—"


def query_with(context: dict[str, Any], **changed: Any) -> str:
    """Return the query of the page shown with some parameters changed; None takes one away."""
    query = dict(context["request"].GET.lists())
    for key, value in changed.items():
        if value:
            query[key] = [str(value)]
        else:
            query.pop(key, None)
    return f"?{urlencode(query, doseq=True)}"


@register.simple_tag(takes_context=True)
def block_again(context: template.RequestContext, name: str) -> SafeString:
    """Render a block a second time: the page's title is also its heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return (
        mark_safe(block.nodelist.render(context)) if block else mark_safe("")
    )  # rendered, so escaped
