"""The meeting that somebody asks for, and what he or she may do with it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dispatch.models import Meeting
from bihuan.dispatch.rules import MOVES


def seen(request: UserRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)


def may_do(request: UserRequest, meeting: Meeting) -> dict[str, bool]:
    """Which moves this person has on the meeting now, by name."""
    holds = may(request.user, Can.MEETING_HOLD)
    return {move: holds and meeting.state in states for move, (states, _end) in MOVES.items()}
