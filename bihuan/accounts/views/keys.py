"""One's own keys for programmes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import TokenForm
from bihuan.accounts.http import UserRequest
from bihuan.kit.errors import Refusal


def keys(request: UserRequest) -> HttpResponse:
    """One's keys; a new one is told once."""
    form, status, told_key = TokenForm(request.POST or None), 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, told_key = actions.issue_token(
                name=form.cleaned_data["name"], by=request.user, at=timezone.now()
            )
            form = TokenForm()
        except Refusal as told:
            form.add_error(None, str(told))
            status = 409
    status = 422 if status == 200 and form.errors else status
    context = {
        "form": form, "key": told_key, "tokens": request.user.tokens.order_by("-pk"),
    }  # fmt: skip
    answer = render(request, "accounts/keys.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke(request: UserRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.tokens.all(), pk=pk)
    actions.revoke_token(token=token, by=request.user, at=timezone.now())
    return redirect("accounts:keys")
