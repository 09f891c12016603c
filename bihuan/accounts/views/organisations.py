"""Organisations: everybody reads them, the office changes them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bihuan.accounts import actions
from bihuan.accounts.forms import OrganisationForm
from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

PAGE = 50


def organisations(request: UserRequest) -> HttpResponse:
    """Every organisation, found by a part of its name."""
    sought = request.GET.get("search", "").strip()
    found = (
        Organisation.objects.annotate(
            owned=Count("owned_projects", distinct=True),
            answered=Count("answered_projects", distinct=True),
        )
        .select_related("in_charge", "merged_into")
        .prefetch_related("former_names")
        .order_by("pinyin", "name")
    )
    if sought:
        found = found.filter(pk__in=Organisation.objects.called(sought).values("pk"))
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "search": sought,
        "may_manage": may(request.user, Can.ACCOUNTS_MANAGE),
    }
    return render(request, "accounts/organisations.html", context)


def add_organisation(request: UserRequest) -> HttpResponse:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return _form(request, None)


def edit_organisation(request: UserRequest, pk: int) -> HttpResponse:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return _form(request, get_object_or_404(Organisation, pk=pk))


def _form(request: UserRequest, stands: Organisation | None) -> HttpResponse:
    form, status = OrganisationForm(request.POST or None, instance=stands), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if stands is None:
                actions.add_organisation(**said, by=request.user, at=timezone.now())
            else:
                actions.edit_organisation(
                    organisation=stands, **said, by=request.user, at=timezone.now()
                )
        except Refusal as told:
            form.add_error(None, str(told))
            status = 409
        else:
            messages.success(request, gettext("Saved."))
            return redirect("accounts:organisations")
    status = 422 if status == 200 and form.errors else status
    title = gettext("Edit the organisation") if stands else gettext("Add an organisation")
    context = {"form": form, "title": title, "organisation": stands}
    return render(request, "accounts/form.html", context, status=status)
