"""Organisations are renamed and merged, and keep their past."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import MergeOrganisationsForm, RenameForm
from bihuan.accounts.holdings import belongings_of
from bihuan.accounts.http import UserRequest
from bihuan.accounts.mergers import moved_at_merger
from bihuan.accounts.models import Organisation
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.http import status_after
from bihuan.kit.words import gettext


def changing(request: UserRequest, pk: int) -> HttpResponse:
    """What belongs to an organisation, what it was called, and what was merged into it."""
    return _page(request, _organisation(request, pk))


@require_POST
def rename(request: UserRequest, pk: int) -> HttpResponse:
    """Give an organisation the name that it bears from a day on."""
    organisation, form = _organisation(request, pk), RenameForm(request.POST)

    def act() -> None:
        said = form.cleaned_data
        actions.rename_organisation(
            organisation=organisation, **said, by=request.user, at=timezone.now()
        )

    if status := status_after(form, act):
        return _page(request, organisation, status=status, rename=form)
    messages.success(request, gettext("Saved."))
    return redirect("accounts:changing", pk)


@require_POST
def merge(request: UserRequest, pk: int) -> HttpResponse:
    """Merge an organisation into another from a day on."""
    organisation = _organisation(request, pk)
    form = MergeOrganisationsForm(request.POST, was=organisation)

    def act() -> None:
        said = form.cleaned_data
        actions.merge_organisations(was=organisation, **said, by=request.user, at=timezone.now())

    if status := status_after(form, act):
        return _page(request, organisation, status=status, merge=form)
    into = form.cleaned_data["into"]
    sentence = gettext("“%(was)s” was merged into “%(into)s”.")
    messages.success(request, sentence % {"was": organisation, "into": into})
    return redirect("accounts:changing", into.pk)


def _organisation(request: UserRequest, pk: int) -> Organisation:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return get_object_or_404(Organisation.objects.select_related("merged_into"), pk=pk)


def _page(
    request: UserRequest,
    organisation: Organisation,
    *,
    status: int = 200,
    **forms: RenameForm | MergeOrganisationsForm,
) -> HttpResponse:
    start = {"on": timezone.localdate()}
    context: dict[str, Any] = {
        "organisation": organisation,
        "belongings": belongings_of(organisation),
        "former": organisation.former_names.all(),
        "absorbed": organisation.absorbed.order_by("closed_on", "pinyin", "name"),
        "moved": moved_at_merger(organisation),
        "rename": RenameForm(initial={**start, "name": organisation.name}),
        "merge": MergeOrganisationsForm(was=organisation, initial=start),
        **forms,
    }
    return render(request, "accounts/changing.html", context, status=status)
