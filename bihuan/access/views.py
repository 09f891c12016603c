"""Who came, what was taken along, whose rights changed; and the rules of sign-in."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import STANDS_IN, UserRequest, signed_in
from bihuan.accounts.models import Deputyship, User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from . import actions, queries
from .documents import details, log_workbook
from .forms import LogForm, SignInRulesForm
from .models import SignInRules
from .rules import GRACE
from .wording import browser_of, label_of

PAGE = 50
MOST_LINES = 20_000  # of a workbook: the newest
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def log(request: UserRequest) -> HttpResponse:
    """Every sign-in, wrong try, download and change of rights, or those asked for."""
    require(request.user, Can.SEE_AUDIT)
    form = LogForm(request.GET, verbs=queries.verbs())
    page = Paginator(queries.found(form.asked()), PAGE).get_page(request.GET.get("page"))
    shown = [
        (line, label_of(line.kind), details(line), browser_of(line.browser))
        for line in queries.lines(list(page.object_list))
    ]
    context = {
        "page": page,
        "lines": shown,
        "form": form,
        "query": request.GET.urlencode(),
        "may_set_rules": may(request.user, Can.ACCOUNTS_MANAGE),
    }
    return render(request, "access/log.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """What the page shows, all its pages, as Excel."""
    require(request.user, Can.SEE_AUDIT)
    asked = LogForm(request.GET, verbs=queries.verbs()).asked()
    title = f"{gettext('Sign-ins and rights')} {local_day(timezone.now())}"
    found = queries.lines(list(queries.found(asked)[:MOST_LINES]))
    answer = HttpResponse(log_workbook(title, found), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def sign_in_rules(request: UserRequest) -> HttpResponse:
    """Show and choose which roles need a second step."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    stands, at, status = SignInRules.objects.in_force(), timezone.now(), 200
    start = {
        "two_step_roles": stands.two_step_roles,
        "two_step_since": stands.two_step_since or local_day(at + GRACE),
    }
    form = SignInRulesForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_sign_in_rules(**form.cleaned_data, by=request.user, at=at)
        except Refusal as told:
            form.add_error(None, str(told))
            status = 409
        else:
            messages.success(request, gettext("Saved."))
            return redirect("access:rules")
    status = 422 if status == 200 and form.errors else status
    context = {"form": form, "stands": stands, "lacking": queries.who_lacks_second_step(stands)}
    return render(request, "access/rules.html", context, status=status)


@require_POST
def unlock(request: UserRequest, pk: int) -> HttpResponse:
    """Let somebody try the password again at once."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    user = get_object_or_404(User, pk=pk)
    actions.unlock_person(user=user, by=request.user, at=timezone.now())
    messages.success(request, gettext("“%s” can sign in again at once.") % user.username)
    return redirect("accounts:edit_user", pk=pk)


@require_POST
def unlock_address(request: UserRequest) -> HttpResponse:
    """Let whoever comes from an address try again at once."""
    address = request.POST.get("address", "")
    actions.unlock_address(address=address, by=request.user, at=timezone.now())
    messages.success(request, gettext("Whoever comes from %s can sign in again at once.") % address)
    return redirect("access:log")


@require_POST
def stand_in(request: UserRequest, pk: int) -> HttpResponse:
    """Act as the person for whom the user is the deputy today, until the user stands down."""
    today, deputy = timezone.localdate(), signed_in(request)
    mine = Deputyship.objects.of_deputy(deputy, today)
    held = get_object_or_404(mine, pk=pk)
    queries.check_second_step_of(deputy, held.person, on=today)
    request.session[STANDS_IN] = held.pk
    return redirect("own_job")


@require_POST
def stand_down(request: UserRequest) -> HttpResponse:
    """Be oneself again."""
    request.session.pop(STANDS_IN, None)
    return redirect("own_job")
