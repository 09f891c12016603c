"""A draft tried beside the scheme in force, and adopted from a day on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.assessment import actions
from bihuan.assessment.presets import schemes_in_force
from bihuan.assessment.queries import scheme_of
from bihuan.assessment.queries.scheme_drafts import draft_scheme, may_adopt
from bihuan.assessment.queries.simulated import tried_moves
from bihuan.assessment.rules.scheme_differences import differences
from bihuan.assessment.scheme_forms import AdoptForm
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.progress.queries.open_days import first_choice
from bihuan.projects.http import seen_edition

from .differences import shown_differences
from .scheme_drafts import draft_of
from .side_by_side import month_of_example, usual_month


def try_out(request: UserRequest, pk: int) -> HttpResponse:
    """Who moves under the draft in a month, where it differs from the scheme in force, and the form
    that adopts it.
    """
    draft, today = draft_of(request, pk), local_day(timezone.now())
    scheme, month = draft_scheme(draft), month_of_example(request) or usual_month(request)
    present = scheme_of(month)
    sheet = next((s for s in scheme.sheets if s.id == request.GET.get("sheet")), scheme.sheets[0])
    found = tried_moves(present, scheme, sheet, month, today)
    moved = [each for each in found if each.difference != 0 or each.places]
    context = {
        "draft": draft,
        "scheme": scheme,
        "month": month,
        "present": present,
        "sheet": sheet,
        "moved": row_page(request, moved),
        "moving": len(moved),
        "staying": len(found) - len(moved),
        "differences": shown_differences(differences(schemes_in_force().on(today), scheme)),
        "form": AdoptForm(initial={"since": first_choice(today)}),
        "may_edit": draft.discarded_at is None,
        "may_adopt": may_adopt(draft, request.user),
    }
    return render(request, "assessment/draft_try.html", context)


@require_POST
def adopt(request: UserRequest, pk: int) -> HttpResponse:
    draft, form = draft_of(request, pk), AdoptForm(request.POST)
    if not form.is_valid():
        raise Refusal("\n".join(str(each) for group in form.errors.values() for each in group))
    adopted = actions.adopt_draft(
        draft=draft,
        edition=seen_edition(request),
        since=form.cleaned_data["since"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("The draft is adopted: scores are made by it from that day."))
    return redirect(f"{reverse('assessment:schemes')}?scheme={adopted.name}")
