"""The policy of matters, and choosing another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.matters import wording
from bihuan.matters.forms import PolicyForm
from bihuan.matters.presets import district_policy, policy_cases, policy_presets
from bihuan.progress.actions import choose_rules
from bihuan.progress.queries.open_days import first_choice
from bihuan.projects.http import seen_edition
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District
from bihuan.projects.queries import choices_of, chosen_presets


def rules_(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    policy, chosen = district_policy(today), chosen_presets(today)[Rules.LOOP]
    context = {
        "presets": {name: dated.on(today) for name, dated in policy_presets().items()},
        "chosen": chosen,
        "edition": District.objects.served().edition,
        "loop": policy,
        "may_choose": may(request.user, Can.RULES_CHANGE),
        "levels": [(wording.named(level), level) for level in policy.levels],
        "types": wording.type_choices(policy),
        "severities": [(wording.named(each), each) for each in policy.severities],
        "pauses": [(wording.named(each), each) for each in policy.pauses],
        "examples": [(case, *case.answer(policy)) for case in policy_cases().get(chosen, ())],
        "form": PolicyForm(initial={"since": first_choice(today)}),
        "choices": choices_of(Rules.LOOP),
    }
    return render(request, "matters/rules.html", context)


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = PolicyForm(request.POST)
    name = form.cleaned_data["loop"] if form.is_valid() else ""
    if name not in policy_presets():
        raise Refusal(gettext("There are no such rules."))
    choose_rules(
        presets={Rules.LOOP: name},
        since=form.cleaned_data["since"],
        by=request.user,
        at=timezone.now(),
        edition=seen_edition(request),
    )
    messages.success(request, gettext("These rules for matters are chosen."))
    return redirect("matters:rules")
