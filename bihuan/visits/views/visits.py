"""The list of visits, one visit, and recording one online."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext
from bihuan.matters.presets import district_policy
from bihuan.projects.models import Project
from bihuan.projects.queries import search
from bihuan.visits import actions
from bihuan.visits.actions import FindingSaid, PartSaid, VisitManifest
from bihuan.visits.actions.manifest import MOST_PHOTOS
from bihuan.visits.forms import FINDINGS, VisitForm, WhyForm
from bihuan.visits.kinds import VisitPurpose, VisitState
from bihuan.visits.models import Visit, VisitPhoto
from bihuan.visits.photos import PHOTO_BYTES
from bihuan.visits.presets import visit_rules
from bihuan.visits.queries import listed, visit_page

PAGE = 50
CANDIDATES = 30


def visits(request: UserRequest) -> HttpResponse:
    page = Paginator(listed(request.user, request.GET.dict()), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "asked": request.GET,
        "may_record": may(request.user, Can.VISIT_RECORD),
    }
    return render(request, "visits/visits.html", context)


def visit(request: UserRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(visit_page(request.user), pk=pk)
    photos = list(shown.photos.all())
    context = {
        "visit": shown,
        "photos": photos,
        "rules": visit_rules(),
        "missing": [photo for photo in photos if photo.received_at is None],
        "purposes": VisitPurpose,
        "may_say": shown.state == VisitState.COMPLETE
        and may(request.user, Can.VISIT_RECORD, shown),
        "may_settle": shown.state == VisitState.DOUBLE and may(request.user, Can.VISIT_PLAN),
    }
    return render(request, "visits/visit.html", context)


def photo(request: UserRequest, pk: int) -> FileResponse:
    visible = Visit.objects.visible_to(request.user)
    found = get_object_or_404(VisitPhoto, pk=pk, visit__in=visible, received_at__isnull=False)
    return FileResponse(found.file.open("rb"))


def record(request: UserRequest) -> HttpResponse:
    require(request.user, Can.VISIT_RECORD)
    chosen = whole_number(request.GET.get("project", ""))
    if chosen is None:
        return _choose(request)
    visible = Project.objects.visible_to(request.user)
    project = get_object_or_404(visible, pk=chosen)
    start = {
        "device_id": uuid.uuid4(),
        "visited_at": timezone.localtime(),
        "purpose": request.GET.get("purpose", ""),
    }
    loop = district_policy(local_day(timezone.now()))
    form = VisitForm(
        loop,
        request.POST or None,
        request.FILES or None,
        initial=start,
        inspects=may(request.user, Can.LIGHT_INSPECT),
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                done = _recorded(request, form, project)
            except Refusal as told:
                form.add_error(None, str(told))
            else:
                messages.success(request, gettext("The visit is recorded."))
                return redirect("visits:visit", done.pk)
        status = 422
    context = {
        "form": form,
        "project": project,
        "findings": [
            [form[f"{name}{n}"] for name in ("title", "type", "severity")]
            for n in range(1, FINDINGS + 1)
        ],
    }
    return render(request, "visits/record.html", context, status=status)


@require_POST
def settle(request: UserRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    form = WhyForm(request.POST)
    note = form.cleaned_data["reason"] if form.is_valid() else ""
    keep = request.POST.get("keep") == "yes"
    actions.settle(visit=shown, keep=keep, note=note, by=request.user, at=timezone.now())
    messages.success(request, gettext("Settled."))
    return redirect("visits:visit", pk)


@require_POST
def purpose(request: UserRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    said = request.POST.get("purpose", "")
    actions.set_visit_purpose(visit=shown, purpose=said, by=request.user, at=timezone.now())
    messages.success(request, gettext("Noted."))
    return redirect("visits:visit", pk)


def _recorded(request: UserRequest, form: VisitForm, project: Project) -> Visit:
    said: dict[str, Any] = form.cleaned_data
    contents = {}
    parts = []
    for file in said["photos"][: MOST_PHOTOS + 1]:
        content = file.read(PHOTO_BYTES + 1)  # so far that what is too large is refused
        digest = hashlib.sha256(content).hexdigest()
        parts += [] if digest in contents else [PartSaid(digest, len(content), file.name or "")]
        contents[digest] = content
    manifest = VisitManifest(
        device_id=said["device_id"],
        visited_at=said["visited_at"],
        notes=said["notes"],
        place=said["place"],
        longitude=said["longitude"],
        latitude=said["latitude"],
        colour=said.get("colour", ""),
        parts=tuple(parts),
        findings=tuple(FindingSaid(*row) for row in form.findings()),
    )
    by, at = request.user, timezone.now()
    done = actions.record_visit(said=manifest, contents=contents, project=project, by=by, at=at)
    purpose = said["purpose"]
    if purpose and done.state == VisitState.COMPLETE:
        done = actions.set_visit_purpose(visit=done, purpose=purpose, by=by, at=at)
    return done


def _choose(request: UserRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    rows = Project.objects.visible_to(request.user).live().select_related("responsible")
    context = {
        "projects": search(rows, text).order_by("pinyin", "name")[:CANDIDATES],
        "sought": text,
        "more": CANDIDATES,
    }
    return render(request, "visits/choose_project.html", context)
