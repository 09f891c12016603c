"""Commanders, as the search over everything finds them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from bihuan.accounts.models import Leader, User
from bihuan.kit.pinyin import spoken_as
from bihuan.kit.searching import SearchGroup, SearchHit, found_rows, words_of
from bihuan.kit.words import gettext

from .reach import sees_whole_district


def leaders_found(user: User, text: str, most: int) -> SearchGroup:
    """Find leaders by name, its pinyin or title: all, or oneself, as on the commanders' pages."""
    rows = Leader.objects.all() if sees_whole_district(user) else Leader.objects.filter(user=user)
    for word in words_of(text):
        called = Q(name__icontains=word) | Q(title__icontains=word) | spoken_as(word.lower())
        rows = rows.filter(called)
    ordered = rows.order_by("-is_principal", "pinyin", "name", "pk")
    return found_rows("leaders", gettext("Leaders"), ordered, _leader, most)


def _leader(leader: Leader) -> SearchHit:
    address = reverse("command:mine", query={"leader": leader.pk})
    return SearchHit(leader.name, leader.title, address)
