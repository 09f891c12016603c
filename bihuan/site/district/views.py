"""Everybody reads under which rules the district works; who may change rules chooses them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import _, gettext
from bihuan.progress.actions import choose_rules
from bihuan.progress.queries.open_days import first_choice
from bihuan.projects.actions import confirm_rules
from bihuan.projects.http import seen_edition, theirs
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District
from bihuan.projects.queries import FieldChange, choices_of, chosen_presets, history_of_district

from .choices import PresetOption, check_frozen_scores, choices, split, titles
from .examples import examples
from .forms import OWN, RULES, DistrictForm

DEEDS = {"set": _("Settings changed"), "rules_confirmed": _("Rules looked over and confirmed")}


def worked_examples(request: UserRequest) -> HttpResponse:
    """Show what the rules say of the situations that stand beside them as cases."""
    found = examples(local_day(timezone.now()))
    groups = [(kind.label, kind.value, each) for kind, each in found.items()]
    return render(request, "ui/examples.html", {"groups": groups})


def district(request: UserRequest) -> HttpResponse:
    """Show the settings with their history; take a change of them. Of two who save, the second
    keeps what was chosen and is told.
    """
    today, stands = local_day(timezone.now()), District.objects.served()
    offered, held, status = choices(today), chosen_presets(today), 200
    form = DistrictForm(
        request.POST or None, offered=offered, stands=stands, held=held, since=first_choice(today)
    )
    if request.method == "POST":
        require(request.user, Can.RULES_CHANGE)
        status = 200 if form.is_valid() else 422
    if status == 200 and form.is_bound:
        try:
            saved = _save(request, form, held)
        except Refusal as told:
            form.add_error(None, str(told))
            status = 409
        else:
            words = (
                gettext("Saved.")
                if saved.edition != stands.edition
                else gettext("Nothing was changed.")
            )
            messages.success(request, words)
            return redirect("district")
    now = SimpleNamespace(**{name: getattr(stands, name) for name in (*OWN, "edition")}, **held)
    context = {
        "form": form,
        "stands": stands,
        "chosen": _chosen(offered, now),
        "history": _history(titles(today)),
        "choices": choices_of(),
        "theirs": theirs(request, form, now, (*OWN, *RULES)) if status == 409 else [],
        "may_change": may(request.user, Can.RULES_CHANGE),
    }
    return render(request, "ui/district.html", context, status=status)


@require_POST
def confirm(request: UserRequest) -> HttpResponse:
    """Put on record that the rules that hold are right."""
    confirm_rules(by=request.user, at=timezone.now())
    messages.success(request, gettext("The rules that hold are confirmed."))
    return redirect("setup")


def _save(request: UserRequest, form: DistrictForm, held: dict[Rules, str]) -> District:
    """Set the district, and choose the rules that were not those that hold today."""
    said = dict(form.cleaned_data)
    since = said.pop("since")
    presets, own = split(said)
    turned = {kind: name for kind, name in presets.items() if name != held[kind]}
    check_frozen_scores(turned, since)
    return choose_rules(
        presets=turned,
        since=since,
        by=request.user,
        at=timezone.now(),
        edition=seen_edition(request),
        **own,
    )


def _chosen(
    offered: dict[str, list[PresetOption]], now: SimpleNamespace
) -> dict[str, PresetOption]:
    """Return what holds today of each kind of rules; a preset that is gone by its name."""
    return {
        kind: next(
            (c for c in group if c.name == getattr(now, kind)), PresetOption(getattr(now, kind), "")
        )
        for kind, group in offered.items()
    }


def _history(named: dict[str, str]) -> list[FieldChange]:
    """Return who chose what, with the titles of presets for their names."""
    return [
        replace(line, old=named.get(line.old, line.old), new=named.get(line.new, line.new))
        for line in history_of_district(DEEDS)
    ]
