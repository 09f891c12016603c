"""What became of the problems that reports name: `{% load reported %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from bihuan.matters.models import Matter
from bihuan.matters.reported import NamedProblems, matters_of_problems

register = template.Library()


@register.simple_tag(takes_context=True)
def matters_made_of(context: Mapping[str, Any], problems: NamedProblems) -> dict[int, Matter]:
    """Return by report the matter that its problem became."""
    return matters_of_problems(context["request"].user, problems)


@register.filter
def of_report(matters: Mapping[int, Matter], pk: int) -> Matter | None:
    """Return the matter of one report."""
    return matters.get(pk)
