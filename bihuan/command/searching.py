"""Commanders, as the search over everything finds them."""

from __future__ import annotations

from django.urls import reverse

from bihuan.accounts.models import Leader, User
from bihuan.kit.searching import SearchGroup, SearchHit, every_word, found_rows
from bihuan.kit.words import gettext

from .reach import sees_whole_district


def leaders_found(user: User, text: str, most: int) -> SearchGroup:
    """Find leaders by name or title: all of them, or oneself, as on the commanders' pages."""
    rows = Leader.objects.all() if sees_whole_district(user) else Leader.objects.filter(user=user)
    ordered = every_word(rows, text, ("name", "title")).order_by("-is_principal", "name", "pk")
    return found_rows("leaders", gettext("Leaders"), ordered, _leader, most)


def _leader(leader: Leader) -> SearchHit:
    address = reverse("command:mine", query={"leader": leader.pk})
    return SearchHit(leader.name, leader.title, address)
