"""The rules of the loop, and choosing others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say
from bihuan.matters import wording
from bihuan.matters.forms import LoopForm
from bihuan.matters.presets import district_loop, loop_presets
from bihuan.projects.actions import set_district
from bihuan.projects.http import seen_edition
from bihuan.projects.models import District


def rules_(request: UserRequest) -> HttpResponse:
    district = District.objects.served()
    context = {
        "presets": loop_presets(), "chosen": district.loop, "edition": district.edition,
        "loop": district_loop(), "may_choose": may(request.user, Can.RULES_CHANGE),
        "levels": [(wording.named(level), level) for level in district_loop().levels],
        "types": wording.type_choices(district_loop()),
        "severities": [(wording.named(each), each) for each in district_loop().severities],
        "pauses": [(wording.named(each), each) for each in district_loop().pauses],
    }  # fmt: skip
    return render(request, "matters/rules.html", context)


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = LoopForm(request.POST)
    name = form.cleaned_data["loop"] if form.is_valid() else ""
    if name not in loop_presets():
        raise Refusal(say("There are no such rules."))
    set_district(by=request.user, at=timezone.now(), edition=seen_edition(request), loop=name)
    messages.success(request, say("The loop follows these rules from now on."))
    return redirect("matters:rules")
