"""The pages of an import: brought in, looked over, applied, undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.importing import actions, forms
from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.http import download
from bihuan.importing.models import Batch, SourceFile
from bihuan.importing.staging import stages
from bihuan.importing.staging.in_language import outcome_as_read
from bihuan.importing.staging.kept_outcomes import (
    check_files,
    check_sound,
    counts_of,
    damaged,
    is_sound,
)
from bihuan.importing.staging.preview import Preview
from bihuan.importing.staging.room import room_of, with_sizes
from bihuan.importing.uploads import taken
from bihuan.importing.workbooks.documents import with_problems
from bihuan.importing.workbooks.sheets import ledger_sheets, monthly_sheet
from bihuan.kit.months import Month, months_of
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext
from bihuan.kit.workbooks import write_workbook
from bihuan.projects.http import work_in, year_in_focus

ROWS_A_PAGE = 50


def start(request: UserRequest) -> HttpResponse:
    """Bring workbooks in, and see what was brought in before."""
    require(request.user, Can.IMPORT)
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = taken(form.files_or_paste(), request.user)
        with stages.watch(request.user, stages.LOOKING):
            batch = actions.stage(
                files=files,
                year=form.cleaned_data["year"],
                by=request.user,
                at=timezone.now(),
            )
        return redirect("importing:batch", batch.pk)
    batches = Batch.objects.visible_to(request.user).defer("journal").select_related("by")
    page = Paginator(batches.prefetch_related("files"), 20).get_page(request.GET.get("page"))
    year = year_in_focus(request, today=timezone.localdate())
    context = {
        "form": form,
        "page": page,
        "year": year,
        "months": months_of(year),
        "kinds": SheetKind.choices,
        "this_month": Month.of(timezone.localdate())
        if year == timezone.localdate().year
        else Month(year, 1),
        "may_manage_accounts": may(request.user, Can.ACCOUNTS_MANAGE),
        "room": room_of(request.user),
        "batches": [(*each, counts_of(each[0])) for each in with_sizes(page)],
    }
    return render(request, "importing/start.html", {**context, **_running(request)})


def running(request: UserRequest) -> HttpResponse:
    """How far the user's own import has come. Once it has ended, the page that asks is shown anew,
    unless it waits for the answer itself.
    """
    require(request.user, Can.IMPORT)
    waits = "waits" in request.GET
    context = {**_running(request), "waits": waits}
    if context["job"] is None and not waits:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "importing/_running.html", context)


def batch(request: UserRequest, pk: int) -> HttpResponse:
    """What a batch would change or changed, and what is wrong with it."""
    batch = _batch(request, pk)
    if not is_sound(batch):
        context = {"batch": batch, "sentence": damaged()}
        return render(request, "importing/damaged.html", context)
    batch.outcome = outcome_as_read(batch, timezone.now())
    heading = whole_number(request.GET.get("heading", "")) or 0
    preview = Preview(batch, request.GET.get("tab", ""), heading)
    page = Paginator(preview.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    answers = forms.BatchAnswersForm(initial={"edition": batch.edition, "reason": batch.reason})
    context = {"batch": batch, "preview": preview, "page": page, "form": answers}
    return render(request, "importing/batch.html", {**context, **_running(request)})


@require_POST
def answer(request: UserRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    form = forms.BatchAnswersForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Look at the form again."))
        return redirect("importing:batch", pk)
    told = {key: str(value) for key, value in request.POST.items()}
    with stages.watch(request.user, stages.LOOKING, batch_id=pk):
        actions.answer(
            batch=batch,
            edition=form.cleaned_data["edition"],
            answers={
                each: value
                for given in ("answer:", "typed:")
                for each, value in _named(given, told).items()
                if value
            },
            reason=form.cleaned_data["reason"] if "reason" in request.POST else None,
            columns={title: field for title, field in _named("column:", told).items() if field},
            mended=_changed_cells(told),
            by=request.user,
            at=timezone.now(),
        )
    messages.success(request, gettext("Read again with what you said."))
    return redirect("importing:batch", pk)


@require_POST
def apply(request: UserRequest, pk: int) -> HttpResponse:
    batch, at = _batch(request, pk), timezone.now()
    with stages.watch(request.user, stages.APPLYING, batch_id=pk):
        try:
            batch = actions.apply(
                batch=batch,
                edition=_edition(request),
                by=request.user,
                at=at,
                take_good="take_good" in request.POST,
            )
        except actions.Outdated as told:
            messages.error(request, str(told))
            return redirect("importing:batch", pk)
    messages.success(
        request,
        gettext("%(created)s created, %(updated)s updated, %(unchanged)s unchanged.")
        % batch.outcome,
    )
    left = Batch.objects.filter(by=request.user, created_at=at).exclude(pk=pk)
    if "take_good" in request.POST and (rest := left.first()):
        text = gettext("The rows with problems were not written: they wait here, as import %s.")
        messages.warning(request, text % rest.pk)
        return redirect("importing:batch", rest.pk)
    return redirect("importing:batch", pk)


@require_POST
def discard(request: UserRequest, pk: int) -> HttpResponse:
    actions.discard(batch=_batch(request, pk), by=request.user, at=timezone.now())
    messages.success(request, gettext("The import was discarded, and its files deleted."))
    return redirect("importing:start")


@require_POST
def undo(request: UserRequest, pk: int) -> HttpResponse:
    actions.undo(batch=_batch(request, pk), by=request.user, at=timezone.now())
    messages.success(request, gettext("The import was undone."))
    return redirect("importing:batch", pk)


def problems(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """The workbook with its problems in a last column."""
    batch = _batch(request, pk)
    source = get_object_or_404(SourceFile, pk=file, batch=batch)
    check_sound(batch)
    files = dict(check_files(batch, batch.files.all()))
    mine = [p for p in batch.outcome["problems"] if p["file"] == source.name]
    stem = source.name.rpartition(".")[0] or source.name
    content = with_problems(source.name, files[source.name], mine)
    return download(content, gettext("%s with problems.xlsx") % stem)


def ledger(request: UserRequest, year: int) -> HttpResponse:
    """The ledger of a year as a workbook that may be edited and brought back."""
    sheets = ledger_sheets(request.user, year)
    return download(write_workbook(sheets, returns=True), f"{year}年重点项目台账.xlsx")


def form(request: UserRequest, month: Month) -> HttpResponse:
    """A month's form as a workbook that may be filled in offline and brought back."""
    sheet = monthly_sheet(request.user, month)
    return download(write_workbook([sheet], returns=True), f"{month}重点项目月报.xlsx")


def _batch(request: UserRequest, pk: int) -> Batch:
    require(request.user, Can.IMPORT)
    found = get_object_or_404(Batch.objects.visible_to(request.user).select_related("by"), pk=pk)
    if found.year is not None:
        work_in(request, found.year, today=timezone.localdate())
    return found


def _running(request: UserRequest) -> dict[str, Any]:
    job = stages.running(request.user)
    return {"job": job, "stage": stages.label(job) if job else ""}


def _named(prefix: str, told: dict[str, str]) -> dict[str, str]:
    return {k.removeprefix(prefix): v for k, v in told.items() if k.startswith(prefix)}


def _changed_cells(told: dict[str, str]) -> dict[str, str]:
    """Return the cells that hold other words than were shown: the others stay as they were read,
    numbers, days and lines of words included.
    """
    shown = _named("was:", told)
    return {
        key: value
        for key, value in _named("cell:", told).items()
        if value.split() != shown.get(key, "\0").split()
    }


def _edition(request: UserRequest) -> int:
    form = forms.EditionForm(request.POST)
    return form.cleaned_data["edition"] if form.is_valid() else -1
