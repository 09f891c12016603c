"""The meeting that somebody asks for, and what he or she may do with it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dispatch.models import Meeting
from bihuan.dispatch.rules import MOVES
from bihuan.kit.days import local_day
from bihuan.projects.http import work_in


def seen(request: UserRequest, pk: int) -> Meeting:
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    work_in(request, found.month.year, today=local_day(timezone.now()))
    return found


def may_do(request: UserRequest, meeting: Meeting) -> dict[str, bool]:
    """Which moves this person has on the meeting now, by name."""
    holds = may(request.user, Can.MEETING_HOLD)
    return {move: holds and meeting.state in states for move, (states, _end) in MOVES.items()}
