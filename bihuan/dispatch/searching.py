"""Meetings, as the search over everything finds them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.searching import SearchGroup, SearchHit, found_rows, words_of
from bihuan.kit.words import gettext

from .kinds import MeetingKind
from .models import AgendaItem, Decision, Meeting


def meetings_found(user: User, text: str, most: int) -> SearchGroup:
    """Find visible meetings by kind, chair, place, or what of them the user sees: projects on the
    agenda, conclusions, decisions. The newest first.
    """
    rows = Meeting.objects.visible_to(user)
    items, decisions = AgendaItem.objects.visible_to(user), Decision.objects.visible_to(user)
    for word in words_of(text):
        kinds = [kind for kind in MeetingKind if word in str(kind.label)]
        said = Q(project__name__icontains=word) | Q(conclusion__icontains=word)
        rows = rows.filter(
            Q(kind__in=kinds)
            | Q(chair__icontains=word)
            | Q(place__icontains=word)
            | Q(pk__in=items.filter(said).values("meeting"))
            | Q(pk__in=decisions.filter(text__icontains=word).values("meeting"))
        )
    ordered = rows.order_by("-held_on", "-pk")
    return found_rows("meetings", gettext("Meetings"), ordered, _meeting, most)


def _meeting(meeting: Meeting) -> SearchHit:
    chair = gettext("Chair: %s") % meeting.chair
    told = [str(meeting.standing.label), chair, meeting.place]
    address = reverse("dispatch:meeting", args=[meeting.pk])
    return SearchHit(str(meeting), " · ".join(filter(None, told)), address)
