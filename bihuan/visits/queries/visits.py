"""Visits as pages, programmes and devices read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.models import User
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.projects.rules import name_key
from bihuan.visits.models import Visit


def listed(user: User, asked: Mapping[str, str]) -> QuerySet[Visit]:
    """Return the visits that a person may see, newest first, as the page's filters ask."""
    rows = Visit.objects.visible_to(user).select_related("project", "visited_by")
    if text := asked.get("q", "").strip():
        key = name_key(text)
        rows = rows.filter(project__name_key__contains=key) if key else rows.none()
    if month := _month(asked.get("month", "")):
        rows = rows.filter(visited_on__range=(month.first_day, month.last_day))
    if (project := whole_number(asked.get("project", ""))) is not None:
        rows = rows.filter(project=project)
    if asked.get("only") == "away":
        rows = rows.filter(off_site=True)
    elif asked.get("only") == "used":
        again = Q(photos__same_as__isnull=False) | Q(photos__same_as_report__isnull=False)
        rows = rows.filter(again).distinct()
    elif asked.get("only") == "double":
        rows = rows.filter(state="double")
    return rows.annotate(
        photo_count=Count("photos", distinct=True), finding_count=Count("findings", distinct=True)
    ).order_by("-visited_at", "-pk")


def visit_page(user: User) -> QuerySet[Visit]:
    """Return visible visits with all that one page shows of them."""
    return (
        Visit.objects.visible_to(user)
        .select_related("project", "visited_by", "double_of", "settled_by")
        .prefetch_related(
            "findings__matter",
            "photos__same_as__visit__project",
            "photos__same_as_report",
            "doubles",
        )
    )


def report_of(visit: Visit) -> dict[str, Any]:
    """Return what a device must know: which photos are missing, and what the visit led to."""
    photos = list(visit.photos.all())
    return {
        "id": visit.pk,
        "device_id": visit.device_id,
        "state": visit.state,
        "missing": [photo.sha256 for photo in photos if photo.received_at is None],
        "received": [photo.sha256 for photo in photos if photo.received_at is not None],
        "matters": [
            finding.matter.number
            for finding in visit.findings.select_related("matter")
            if finding.matter
        ],
        "distance_m": visit.distance_m,
        "off_site": visit.off_site,
        "purpose": visit.purpose,
    }


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except Refusal:
        return None
