"""Users and leaders, for who manages accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import LeaderForm, LinkForm, NewUserForm, UserForm
from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Leader, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can, Role
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

PAGE = 50


def users(request: UserRequest) -> HttpResponse:
    """Who signs in, and the district's leaders."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    people = User.objects.exclude(role=Role.CONSOLE).select_related("organisation")
    context = {
        "page": Paginator(people.order_by("-is_active", "username"), PAGE).get_page(
            request.GET.get("page")
        ),
        "leaders": Leader.objects.select_related("user").order_by("pinyin", "name", "pk"),
    }
    return render(request, "accounts/users.html", context)


def add_user(request: UserRequest) -> HttpResponse:
    require(request.user, Can.ACCOUNTS_MANAGE)
    form, status = NewUserForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_user(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as told:
            status = _tell(form, told)
        else:
            return _saved(request)
    return _form(request, form, gettext("Add a user"), status)


def edit_user(request: UserRequest, pk: int) -> HttpResponse:
    require(request.user, Can.ACCOUNTS_MANAGE)
    user = get_object_or_404(User, pk=pk)
    start = {
        "full_name": user.full_name,
        "title": user.title,
        "role": user.role,
        "organisation": user.organisation,
        "phone": user.phone,
    }
    form, status = UserForm(request.POST or None, initial=start), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_user(user=user, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as told:
            status = _tell(form, told)
        else:
            return _saved(request)
    return _form(request, form, gettext("Edit the user “%s”") % user.username, status, user)


@require_POST
def deactivate(request: UserRequest, pk: int) -> HttpResponse:
    user = _managed(request, pk)
    try:
        actions.deactivate(
            user=user,
            leave_held="leave_held" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as told:
        messages.error(request, str(told))
        return redirect("accounts:leaving", pk)
    return _saved(request)


@require_POST
def reactivate(request: UserRequest, pk: int) -> HttpResponse:
    user = _managed(request, pk)
    actions.reactivate(user=user, by=request.user, at=timezone.now())
    return _saved(request)


@require_POST
def reset_password(request: UserRequest, pk: int) -> HttpResponse:
    """Show the new password once; the page is not to be kept by any cache."""
    user = _managed(request, pk)
    password = actions.reset_password(user=user, by=request.user, at=timezone.now())
    context = {"title": gettext("New password of “%s”") % user.username, "secret": password}
    answer = render(request, "accounts/told_once.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def end_second_step(request: UserRequest, pk: int) -> HttpResponse:
    """Take a lost second step from a user, who then signs in with the password alone."""
    user = _managed(request, pk)
    actions.end_second_step(user=user, by=request.user, at=timezone.now())
    return _saved(request)


def add_leader(request: UserRequest) -> HttpResponse:
    require(request.user, Can.ACCOUNTS_MANAGE)
    form, status = LeaderForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_leader(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as told:
            status = _tell(form, told)
        else:
            return _saved(request)
    return _form(request, form, gettext("Add a leader"), status)


def link_leader(request: UserRequest, pk: int) -> HttpResponse:
    """Say which commander's sign-in stands for a leader."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    leader = get_object_or_404(Leader, pk=pk)
    start = {"user": leader.user, "is_principal": leader.is_principal}
    form, status = LinkForm(request.POST or None, initial=start), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.link_leader(
                leader=leader, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as told:
            status = _tell(form, told)
        else:
            return _saved(request)
    return _form(request, form, gettext("Sign-in of %s") % leader, status)


def _managed(request: UserRequest, pk: int) -> User:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return get_object_or_404(User, pk=pk)


def _tell(form: Any, told: Refusal) -> int:
    form.add_error(None, str(told))
    return 409


def _saved(request: UserRequest) -> HttpResponse:
    messages.success(request, gettext("Saved."))
    return redirect("accounts:users")


def _form(
    request: UserRequest, form: Any, title: str, status: int, person: User | None = None
) -> HttpResponse:
    status = 422 if status == 200 and form.errors else status
    context = {"form": form, "title": title, "person": person}
    return render(request, "accounts/form.html", context, status=status)
