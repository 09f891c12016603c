"""What became of the problems that reports name: `{% load reported %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from bihuan.matters.models import Matter
from bihuan.matters.reported import matters_of_reports
from bihuan.progress.models import Report

register = template.Library()


@register.simple_tag(takes_context=True)
def matters_raised_of(context: Mapping[str, Any], reports: Iterable[Report]) -> dict[int, Matter]:
    """Return by report the matter that its problem became."""
    return matters_of_reports(context["request"].user, list(reports))


@register.filter
def of_report(matters: Mapping[int, Matter], report: Report) -> Matter | None:
    """Return the matter of one report."""
    return matters.get(report.pk)
