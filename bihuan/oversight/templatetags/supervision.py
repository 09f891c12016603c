"""What supervision says on the pages of money: `{% load supervision %}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template

from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.funding.queries import FundingRow
from bihuan.oversight.queries.flags import FlagLine, flag_lines
from bihuan.oversight.queries.visits import VisitLine, required_visits
from bihuan.projects.models import Project

register = template.Library()


@register.simple_tag(takes_context=True)
def flags_of(context: Mapping[str, Any], rows: Sequence[FundingRow]) -> list[FlagLine]:
    """Return the flags of lines with the matters raised of them."""
    return flag_lines(context["request"].user, rows)


@register.simple_tag
def visits_required_of(rows: Sequence[FundingRow], today: date) -> list[VisitLine]:
    """Return the visits of supervision that are required of the project of these lines."""
    return required_visits(rows, today)


@register.simple_tag(takes_context=True)
def may_raise_of(context: Mapping[str, Any], project: Project) -> bool:
    """Return whether the reader may raise a flag of a project."""
    return may(context["request"].user, Can.MATTER_RAISE, project)


@register.simple_tag(takes_context=True)
def may_record_of(context: Mapping[str, Any], project: Project) -> bool:
    """Return whether the reader may record a visit of a project."""
    return may(context["request"].user, Can.VISIT_RECORD, project)
