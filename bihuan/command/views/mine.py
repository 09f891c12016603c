"""“My projects”: one leader's page, made for a phone."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Deputyship, Leader
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.command import actions
from bihuan.command.queries import cards, mine, waiting
from bihuan.command.reach import require_leader_seen, sees_whole_district
from bihuan.kit.days import local_day, long_day
from bihuan.kit.months import Month, month_named
from bihuan.kit.numbers import edition_seen, whole_number
from bihuan.kit.words import gettext
from bihuan.lights.presets import headline_in_force
from bihuan.lights.queries import latest_month
from bihuan.lights.rules import last_day_to_speak
from bihuan.matters.models import Matter
from bihuan.progress.queries import closing_day
from bihuan.projects.http import year_in_focus

PAGE = 20


def my_projects(request: UserRequest) -> HttpResponse:
    """The worst first. Those who see the whole district look at any leader's (`?leader=`)."""
    leader, today = _leader(request), local_day(timezone.now())
    if leader is None:
        if sees_whole_district(request.user):
            return redirect("command:commanders")
        held = Deputyship.objects.of_deputy(request.user, today)
        deputyships = held.order_by("since", "pk")
        return render(request, "command/nobody.html", {"deputyships": deputyships})
    newest = latest_month(year_in_focus(request, today=today), today)
    month = _month(request, newest, today)
    whole = mine(request.user, leader, month, today)
    page = Paginator(whole.order, PAGE).get_page(request.GET.get("page"))
    number, first = waiting(request.user, leader, today)
    is_own = leader.user_id == request.user.pk
    last_day = last_day_to_speak(month, headline_in_force().on(month.first_day), closing_day(month))
    speaks = is_own and may(request.user, Can.LIGHT_SPEAK)
    context = {
        "leader": leader,
        "is_own": is_own,
        "month": month,
        "newest": newest,
        "reported_until": closing_day(newest) if newest != month else None,
        "previous_year": month.year - 1,
        "next_year": month.year + 1,
        "whole": whole,
        "page": page,
        "cards": cards(list(page), leader, month, today),
        "waits": number,
        "first": first,
        "may_assign": may(request.user, Can.MATTER_ASSIGN),
        "may_speak": speaks and today <= last_day,
        "spoken_until": last_day if speaks and today > last_day else None,
    }
    return render(request, "command/mine.html", context)


@require_POST
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Give a raised matter to its project's responsible organisation, with one tap."""
    seen = Matter.objects.visible_to(request.user).select_related("project__responsible")
    matter = get_object_or_404(seen, pk=pk)
    edition = edition_seen(request.POST.get("edition", ""))
    assigned = actions.hand_over(
        matter=matter,
        by=request.user,
        at=timezone.now(),
        edition=edition,
    )
    due_on = long_day(assigned.due_on) if assigned.due_on else "—"
    told = {"number": assigned.number, "lead": assigned.lead, "due_on": due_on}
    messages.success(request, gettext("%(number)s is assigned to %(lead)s, due %(due_on)s.") % told)
    commander = matter.project.commander if matter.project else None
    if commander is None or commander.user_id == request.user.pk:
        return redirect("command:mine")
    return redirect(f"{reverse('command:mine')}?leader={commander.pk}")


def _month(request: UserRequest, newest: Month, today: date) -> Month:
    """Return the month asked for, up to the newest of its year; else the newest whose time for
    reporting is over: what is still being reported has no lights yet to be seen.
    """
    asked = month_named(request.GET.get("month", ""), newest.year)
    if asked is not None and asked <= newest:
        return asked
    closes_on = closing_day(newest)
    is_open = closes_on is not None and today <= closes_on
    return newest.previous() if is_open and newest.number > 1 else newest


def _leader(request: UserRequest) -> Leader | None:
    """Whose projects are asked for: the leader named, else the one who is signed in."""
    asked = request.GET.get("leader", "")
    if not asked:
        return Leader.objects.select_related("user").filter(user=request.user).first()
    if (number := whole_number(asked)) is None:
        raise Http404
    leader = get_object_or_404(Leader.objects.select_related("user"), pk=number)
    require_leader_seen(request.user, leader)
    return leader
