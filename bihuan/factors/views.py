"""The board of needs, one project's list, one need with its moves."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project

from . import actions, queries
from .available_moves import available_moves
from .documents import XLSX, board_workbook
from .forms import FORMS, AddNeedForm, DayForm, NeedMoveForm, RaiseNeedForm
from .kinds import DONE, NeedState, NeedVerb
from .models import Need
from .presets import catalogue

MOST_ROWS = 20_000


@dataclass(frozen=True)
class NeedOffer:
    """A move that the page offers, with its form."""

    verb: NeedVerb
    form: NeedMoveForm


@dataclass(frozen=True)
class NeedTab:
    """One view of the board, with how many it shows."""

    label: str
    count: int
    href: str
    chosen: bool


def board(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = queries.sought(request.user, request.GET.dict(), today)
    page = row_page(request, found)
    context = {
        "page": page,
        "lines": queries.lines(list(page), today),
        "asked": request.GET,
        "tabs": _tabs(request, queries.counts(request.user, today)),
        "departments": queries.departments(request.user, today),
        "states": NeedState,
        "elements": queries.element_choices(today),
        "owing": queries.owing_departments(request.user),
        "may_manage": may(request.user, Can.FACTOR_MANAGE),
        "year": year_in_focus(request, today=today),
        "query": request.GET.urlencode(),
    }
    return render(request, "factors/board.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """What the board shows, all pages of it."""
    today = local_day(timezone.now())
    found = list(queries.sought(request.user, request.GET.dict(), today)[:MOST_ROWS])
    title = f"{gettext('Guarantee board')} {today}"
    content = board_workbook(title, map(queries.plain, queries.lines(found, today)))
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def project_list(request: UserRequest, project_pk: int) -> HttpResponse:
    today = local_day(timezone.now())
    needs = list(queries.of_project(request.user, project_pk))
    visible = Project.objects.visible_to(request.user)
    project = needs[0].project if needs else get_object_or_404(visible, pk=project_pk)
    context = {
        "project": project,
        "lines": queries.lines(needs, today),
        "done": sum(need.state in DONE for need in needs),
        "total": len(needs),
        "others": queries.other_elements(needs, today),
        "year": year_in_focus(request, today=today),
        "may_manage": may(request.user, Can.FACTOR_MANAGE),
    }
    return render(request, "factors/project.html", context)


def need(request: UserRequest, pk: int) -> HttpResponse:
    return _need_page(request, _need(request, pk))


def move(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in NeedVerb.values:
        raise Http404
    shown, chosen = _need(request, pk), NeedVerb(verb)
    if request.method != "POST":
        return redirect("factors:need", pk)
    form = FORMS.get(chosen, NeedMoveForm)(shown, chosen, request.POST)
    if not form.is_valid():
        return _need_page(request, shown, form=form, verb=chosen, status=422)
    try:
        _make(request, shown, chosen, form)
    except Refusal as told:
        form.add_error(None, str(told))
        return _need_page(request, _need(request, pk), form=form, verb=chosen, status=409)
    messages.success(request, gettext("Done: %s.") % chosen.label)
    return redirect("factors:need", pk)


@require_POST
def start(request: UserRequest) -> HttpResponse:
    """Give every project of the year the list of its class."""
    at = timezone.now()
    year = year_in_focus(request, today=local_day(at))
    new = actions.start_lists(year=year, by=request.user, at=at)
    messages.success(request, gettext("%s needs are new; days follow the milestones.") % new)
    return redirect("factors:board")


@require_POST
def start_one(request: UserRequest, project_pk: int) -> HttpResponse:
    at = timezone.now()
    visible = Project.objects.visible_to(request.user)
    new = actions.start_list(
        project=get_object_or_404(visible, pk=project_pk),
        year=year_in_focus(request, today=local_day(at)),
        by=request.user,
        at=at,
    )
    messages.success(request, gettext("%s needs are new; days follow the milestones.") % new)
    return redirect("factors:project", project_pk)


@require_POST
def add(request: UserRequest, project_pk: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    project, form = get_object_or_404(visible, pk=project_pk), AddNeedForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Choose what the project needs, and say why."))
    actions.add_need(project=project, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, gettext("Put on the list."))
    return redirect("factors:project", project_pk)


@require_POST
def set_day(request: UserRequest, pk: int) -> HttpResponse:
    shown, form = _need(request, pk), DayForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Give the day, and why."))
    actions.set_needed_by(need=shown, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, gettext("Saved."))
    return redirect("factors:need", pk)


@require_POST
def raise_(request: UserRequest, pk: int) -> HttpResponse:
    shown, form = _need(request, pk), RaiseNeedForm(request.POST, on=local_day(timezone.now()))
    if not form.is_valid():
        raise Refusal(gettext("Choose how grave it is."))
    matter = actions.raise_need(need=shown, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, gettext("Raised as %s.") % matter.number)
    return redirect("matters:matter", matter.pk)


def _make(request: UserRequest, shown: Need, verb: NeedVerb, form: NeedMoveForm) -> None:
    said, at = dict(form.cleaned_data), timezone.now()
    if verb == NeedVerb.APPROVE:
        approval = actions.NeedApproval(said["number"], said["approved_on"], said["valid_until"])
        actions.approve(
            need=shown,
            approval=approval,
            note=said["note"],
            edition=said["edition"],
            by=request.user,
            at=at,
        )
    elif verb == NeedVerb.PROMISE:
        actions.promise(need=shown, **said, by=request.user, at=at)
    else:
        actions.move(need=shown, verb=verb, **said, by=request.user, at=at)


def _need_page(
    request: UserRequest,
    shown: Need,
    *,
    form: NeedMoveForm | None = None,
    verb: NeedVerb | None = None,
    status: int = 200,
) -> HttpResponse:
    today = local_day(timezone.now())
    offers = [
        NeedOffer(each, FORMS.get(each, NeedMoveForm)(shown, each, auto_id=f"{each}_%s"))
        for each in available_moves(shown, request.user)
        if each != verb
    ]
    if form is not None and verb is not None:
        offers.insert(0, NeedOffer(verb, form))
    element = catalogue(today).element(shown.element)
    settled = shown.state in DONE or (shown.matter is not None and shown.matter.is_open)
    context = {
        "need": shown,
        "line": queries.lines([shown], today)[0],
        "offers": offers,
        "tried": verb,
        "element": element,
        "story": queries.story(shown),
        "alerts": shown.alerts.order_by("-on"),
        "day_form": DayForm(),
        "raise_form": RaiseNeedForm(on=today),
        "may_manage": may(request.user, Can.FACTOR_MANAGE),
        "may_raise": element is not None
        and not settled
        and may(request.user, Can.MATTER_RAISE, shown),
    }
    return render(request, "factors/need.html", context, status=status)


def _tabs(request: UserRequest, counted: dict[str, int]) -> list[NeedTab]:
    labels = {
        "mine": gettext("We owe"),
        "owed": gettext("Under way"),
        "late": gettext("Past a limit"),
        "wanted": gettext("Needed by now"),
        "expiring": gettext("Expiring"),
        "all": gettext("All"),
    }
    chosen, here = request.GET.get("scope", "owed"), reverse("factors:board")
    return [
        NeedTab(label, counted[scope], f"{here}?scope={scope}", chosen=scope == chosen)
        for scope, label in labels.items()
        if scope != "mine" or request.user.organisation_id
    ]


def _need(request: UserRequest, pk: int) -> Need:
    rows = Need.objects.visible_to(request.user).select_related("project", "department", "matter")
    return get_object_or_404(rows, pk=pk)
