"""The page from which the office chases the missing reports of a month."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext
from bihuan.notices import actions
from bihuan.notices.chasing import chase, chat_text
from bihuan.notices.queries import messages_of, reminders_of

MOST = 200
"""So many reminders of a month stand under the page."""


def chasing(request: UserRequest, month: Month) -> HttpResponse:
    """Show who owes reports and how they are reached; remind those that are ticked."""
    require(request.user, Can.ROUND_MANAGE)
    today = local_day(timezone.now())
    if request.method == "POST":
        ticked = [whole_number(each) for each in request.POST.getlist("organisation")]
        done = actions.remind(
            month=month,
            organisations=[pk for pk in ticked if pk is not None],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(
            request,
            gettext(
                "%(organisations)s organisations reminded under “My work”; messages by channels: "
                "%(channels)s."
            )
            % {"organisations": done.organisations, "channels": done.channels},
        )
        return redirect("notices:chasing", month)
    found = chase(request.user, month, today=today)
    text = chat_text(found, today)
    context = {
        "month": month,
        "chase": found,
        "text": text,
        "text_lines": len(text.splitlines()) + 1,
        "reminders": reminders_of(month)[:MOST],
        "sent": messages_of(month)[:MOST],
        "may_see_log": may(request.user, Can.NOTICE_MANAGE),
    }
    return render(request, "notices/chasing.html", context)
