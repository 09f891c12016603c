"""Keys for programmes: one's own, and for the office everybody's."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import TokenForm
from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Token
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

PAGE = 50


def keys(request: UserRequest) -> HttpResponse:
    """One's keys; a new one is told once."""
    form, status, told_key = TokenForm(request.POST or None), 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, told_key = actions.issue_token(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
            form = TokenForm()
        except Refusal as told:
            form.add_error(None, str(told))
            status = 409
    status = 422 if status == 200 and form.errors else status
    context = {
        "form": form,
        "key": told_key,
        "tokens": request.user.tokens.order_by("-pk"),
        "may_manage": may(request.user, Can.ACCOUNTS_MANAGE),
        "now": timezone.now(),
    }
    answer = render(request, "accounts/keys.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def all_keys(request: UserRequest) -> HttpResponse:
    """Everybody's keys, for who manages accounts."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    pages = Paginator(Token.objects.held(), PAGE)
    context = {"page": pages.get_page(request.GET.get("page")), "now": timezone.now()}
    return render(request, "accounts/all_keys.html", context)


@require_POST
def revoke(request: UserRequest, pk: int) -> HttpResponse:
    """End a key: one's own, or anybody's by who manages accounts."""
    everybody = may(request.user, Can.ACCOUNTS_MANAGE)
    found = Token.objects.all() if everybody else request.user.tokens.all()
    token = get_object_or_404(found, pk=pk)
    actions.revoke_token(token=token, by=request.user, at=timezone.now())
    messages.success(request, gettext("The key is ended."))
    return redirect("accounts:keys" if token.user_id == request.user.pk else "accounts:all_keys")
