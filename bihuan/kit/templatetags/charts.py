"""The charts of kit/charts.py as tags: `{% load charts %}{% year_columns chart title %}`."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from bihuan.kit import charts
from bihuan.kit import flow_chart as flow

register = template.Library()


@register.simple_tag
def year_columns(chart: charts.YearColumns, title: str) -> SafeString:
    return mark_safe(charts.year_columns(chart, str(title)))  # escaped where it is made


@register.simple_tag
def s_curve(chart: charts.SCurve, title: str) -> SafeString:
    return mark_safe(charts.s_curve(chart, str(title)))  # as above


@register.simple_tag
def several_lines(chart: charts.SeveralLines, title: str) -> SafeString:
    return mark_safe(charts.several_lines(chart, str(title)))  # as above


@register.simple_tag
def flow_chart(chart: flow.FlowChart, title: str) -> SafeString:
    return mark_safe(flow.flow_chart(chart, str(title)))  # as above


@register.simple_tag
def rate_line(chart: charts.RateLine, title: str) -> SafeString:
    return mark_safe(charts.rate_line(chart, str(title)))  # as above


@register.simple_tag
def linked_line(chart: charts.LinkedLine, title: str) -> SafeString:
    return mark_safe(charts.linked_line(chart, str(title)))  # as above


@register.simple_tag
def bars_against_schedule(bars: Sequence[charts.Bar], title: str) -> SafeString:
    return mark_safe(charts.bars_against_schedule(bars, str(title)))  # as above


@register.simple_tag
def sparkline(values: Sequence[int], title: str) -> SafeString:
    return mark_safe(charts.sparkline(values, str(title)))  # as above


@register.simple_tag
def light_strip(colours: Sequence[str], labels: Sequence[str], title: str) -> SafeString:
    return mark_safe(charts.light_strip(colours, labels, str(title)))  # as above
