"""Matters, as the search over everything finds them."""

from __future__ import annotations

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.days import long_day
from bihuan.kit.searching import SearchGroup, SearchHit, every_word, found_rows
from bihuan.kit.words import gettext

from .models import Matter

FIELDS = ("number", "title", "text", "project__name", "lead__name")


def matters_found(user: User, text: str, most: int) -> SearchGroup:
    """Find visible matters by number, words, project or lead organisation, the newest first."""
    rows = every_word(Matter.objects.visible_to(user), text, FIELDS)
    ordered = rows.select_related("project", "lead").order_by("-pk")
    return found_rows("matters", gettext("Matters"), ordered, _matter, most)


def _matter(matter: Matter) -> SearchHit:
    due = gettext("due %s") % long_day(matter.due_on)
    told = [str(matter.standing.label), str(matter.project or ""), str(matter.lead or ""), due]
    address = reverse("matters:matter", args=[matter.pk])
    return SearchHit(f"{matter.number} {matter.title}", " · ".join(filter(None, told)), address)
