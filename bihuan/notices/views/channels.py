"""Ways by which notices come: one's own, and the office's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.notices import actions
from bihuan.notices.forms import GroupChannelForm, OwnChannelForm, PostForm
from bihuan.notices.kinds import NoticeState
from bihuan.notices.models import Channel, Notice, Post
from bihuan.notices.queries import all_channels, newest_to, own_channels

SHOWN = 20


def own(request: UserRequest) -> HttpResponse:
    """My channels, with a form for another, and what came lately."""
    form = OwnChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_channel(
                owner=request.user, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as told:
            form.add_error(None, str(told))
        else:
            messages.success(
                request, gettext("Added. Send a test message to see whether it arrives.")
            )
            return redirect("notices:own")
    context = {
        "form": form,
        "channels": own_channels(request.user),
        "post": Post.objects.current(),
        "notices": newest_to(request.user)[:SHOWN],
        "may_manage": may(request.user, Can.NOTICE_MANAGE),
    }
    return render(request, "notices/own.html", context, status=422 if form.errors else 200)


def channels(request: UserRequest) -> HttpResponse:
    """Every channel, how the office sends, and a form for a group's robot."""
    require(request.user, Can.NOTICE_MANAGE)
    return _office(request, GroupChannelForm(), PostForm(instance=Post.objects.current()))


@require_POST
def add(request: UserRequest) -> HttpResponse:
    require(request.user, Can.NOTICE_MANAGE)
    form = GroupChannelForm(request.POST)
    if form.is_valid():
        try:
            actions.add_channel(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as told:
            form.add_error(None, str(told))
        else:
            messages.success(
                request, gettext("Added. Send a test message to see whether it arrives.")
            )
            return redirect("notices:channels")
    return _office(request, form, PostForm(instance=Post.objects.current()))


@require_POST
def post(request: UserRequest) -> HttpResponse:
    require(request.user, Can.NOTICE_MANAGE)
    form = PostForm(request.POST, instance=Post.objects.current())
    if form.is_valid():
        try:
            actions.set_post(
                digest_from=form.cleaned_data["digest_from"],
                site_address=form.cleaned_data["site_address"],
                server=form.server,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as told:
            form.add_error(None, str(told))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("notices:channels")
    return _office(request, GroupChannelForm(), form)


@require_POST
def switch(request: UserRequest, pk: int) -> HttpResponse:
    channel = actions.switch_channel(
        channel=_channel(request, pk),
        on=request.POST.get("on") == "1",
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request,
        gettext("“%s” is in use.") % channel
        if channel.is_active
        else gettext("“%s” is switched off.") % channel,
    )
    return redirect(_back(request, channel))


@require_POST
def test(request: UserRequest, pk: int) -> HttpResponse:
    """Send a test message and tell what came of it."""
    notice = actions.send_test(channel=_channel(request, pk), by=request.user, at=timezone.now())
    tell(request, notice)
    return redirect(_back(request, notice.channel))


def tell(request: UserRequest, notice: Notice) -> None:
    """Say on the next page what became of a message."""
    if notice.state == NoticeState.SENT:
        messages.success(request, gettext("The message was sent."))
    else:
        messages.error(request, gettext("The message did not go out: %s") % notice.last_error)


def _office(request: UserRequest, form: GroupChannelForm, post_form: PostForm) -> HttpResponse:
    context = {
        "form": form,
        "post_form": post_form,
        "channels": all_channels(),
        "post": Post.objects.current(),
    }
    failed = form.errors or post_form.errors
    return render(request, "notices/channels.html", context, status=422 if failed else 200)


def _channel(request: UserRequest, pk: int) -> Channel:
    rows = Channel.objects.select_related("owner")
    return get_object_or_404(rows.visible_to(request.user), pk=pk)


def _back(request: UserRequest, channel: Channel) -> str:
    return "notices:own" if channel.owner_id == request.user.pk else "notices:channels"
