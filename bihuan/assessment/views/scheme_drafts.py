"""Drafts of schemes: all of them, one as it reads, its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.models import SchemeDraft
from bihuan.assessment.queries.scheme_drafts import draft_scheme, history
from bihuan.assessment.scheme_forms import DraftNameForm, StartDraftForm
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import whole_number
from bihuan.kit.preset_faults import PresetError
from bihuan.kit.words import gettext
from bihuan.projects.http import seen_edition

from .differences import shown_differences
from .side_by_side import beside, month_of_example, usual_month, worked_subjects


def drafts(request: UserRequest) -> HttpResponse:
    """The drafts that there are, and the form that begins another."""
    require(request.user, Can.RULES_CHANGE)
    today, status = local_day(timezone.now()), 200
    form = StartDraftForm(
        request.POST or None, day=today, initial={"scheme": request.GET.get("scheme", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_draft(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("name", str(refusal))
            status = 409
        else:
            return redirect("assessment:draft", made.pk)
    rows = SchemeDraft.objects.open().select_related("made_by")
    return render(request, "assessment/drafts.html", {"drafts": rows, "form": form}, status=status)


def draft_page(request: UserRequest, pk: int) -> HttpResponse:
    """A draft item by item, as a scheme is shown, with what leads to changing it."""
    draft, month = draft_of(request, pk), month_of_example(request)
    context: dict[str, Any] = {
        "draft": draft,
        "may_edit": draft.discarded_at is None,
        "month": month,
        "today_month": usual_month(request),
        "form": DraftNameForm(initial={"name": draft.name}),
    }
    try:
        scheme = draft_scheme(draft)
    except PresetError as error:  # a figure that an older version had
        context |= {"faults": error.faults, "sheets": []}
    else:
        sheets = beside(scheme, worked_subjects(request, scheme, month))
        context |= {"scheme": scheme, "sheets": sheets, "faults": []}
    return render(request, "assessment/draft.html", context)


def editions(request: UserRequest, pk: int) -> HttpResponse:
    """Every edition of a draft with what it changed."""
    draft = draft_of(request, pk)
    rows = [(each, shown_differences(each.differences)) for each in history(draft)]
    context = {"draft": draft, "history": rows, "may_edit": draft.discarded_at is None}
    return render(request, "assessment/draft_history.html", context)


@require_POST
def restore(request: UserRequest, pk: int) -> HttpResponse:
    number = whole_number(request.POST.get("number", "")) or 0
    actions.restore_edition(
        draft=draft_of(request, pk),
        number=number,
        edition=seen_edition(request),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("Edition %s is brought back as a new one.") % number)
    return redirect("assessment:draft_history", pk)


@require_POST
def rename(request: UserRequest, pk: int) -> HttpResponse:
    actions.rename_draft(
        draft=draft_of(request, pk),
        name=request.POST.get("name", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("Saved."))
    return redirect("assessment:draft", pk)


@require_POST
def discard(request: UserRequest, pk: int) -> HttpResponse:
    actions.discard_draft(draft=draft_of(request, pk), by=request.user, at=timezone.now())
    messages.success(request, gettext("The draft is discarded; its editions stay on record."))
    return redirect("assessment:drafts")


def draft_of(request: UserRequest, pk: int) -> SchemeDraft:
    """Return a draft to somebody who may change rules. Raises NotAllowed, and Http404 if there is
    none.
    """
    require(request.user, Can.RULES_CHANGE)
    return get_object_or_404(SchemeDraft.objects.select_related("made_by"), pk=pk)
