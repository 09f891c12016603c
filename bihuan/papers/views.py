"""The register of papers, one paper, and issuing one about a matter."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.papers import fonts_used
from bihuan.kit.words import gettext
from bihuan.matters.kinds import MatterState, PaperKind
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy
from bihuan.papers import actions
from bihuan.papers.documents import Stamp, matter_sheet, opening_text
from bihuan.papers.files import FILES, as_file
from bihuan.papers.forms import IssueForm, VoidForm
from bihuan.papers.models import IssuedPaper
from bihuan.papers.queries import found_papers, papers_due, series
from bihuan.papers.rules import check_paper, kinds_for
from bihuan.projects.http import year_in_focus

PAGE = 50


@dataclass(frozen=True)
class PaperChoice:
    """A kind of paper that a matter may be given; `proposed` by its level of escalation."""

    kind: PaperKind
    chosen: bool
    proposed: bool


def register(request: UserRequest) -> HttpResponse:
    """Every paper of a year under its number, void ones too."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "")
    rows = found_papers(request.user, year=year, kind=kind, text=text)
    context = {
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "kind": kind,
        "text": text,
        "series": series(request.user, year),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_issue": may(request.user, Can.PAPER_ISSUE),
    }
    return render(request, "papers/register.html", context)


def due(request: UserRequest) -> HttpResponse:
    """Matters that climbed, each with the paper that its level proposes."""
    require(request.user, Can.PAPER_ISSUE)
    today = local_day(timezone.now())
    policy = district_policy(today)
    page = Paginator(papers_due(request.user, today), PAGE).get_page(request.GET.get("page"))
    lines = [(matter, policy.level(matter.level)) for matter in page]
    return render(request, "papers/due.html", {"page": page, "lines": lines})


def paper(request: UserRequest, pk: int) -> HttpResponse:
    return _paper(request, _visible(request, pk), VoidForm())


@require_POST
def void(request: UserRequest, pk: int) -> HttpResponse:
    found, form = _visible(request, pk), VoidForm(request.POST)
    if form.is_valid():
        try:
            actions.void_paper(
                paper=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("%s is void. It keeps its number.") % found.label)
            return redirect("papers:paper", found.pk)
    return _paper(request, found, form)


def download(request: UserRequest, pk: int, ending: str) -> HttpResponse:
    """The paper as Word or PDF, made from what was frozen when it was issued."""
    if ending not in FILES:
        raise Http404
    return as_file(_visible(request, pk), ending)


def begin(request: UserRequest, matter_pk: int) -> HttpResponse:
    """Go to the paper that the matter's level proposes, or the first that it may be given."""
    matter = _matter(request, matter_pk)
    kinds = kinds_for(MatterState(matter.state), has_lead=matter.lead_id is not None)
    proposed = district_policy(local_day(timezone.now())).level(matter.level).paper
    kind = proposed if proposed in kinds or not kinds else kinds[0]
    return redirect("papers:issue", matter.pk, kind.value)


def issue(request: UserRequest, matter_pk: int, kind: str) -> HttpResponse:
    """Write a paper about a matter, look at it, issue it. Looking writes nothing."""
    if kind not in PaperKind.values:
        raise Http404
    matter, wanted, at = _matter(request, matter_pk), PaperKind(kind), timezone.now()
    check_paper(wanted, MatterState(matter.state), has_lead=matter.lead_id is not None)
    known = matter.papers.filter(kind=wanted).order_by("-pk")
    start = {
        "text": opening_text(wanted, matter, local_day(at)),
        "signer": str(request.user),
        "issued_before": len(known),
    }
    form = IssueForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            new = actions.issue_paper(
                kind=wanted, matter=matter, by=request.user, at=at, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Issued as %s.") % new.label)
            return redirect("papers:paper", new.pk)
    said = form.cleaned_data if form.is_bound and form.is_valid() else start
    stamp = Stamp(local_day(at), str(said["signer"]))
    context = {
        "matter": matter,
        "kind": wanted,
        "choices": _choices(matter, wanted),
        "form": form,
        "sheet": matter_sheet(wanted, matter, text=str(said["text"]), stamp=stamp),
        "known": known,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "papers/issue.html", context, status=status)


def _choices(matter: Matter, chosen: PaperKind) -> list[PaperChoice]:
    proposed = district_policy(local_day(timezone.now())).level(matter.level).paper
    kinds = kinds_for(MatterState(matter.state), has_lead=matter.lead_id is not None)
    return [PaperChoice(kind, kind == chosen, kind == proposed) for kind in kinds]


def _paper(request: UserRequest, found: IssuedPaper, form: VoidForm) -> HttpResponse:
    visible = Matter.objects.visible_to(request.user)
    context = {
        "paper": found,
        "sheet": found.sheet,
        "form": form,
        "fonts": fonts_used(),
        "matters": visible.filter(papers=found),
        "may_void": found.voided_on is None and may(request.user, Can.PAPER_ISSUE, found),
    }
    return render(request, "papers/paper.html", context, status=422 if form.errors else 200)


def _visible(request: UserRequest, pk: int) -> IssuedPaper:
    rows = IssuedPaper.objects.visible_to(request.user).select_related("issued_by", "voided_by")
    return get_object_or_404(rows, pk=pk)


def _matter(request: UserRequest, pk: int) -> Matter:
    require(request.user, Can.PAPER_ISSUE)
    rows = Matter.objects.visible_to(request.user).select_related("project", "lead")
    return get_object_or_404(rows, pk=pk)
