"""The whole component vocabulary of the pages. See /ui/ for a live page of each."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def card(content: str, title: str = "") -> SafeString:
    return format_html("<section class='card'><h2>{}</h2>{}</section>", title, content)


@register.simple_block_tag
def toolbar(content: str) -> SafeString:
    return format_html("<div class='toolbar'>{}</div>", content)


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    return format_html("<div class='notice' data-kind='{}'>{}</div>", kind, content)


@register.simple_block_tag
def empty_state(content: str, title: str = "") -> SafeString:
    return format_html("<div class='empty'><p>{}</p>{}</div>", title, content)


@register.simple_tag
def pill(choice: Any) -> SafeString:
    return format_html("<span class='pill' data-value='{}'>{}</span>", choice.value, choice.label)


@register.simple_tag
def light(colour: Any) -> SafeString:
    return format_html("<span class='light' data-colour='{0}'>{0}</span>", colour)


@register.simple_tag
def stat(label: str = "", value: Any = "", **more: Any) -> SafeString:
    return format_html("<div class='stat'>{} {}</div>", label, value)


@register.simple_tag
def progress_bar(percent: Any = None, target: Any = None, label: str = "") -> SafeString:
    return format_html("<span class='bar'>{} {}</span>", label, percent)


@register.simple_tag
def pager(page: Any) -> SafeString:
    return format_html("<nav>{}/{}</nav>", page.number, page.paginator.num_pages)


@register.filter
def wan(yuan: int) -> str:
    return f"{(Decimal(yuan) / 10_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


@register.filter
def percent(value: Decimal, digits: int = 1) -> str:
    return f"{Decimal(value):.{digits}f}"


@register.filter
def month(value: Any) -> str:
    day = getattr(value, "first_day", value)
    return f"{day.year}年{day.month}月"


@register.filter
def day(value: date | None) -> str:
    return value.isoformat() if value else ""
